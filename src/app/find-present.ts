import { digest } from '../base/ids.ts';
import type { NamedSymbol } from '../context/anchors/compare-symbols.ts';
import type { Git } from '../git/open-git.ts';
import type { Present, TracedAnchor } from '../specs/drift.ts';
import type { ReadFile, SourceFiles } from './source-files.ts';

/** What became of each anchor, where it was. Only files whose content differs from that of the anchor's commit are parsed. */
export async function findPresent(
  anchors: readonly TracedAnchor[],
  files: SourceFiles,
  git: Git,
): Promise<Map<TracedAnchor, Present>> {
  const places = new Map(anchors.map(({ commit, path }) => [`${commit}:${path}`, { commit, path }]));
  const [ids, clean] = await Promise.all([git.blobIds([...places.values()]), files.cleanBlobs()]);
  const blobs = new Map([...places.keys()].map((place, index) => [place, ids[index]]));
  const present = new Map<TracedAnchor, Present>();
  const changed = new Map<string, TracedAnchor[]>();
  for (const anchor of anchors) {
    const blob = blobs.get(`${anchor.commit}:${anchor.path}`);
    if (blob !== undefined && clean.get(anchor.path) === blob) present.set(anchor, { state: 'same' });
    else if (changed.get(anchor.path)?.push(anchor) === undefined) changed.set(anchor.path, [anchor]);
  }
  const parsed = [...changed].filter(([, own]) => own.some(({ language }) => language !== ''));
  const read = await files.now(parsed.map(([path]) => path));
  for (const [path, own] of changed) {
    for (const [anchor, state] of compareFile(own, files.bytes(path), read.get(path))) present.set(anchor, state);
  }
  return present;
}

function compareFile(
  anchors: readonly TracedAnchor[],
  bytes: Buffer | undefined,
  file: ReadFile | undefined,
): [TracedAnchor, Present][] {
  if (bytes === undefined) return anchors.map((anchor) => [anchor, { state: 'missing' }]);
  const whole = anchors.filter(({ language }) => language === '');
  const bySymbol = new Map<string, TracedAnchor[]>();
  for (const anchor of anchors) {
    if (anchor.language === '') continue;
    if (bySymbol.get(anchor.symbol)?.push(anchor) === undefined) bySymbol.set(anchor.symbol, [anchor]);
  }
  const compared = [...bySymbol].flatMap(([symbol, own]) =>
    file === undefined ? [] : compareSymbol(symbol, own, file),
  );
  return [...compared, ...whole.map((anchor): [TracedAnchor, Present] => [anchor, compareBytes(anchor, bytes)])];
}

/** Bytes that are the same are in sync; of others nobody can say what the difference means. */
function compareBytes({ hash }: TracedAnchor, bytes: Buffer): Present {
  const now = digest(bytes);
  if (now === hash) return { state: 'same' };
  return { state: 'unchecked', why: 'it changed, and there is no grammar for this kind of file', hash: now };
}

/** Symbols of one name (overloads, get and set) have no order: those with equal tokens are taken first. */
function compareSymbol(symbol: string, anchors: readonly TracedAnchor[], file: ReadFile): [TracedAnchor, Present][] {
  if (file.unread !== undefined) {
    const why = file.unread;
    return anchors.map((anchor) => [anchor, { state: 'unchecked', why }]);
  }
  const left = file.symbols.filter((each) => each.symbol === symbol);
  const other: TracedAnchor[] = [];
  const found: [TracedAnchor, Present][] = [];
  for (const anchor of anchors) {
    const at = left.findIndex(({ hash }) => hash === anchor.hash);
    if (at < 0) other.push(anchor);
    else {
      left.splice(at, 1);
      found.push([anchor, { state: 'same' }]);
    }
  }
  return [...found, ...other.map((anchor, index): [TracedAnchor, Present] => [anchor, differs(left[index], file)])];
}

function differs(symbol: NamedSymbol | undefined, { isBroken }: ReadFile): Present {
  const why = 'the parser does not understand the file as it is';
  if (symbol === undefined) return isBroken ? { state: 'unchecked', why } : { state: 'missing' };
  const { hash, line, isTest } = symbol;
  return symbol.isBroken ? { state: 'unchecked', why, hash } : { state: 'changed', hash, line, isTest };
}
