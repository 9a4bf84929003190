import type { CodeSymbol } from './read-symbols.ts';

/** A symbol with the id that it has in its file: of those with the same name, the second is `path#name~2`. */
export interface NamedSymbol extends CodeSymbol {
  id: string;
  path: string;
}

export function nameAll(path: string, symbols: readonly CodeSymbol[]): NamedSymbol[] {
  const seen = new Map<string, number>();
  return symbols.map((each) => {
    const count = (seen.get(each.symbol) ?? 0) + 1;
    seen.set(each.symbol, count);
    return { ...each, path, id: `${path}#${each.symbol}${count === 1 ? '' : `~${count}`}` };
  });
}

/** Symbols of `after` whose tokens no symbol of this name has in `before`. */
export function changedSymbols<S extends CodeSymbol>(before: readonly CodeSymbol[], after: readonly S[]): S[] {
  const left = new Map<string, number>();
  const key = ({ symbol, hash }: CodeSymbol) => `${symbol}\0${hash}`;
  for (const each of before) left.set(key(each), (left.get(key(each)) ?? 0) + 1);
  return after.filter((each) => {
    const count = left.get(key(each)) ?? 0;
    left.set(key(each), count - 1);
    return count <= 0;
  });
}

/** Pairs of neighbours among the tokens of a symbol, counted. */
export interface TokenPairs {
  counts: ReadonlyMap<string, number>;
  total: number;
}

/** How much of two symbols is the same, pair by pair of neighbouring tokens: 0 to 1. */
export function similarity(one: TokenPairs, other: TokenPairs): number {
  let shared = 0;
  for (const [pair, count] of other.counts) shared += Math.min(count, one.counts.get(pair) ?? 0);
  return (2 * shared) / Math.max(1, one.total + other.total);
}

export function countPairs({ code }: Pick<CodeSymbol, 'code'>): TokenPairs {
  const tokens = code.split('\0');
  const counts = new Map<string, number>();
  for (let at = 1; at < tokens.length; at++) {
    const pair = `${tokens[at - 1]}\0${tokens[at]}`;
    counts.set(pair, (counts.get(pair) ?? 0) + 1);
  }
  return { counts, total: tokens.length - 1 };
}
