import { exclusive, implied, manners, poles } from './lexicon/opposites.ts';
import { carriers } from './lexicon/word-sets.ts';
import { readWords, type Sign, type Word } from './read-words.ts';

/** A thing that an act comes to: `delete` is `keep -1`, and brings `edit 1` with it. */
export interface Facet extends Word {
  /** `said` by the verb or the state that it brings about, `manner` of doing it, or `implied` by what is said. */
  by: 'said' | 'manner' | 'implied';
}

/** What an act with this verb and these states comes to. A verb such as `keep` or `set` says no more than its state. */
export function readFacets(verb: Word, states: readonly Word[]): Facet[] {
  const carrier = carriers.has(verb.concept);
  const replaced = carrier && states.some(({ concept }) => !manners.has(concept) || statelike.has(concept));
  const said = states.map((state) => ({
    ...(verb.sign === -1 && carrier ? opposite(state) : state),
    by: manners.has(state.concept) && !replaced ? ('manner' as const) : ('said' as const),
  }));
  const own: Facet[] = replaced ? said : [{ ...verb, by: 'said' }, ...said];
  const clear = own.filter((word) => !own.some((other) => other.concept === word.concept && other.sign !== word.sign));
  return [...clear, ...clear.flatMap((word) => bringing.get(nameOf(word)) ?? [])];
}

/** Manners that are states as well: `store it encrypted`. */
const statelike: ReadonlySet<string> = new Set(['encrypt', 'compress', 'sensitive', 'merge']);

export function opposite({ concept, sign }: Word): Word {
  return { concept, sign: sign === 1 ? -1 : 1 };
}

/** Two facets that cannot be of one act, the plainest ones first: said ones before those that are brought along. */
export function opposedFacets(one: readonly Facet[], other: readonly Facet[]): [Facet, Facet] | undefined {
  let found: [Facet, Facet] | undefined;
  for (const mine of one) {
    for (const theirs of other) {
      if (!areOpposed(mine, theirs)) continue;
      if (mine.by !== 'implied' && theirs.by !== 'implied') return [mine, theirs];
      found ??= [mine, theirs];
    }
  }
  return found;
}

function areOpposed(one: Facet, other: Facet): boolean {
  if (one.by === 'implied' && other.by === 'implied') return false;
  if (one.concept === other.concept) return one.sign !== other.sign;
  return rivals.get(nameOf(one))?.has(nameOf(other)) ?? false;
}

/** `archive`, or `-archive` for its negative pole. */
export function nameOf({ concept, sign }: Word): string {
  return sign === 1 ? concept : `-${concept}`;
}

/** The names of what is against a word. */
export function namesAgainst(word: Word): string[] {
  return [nameOf(opposite(word)), ...(rivals.get(nameOf(word)) ?? [])];
}

function toWord(name: string): Word {
  const sign: Sign = name.startsWith('-') ? -1 : 1;
  const bare = name.replace(/^-/, '');
  return { concept: poles.has(bare) ? bare : (readWords(bare)[0]?.concept ?? bare), sign };
}

const bringing: ReadonlyMap<string, Facet[]> = new Map(
  Object.entries(implied).map(([name, line]) => [
    nameOf(toWord(name)),
    line.split(' ').map((each): Facet => ({ ...toWord(each), by: 'implied' })),
  ]),
);

const rivals = buildRivals();

function buildRivals(): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, Set<string>>();
  for (const line of exclusive) {
    const all = line.split(' ');
    for (const name of all)
      found.set(name, new Set([...(found.get(name) ?? []), ...all.filter((other) => other !== name)]));
  }
  return found;
}
