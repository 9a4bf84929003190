import { oppositeQualities } from './lexicon/opposite-qualities.ts';
import { exclusive, manners, poles } from './lexicon/opposites.ts';
import { synonyms } from './lexicon/synonyms.ts';
import { adjectives, stopWords } from './lexicon/word-sets.ts';
import { joinPhrases } from './phrases.ts';
import { stem } from './stem.ts';

/** Concepts with their sign: `reject the wrong password` is `grant -1`, `valid -1`, `password 1`. */
export type Bag = ReadonlyMap<string, Sign>;
export type Sign = 1 | -1;

export interface Word {
  concept: string;
  sign: Sign;
}

/** The content words of a phrase, each negation taken into the word that it stands before. */
export function readWords(text: string): Word[] {
  return toWords(readTokens(text));
}

export function toWords(tokens: readonly Token[]): Word[] {
  const words: Word[] = [];
  for (const { word } of tokens) if (word !== undefined) words.push(word);
  return words;
}

/** A word as written, in lower case, and what it means where it is a content word. */
export interface Token {
  raw: string;
  word?: Word;
}

/** The words of a phrase with the small ones, but for the negations. */
export function readTokens(text: string): Token[] {
  if (text === '') return [];
  const tokens: Token[] = [];
  let sign: Sign = 1;
  let spent: Sign = 1;
  for (const [raw] of joinPhrases(text.toLowerCase().replace(possessive, '')).matchAll(wordPattern)) {
    if (negations.has(raw)) {
      sign = -1;
      tokens.push({ raw });
    } else if (!stopWords.has(raw)) {
      const { concept, sign: own } = readWord(raw);
      tokens.push({ raw, word: { concept, sign: own === sign ? 1 : -1 } });
      spent = sign;
      sign = 1;
    } else {
      tokens.push({ raw });
      if (raw === 'or' || raw === 'nor') sign = spent;
    }
  }
  return tokens;
}

export function toBag(words: readonly Word[]): Bag {
  const bag = new Map<string, Sign>();
  for (const { concept, sign } of words) bag.set(concept, sign);
  return bag;
}

/** Concepts of the first bag that the second one has not. */
export function missingFrom(bag: Bag, other: Bag): string[] {
  const missing: string[] = [];
  for (const concept of bag.keys()) if (!other.has(concept)) missing.push(concept);
  return missing;
}

/** Concepts that stand in both bags with opposite signs, or that exclude each other: a pair, one of each bag. */
export function opposedConcepts(bag: Bag, other: Bag): [string, string][] {
  let found: [string, string][] = none;
  for (const [concept, sign] of bag) {
    const there = other.get(concept);
    if (there !== undefined && there !== sign) found = [...found, [concept, concept]];
    for (const { own, concept: rival, sign: rivalSign } of rivals.get(concept) ?? noRivals) {
      if (own === sign && other.get(rival) === rivalSign && !bag.has(rival)) found = [...found, [concept, rival]];
    }
  }
  return found;
}

const none: [string, string][] = [];
const noRivals: Rival[] = [];

export function isManner(concept: string): boolean {
  return manners.has(concept);
}

/** Whether a word names a state that a thing is in, and not only an act. */
export function isState(raw: string): boolean {
  const { concept } = readWord(raw);
  return poles.has(concept) && (adjectives.has(raw) || qualities.has(raw) || /(?:ed|en|able|ible|own|ly)$/.test(raw));
}

const qualities: ReadonlySet<string> = new Set(
  Object.values(oppositeQualities).flatMap((poles) => poles.flatMap((line) => line.split(/\s+/))),
);
const possessive = /['’]s\b/g;
const wordPattern = /=[\w-]+|\d+x+\b|[a-z][a-z0-9]*(?:-[a-z0-9]+)*/g;
const negations: ReadonlySet<string> = new Set(
  'not no never without excluding cannot neither nor nobody nothing none unless except'.split(' '),
);

const lexicon = buildLexicon();
const rivals = buildRivals();

function readWord(token: string): Word {
  if (token.startsWith('=')) return { concept: token, sign: 1 };
  const known = lexicon.get(token) ?? lexicon.get(stem(token));
  if (known !== undefined) return known;
  const turned = /^un(?=[a-z]{4})/.test(token) ? stem(token.slice(2)) : undefined;
  const bare = turned === undefined ? undefined : lexicon.get(turned);
  if (bare !== undefined) return { concept: bare.concept, sign: bare.sign === 1 ? -1 : 1 };
  const undone = turned !== undefined && /(?:ed|able)$/.test(token);
  return undone ? { concept: turned, sign: -1 } : { concept: stem(token), sign: 1 };
}

function buildLexicon(): ReadonlyMap<string, Word> {
  const words = new Map<string, Word>();
  const put = (word: string, concept: string, sign: Sign) => {
    words.set(word, { concept, sign });
    const stemmed = stem(word);
    if (!words.has(stemmed)) words.set(stemmed, { concept, sign });
  };
  for (const line of synonyms) {
    const all = line.split(' ');
    for (const word of all) put(word, all[0] ?? word, 1);
  }
  for (const [concept, [positive, negative]] of poles) {
    for (const word of positive) put(word, concept, 1);
    for (const word of negative) put(word, concept, -1);
  }
  return words;
}

interface Rival {
  own: Sign;
  concept: string;
  sign: Sign;
}

function buildRivals(): ReadonlyMap<string, Rival[]> {
  const found = new Map<string, Rival[]>();
  for (const line of exclusive) {
    const all = line
      .split(' ')
      .map((word): Word => ({ concept: word.replace(/^-/, ''), sign: word.startsWith('-') ? -1 : 1 }));
    for (const word of all) {
      const others = all.filter((other) => other !== word).map((other) => ({ own: word.sign, ...other }));
      found.set(word.concept, [...(found.get(word.concept) ?? []), ...others]);
    }
  }
  return found;
}
