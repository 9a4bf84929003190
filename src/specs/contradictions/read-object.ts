import { fillers } from './lexicon/word-sets.ts';
import { type Bag, isManner, isState, type Token, toBag, type Word } from './read-words.ts';

/** What follows the verb of an act. */
export interface ObjectPhrase {
  /** What it is done to, up to the first preposition. */
  core: Bag;
  /** The noun that the core is about: `version`. Undefined for `it`, and where nothing is named. */
  head: string | undefined;
  /** What stands after each preposition: `to the owner`, `in the export`; `without tax` is `with` and `tax -1`. */
  adjuncts: ReadonlyMap<string, Bag>;
  /** The state that it is brought or left in: `open` of `leave the record open`, `private` of `make it private`. */
  states: readonly Word[];
}

/** Reads the words after the verb of an act. */
export function readObject(tokens: readonly Token[]): ObjectPhrase {
  const core: Word[] = [];
  const adjuncts = new Map<string, Word[]>();
  const states: Word[] = [];
  let part = core;
  let head: string | undefined;
  for (const [at, { word }] of tokens.entries()) {
    const preposition = prepositionAt(tokens, at);
    const goesOn = preposition === 'of' && part !== core && part.length > 0;
    if (preposition !== undefined && !goesOn) {
      part = adjuncts.get(preposition) ?? [];
      adjuncts.set(preposition, part);
    }
    if (word === undefined) continue;
    if (isSaidOf(tokens, at, word)) {
      states.push(word);
      continue;
    }
    part.push(word);
    if (part === core && !fillers.has(word.concept)) head = word.concept;
  }
  return {
    core: toBag(core),
    head,
    adjuncts: new Map([...adjuncts].filter(([, words]) => words.length > 0).map(([key, words]) => [key, toBag(words)])),
    states,
  };
}

/** Whether a word says how an act is done or what it makes of its object, and does not tell which object is meant: `a daily digest`. */
function isSaidOf(tokens: readonly Token[], at: number, { concept }: Word): boolean {
  const raw = tokens[at]?.raw ?? '';
  if (concept === 'both') return true;
  const before = tokens[at + 1]?.word !== undefined;
  if (isManner(concept)) return !before || (raw.endsWith('ly') && !/^(?:dai|week|month|year|hour)ly$/.test(raw));
  return isState(raw) && (raw.endsWith('ly') || isPredicate(tokens, at));
}

/** Whether a word ends its phrase and is said of what stands before it: `open` in `leave the record open`, not in `keep open records`. */
function isPredicate(tokens: readonly Token[], at: number): boolean {
  const before = tokens[at - 1];
  if (before === undefined || tokens[at + 1]?.word !== undefined) return false;
  return before.word !== undefined || /^(?:as|in|to|it|them|not)$/.test(before.raw);
}

function prepositionAt(tokens: readonly Token[], at: number): string | undefined {
  const raw = tokens[at]?.raw ?? '';
  return raw === 'that' && isDetermined(tokens[at - 1]) ? undefined : prepositions.get(raw);
}

/** `of that user` points at somebody; `users that signed in` tells more of them. */
function isDetermined(before: Token | undefined): boolean {
  return before === undefined || prepositions.has(before.raw);
}

/** Prepositions, by the one that they are read as. */
const prepositions: ReadonlyMap<string, string> = new Map([
  ...'of to in on at by for from as into via under over through during after against between about per that which who whose beside alongside inside outside near around across throughout towards behind along'
    .split(' ')
    .map((word): [string, string] => [word, word]),
  ['with', 'with'],
  ['without', 'with'],
  ['including', 'with'],
  ['excluding', 'with'],
  ['using', 'by'],
  ['onto', 'to'],
  ['where', 'that'],
]);
