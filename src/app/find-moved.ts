import {
  changedSymbols,
  countPairs,
  type NamedSymbol,
  similarity,
  type TokenPairs,
} from '../context/anchors/compare-symbols.ts';
import { tagsIn } from '../context/anchors/test-symbols.ts';
import { codeLanguageOf } from '../context/grammars/code-languages.ts';
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
  /** What the anchors were, by the hash of their tokens, as far as it is still known. */
  old: Map<string, NamedSymbol>;
  /** Counted once a symbol. */
  pairsOf(symbol: NamedSymbol): TokenPairs;
  /** Whether a file was not there then. */
  isNew(path: string): boolean;
}

async function openSearch(
  then: string,
  anchors: readonly TracedAnchor[],
  { files, git }: { files: SourceFiles; git: Git },
): Promise<Search> {
  const known = (path: string) => codeLanguageOf(path) !== undefined;
  const changed = (await git.changedPaths(then)).filter(known);
  const paths = [...new Set([...changed, ...anchors.map(({ path }) => path).filter(known)])];
  const before = await files.at(then, paths);
  const fresh = new Map<string, NamedSymbol[]>();
  for (const [path, { symbols }] of await files.now(paths)) {
    const names = new Set(before.get(path)?.symbols.map(({ symbol }) => symbol));
    for (const symbol of symbols) {
      if (names.has(symbol.symbol)) continue;
      if (fresh.get(symbol.hash)?.push(symbol) === undefined) fresh.set(symbol.hash, [symbol]);
    }
  }
  const old = new Map([...before.values()].flatMap(({ symbols }) => symbols.map((each) => [each.hash, each])));
  return { fresh, old, pairsOf: rememberPairs(), isNew: (path) => !before.has(path) };
}

function rememberPairs(): (symbol: NamedSymbol) => TokenPairs {
  const known = new Map<NamedSymbol, TokenPairs>();
  return (symbol) => {
    const pairs = known.get(symbol) ?? countPairs(symbol);
    known.set(symbol, pairs);
    return pairs;
  };
}

function findSame(anchor: TracedAnchor, { fresh, isNew }: Search, taken: ReadonlySet<string>): NamedSymbol | undefined {
  const same = (fresh.get(anchor.hash) ?? []).filter(({ id }) => !taken.has(id));
  const own = same.find(({ symbol }) => lastName(symbol) === lastName(anchor.symbol));
  return own ?? same.find(({ size, path }) => size >= tellingTokens || (same.length === 1 && isNew(path)));
}

function findNear(
  anchor: TracedAnchor,
  { fresh, old, pairsOf }: Search,
  taken: ReadonlySet<string>,
): NamedSymbol | undefined {
  const own = old.get(anchor.hash);
  if (own === undefined || own.size < tellingTokens) return undefined;
  let best: { symbol: NamedSymbol; score: number } | undefined;
  for (const symbol of [...fresh.values()].flat()) {
    const ratio = symbol.size / own.size;
    if (taken.has(symbol.id) || ratio < 0.7 || ratio > 1.4) continue;
    const score = similarity(pairsOf(own), pairsOf(symbol));
    if (score >= Math.max(nearSame, best?.score ?? 0)) best = { symbol, score };
  }
  return best?.symbol;
}

/** A test that no longer names what it named is another test. */
function toPresent(anchor: TracedAnchor, { id, hash, line, isTest, tags }: NamedSymbol): Present {
  const isTied = tagsIn(anchor.symbol).every((tag) => tags.includes(tag));
  return { state: 'moved', to: id, hash, line, isTest: isTest && isTied };
}

const lastName = (symbol: string) => symbol.split('.').at(-1);

export interface ChangedRequest {
  since: string;
  paths: readonly string[];
  /** Symbols that are not asked for cost nothing where a file has no others. */
  isWanted(symbol: NamedSymbol): boolean;
}

/** Symbols that are new or changed since a commit, and no moved ones. */
export async function changedSince(request: ChangedRequest, files: SourceFiles): Promise<NamedSymbol[]> {
  const { since, isWanted } = request;
  const paths = request.paths.filter((path) => codeLanguageOf(path) !== undefined);
  const now = [...(await files.now(paths))].filter(([, { symbols }]) => symbols.some(isWanted));
  const before = await files.at(
    since,
    now.map(([path]) => path),
  );
  const changed = now
    .flatMap(([path, { symbols }]) => changedSymbols(before.get(path)?.symbols ?? [], symbols))
    .filter(isWanted);
  if (changed.every(({ size }) => size < tellingTokens)) return changed;
  const elsewhere = await files.at(since, paths);
  const hashes = new Set([...elsewhere.values()].flatMap(({ symbols }) => symbols.map(({ hash }) => hash)));
  return changed.filter(({ hash, size }) => !hashes.has(hash) || size < tellingTokens);
}
