import { wordSet } from './lexicon/word-sets.ts';
import { type Bag, readWords, toBag, type Word } from './read-words.ts';

/** Where a thing is set, sent or sorted to, with the preposition: only one can be. */
export interface Target {
  word: string;
  /** What is set, with the verb. */
  base: Bag;
  value: Bag;
  literals: readonly string[];
}

/** Reads `set the status to 'new'`, `sort the list by name`, `use UTC for timestamps`; `subject` is what a passive is said of. */
export function readTarget(verb: Word, text: string, subject: string, literals: readonly string[]): Target | undefined {
  if (verb.concept === 'use') return readUse(text, literals);
  if (!targetVerbs.has(verb.concept)) return undefined;
  if (verb.concept === 'edit' && !/\b(?:status|state|to\s+=)/i.test(text)) return undefined;
  const [, base = '', word = '', value = ''] = /^(.*?)\b(to|as|by|in|with|at)\b(.*)$/i.exec(text) ?? [];
  if (!isGivenBy(verb.concept, word.toLowerCase())) return undefined;
  const said = toBag(readWords(`${subject} ${base}`));
  return { word: word.toLowerCase(), base: said, value: toBag(readWords(value)), literals };
}

function readUse(text: string, literals: readonly string[]): Target | undefined {
  const [, value, word, base] = /^\s*\w+(.*)\b(for|as)\b(.*)$/i.exec(text) ?? [];
  if (value === undefined || word === undefined || base === undefined) return undefined;
  return { word: word.toLowerCase(), base: toBag(readWords(base)), value: toBag(readWords(value)), literals };
}

const targetVerbs: ReadonlySet<string> = wordSet(
  'set redirect sort default mark edit transition assign hash encrypt format round encode switch order arrange list convert treat record measure value calculate',
);

function isGivenBy(verb: string, word: string): boolean {
  if (word === '') return false;
  if (word === 'with') return verb === 'hash' || verb === 'encrypt';
  const own = loose.get(verb);
  return own === undefined || own === word;
}

/** Verbs of many uses give a value after one preposition only: `list by name`, `treat as optional`. */
const loose: ReadonlyMap<string, string> = new Map(
  Object.entries({ list: 'by', record: 'in', measur: 'in', valu: 'at', calculate: 'by', treat: 'as', convert: 'to' }),
);
