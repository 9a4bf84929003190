import { stem } from '../stem.ts';
import type { Glossary, NamedCondition } from './form.ts';

/** What the terms of one document mean to each other. Terms that mean the same have one concept. */
export interface Vocabulary {
  conceptOf(term: string): string;
  /** The term and all that is declared to mean the same. */
  membersOf(term: string): readonly string[];
  exclude(one: string, other: string): boolean;
  isKind(narrow: string, wide: string): boolean;
  /** What is declared of two conditions, by concepts. */
  standingOf(one: ConceptCondition, other: ConceptCondition): 'together' | 'apart' | undefined;
}

/** A condition whose subject and value are concepts. */
export interface ConceptCondition {
  subject: string;
  value: string | undefined;
}

export function openVocabulary(glossary: Glossary): Vocabulary {
  const groups = new Map<string, readonly string[]>();
  for (const group of glossary.same) addGroup(groups, group);
  const membersOf = (term: string) => groups.get(plainly(term)) ?? [term];
  const conceptOf = (term: string) => plainly(membersOf(term)[0] ?? term);
  const exclusive = glossary.exclusive.map((line) => new Set(line.map(conceptOf)));
  const kinds = glossary.kinds.map(([wide = '', ...narrow]) => ({
    wide: conceptOf(wide),
    narrow: new Set(narrow.map(conceptOf)),
  }));
  const pairsOf = (pairs: Glossary['together']) => new Set(pairs.flatMap(([a, b]) => [nameOf(a, b), nameOf(b, a)]));
  const named = ({ subject, value }: NamedCondition) => `${conceptOf(subject)}:${value ? conceptOf(value) : ''}`;
  const nameOf = (a: NamedCondition, b: NamedCondition) => `${named(a)}|${named(b)}`;
  const [together, apart] = [pairsOf(glossary.together), pairsOf(glossary.apart)];
  return {
    conceptOf,
    membersOf,
    exclude: (one, other) => one !== other && exclusive.some((line) => line.has(one) && line.has(other)),
    isKind: (one, other) => kinds.some(({ wide, narrow }) => wide === other && narrow.has(one)),
    standingOf: (one, other) => {
      const name = `${one.subject}:${one.value ?? ''}|${other.subject}:${other.value ?? ''}`;
      if (apart.has(name)) return 'apart';
      return together.has(name) ? 'together' : undefined;
    },
  };
}

/** Groups that share a term are one: its concept is that of the group which was declared first. */
function addGroup(groups: Map<string, readonly string[]>, group: readonly string[]): void {
  const known = group.flatMap((term) => groups.get(plainly(term)) ?? []);
  const all = [...new Set([...known, ...group])];
  for (const term of all) groups.set(plainly(term), all);
}

/** The term without its small words, each word in the one form of its forms: `the doors` and `door` are one. */
function plainly(term: string): string {
  const words = wordsOf(term);
  return words.length === 0 ? term : words.join(' ');
}

/** The words of a text that carry meaning, stemmed. */
export function wordsOf(text: string): string[] {
  const words = text.toLowerCase().match(/[\p{L}\p{N}\p{M}]+/gu) ?? [];
  return words.filter((word) => !smallWords.has(word)).map((word) => stem(word.replace(silentE, 'e')));
}

/** `closed` and `closing` are `close`. */
const silentE = /(?<=[a-z]{2}s)(?:ed|ing)$/;

const smallWords: ReadonlySet<string> = new Set(
  'a an the of to in on for by at with from and or its their his her it be is are was were been has have s'.split(' '),
);
