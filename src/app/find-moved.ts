import { anchorLanguageOf } from '../context/anchors/anchor-languages.ts';
import { changedSymbols, type NamedSymbol, similarity } from '../context/anchors/compare-symbols.ts';
import { tagsIn } from '../context/anchors/test-symbols.ts';
import type { Git } from '../git/open-git.ts';
import type { Present, TracedAnchor } from '../specs/drift.ts';
import type { SourceFiles } from './source-files.ts';

/** From which likeness on a symbol of another name or place is the one that is missed. */
const nearSame = 0.85;
/** Shorter symbols look alike by chance. */
const tellingTokens = 12;

/**
 * Where symbols went that are not where they were: to symbols that are new since, with the same tokens or nearly so. Each
 * new symbol is found once.
 */
export async function findMoved(
  missing: readonly TracedAnchor[],
  { files, git }: { files: SourceFiles; git: Git },
  fallback: string | undefined,
): Promise<Map<TracedAnchor, Present>> {
  const byCommit = new Map<string, TracedAnchor[]>();
  for (const anchor of missing) {
    const then = (await git.resolve(anchor.commit)) ?? fallback;
    if (then !== undefined) byCommit.set(then, [...(byCommit.get(then) ?? []), anchor]);
  }
  const moved: Moved = new Map();
  for (const [then, anchors] of byCommit) {
    const search = await openSearch(then, anchors, { files, git });
    for (const find of [findSame, findNear]) relink(anchors, moved, (anchor, taken) => find(anchor, search, taken));
  }
  return new Map([...moved].map(([anchor, found]) => [anchor, toPresent(anchor, found)]));
}

type Moved = Map<TracedAnchor, NamedSymbol>;

function relink(
  anchors: readonly TracedAnchor[],
  moved: Moved,
  find: (anchor: TracedAnchor, taken: ReadonlySet<string>) => NamedSymbol | undefined,
): void {
  const taken = new Set([...moved.values()].map(({ id }) => id));
  for (const anchor of anchors) {
    const found = moved.has(anchor) ? undefined : find(anchor, taken);
    if (found === undefined) continue;
    taken.add(found.id);
    moved.set(anchor, found);
  }
}

interface Search {
  /** By the hash of their tokens. */
  fresh: Map<string, NamedSymbol[]>;
  /** The tokens of the anchors, as far as they are still known. */
  tokens: Map<string, readonly string[]>;
  /** Whether a file was not there then. */
  isNew(path: string): boolean;
}

async function openSearch(
  then: string,
  anchors: readonly TracedAnchor[],
  { files, git }: { files: SourceFiles; git: Git },
): Promise<Search> {
  const known = (path: string) => anchorLanguageOf(path) !== undefined;
  const changed = (await git.changedPaths(then)).filter(known);
  const paths = [...new Set([...changed, ...anchors.map(({ path }) => path).filter(known)])];
  const before = await files.at(then, paths);
  const fresh = new Map<string, NamedSymbol[]>();
  for (const path of paths) {
    const now = await files.now(path);
    const names = new Set(before.get(path)?.symbols.map(({ symbol }) => symbol));
    for (const symbol of now?.symbols ?? []) {
      if (symbol.hash === undefined || names.has(symbol.symbol)) continue;
      fresh.set(symbol.hash, [...(fresh.get(symbol.hash) ?? []), symbol]);
    }
  }
  const old = [...before.values()].flatMap(({ symbols }) => symbols);
  const tokens = new Map(old.map(({ hash = '', tokens: own }) => [hash, own]));
  return { fresh, tokens, isNew: (path) => !before.has(path) };
}

function findSame(anchor: TracedAnchor, { fresh, isNew }: Search, taken: ReadonlySet<string>): NamedSymbol | undefined {
  const same = (fresh.get(anchor.hash) ?? []).filter(({ id }) => !taken.has(id));
  const own = same.find(({ symbol }) => lastName(symbol) === lastName(anchor.symbol));
  return own ?? same.find(({ tokens, path }) => tokens.length >= tellingTokens || (same.length === 1 && isNew(path)));
}

function findNear(
  anchor: TracedAnchor,
  { fresh, tokens }: Search,
  taken: ReadonlySet<string>,
): NamedSymbol | undefined {
  const own = tokens.get(anchor.hash);
  if (own === undefined || own.length < tellingTokens) return undefined;
  let best: { symbol: NamedSymbol; score: number } | undefined;
  for (const symbol of [...fresh.values()].flat()) {
    const ratio = symbol.tokens.length / own.length;
    if (taken.has(symbol.id) || ratio < 0.7 || ratio > 1.4) continue;
    const score = similarity(own, symbol.tokens);
    if (score >= Math.max(nearSame, best?.score ?? 0)) best = { symbol, score };
  }
  return best?.symbol;
}

/** A test that no longer names what it named is another test. */
function toPresent(anchor: TracedAnchor, { id, hash = '', line, isTest, tags }: NamedSymbol): Present {
  const isTied = tagsIn(anchor.symbol).every((tag) => tags.includes(tag));
  return { state: 'moved', to: id, hash, line, isTest: isTest && isTied };
}

const lastName = (symbol: string) => symbol.split('.').at(-1);

/** Symbols that are new or changed since a commit, and no moved ones. */
export async function changedSince(
  commit: string,
  paths: readonly string[],
  files: SourceFiles,
): Promise<NamedSymbol[]> {
  const known = paths.filter((path) => anchorLanguageOf(path) !== undefined);
  const before = await files.at(commit, known);
  const hashes = new Set([...before.values()].flatMap(({ symbols }) => symbols.map(({ hash }) => hash)));
  const changed: NamedSymbol[] = [];
  for (const path of known) {
    const now = await files.now(path);
    changed.push(...changedSymbols(before.get(path)?.symbols ?? [], now?.symbols ?? []));
  }
  return changed.filter(({ hash, tokens }) => !hashes.has(hash) || tokens.length < tellingTokens);
}
