import { expect, test } from 'vitest';
import { namesAgainst, readFacets } from '../../../src/specs/contradictions/facets.ts';
import { exclusive, implied, poles } from '../../../src/specs/contradictions/lexicon/opposites.ts';
import { synonyms } from '../../../src/specs/contradictions/lexicon/synonyms.ts';
import { channels, valueClasses } from '../../../src/specs/contradictions/lexicon/values.ts';
import { stopWords } from '../../../src/specs/contradictions/lexicon/word-sets.ts';
import { readWords } from '../../../src/specs/contradictions/read-words.ts';
import { stem } from '../../../src/specs/contradictions/stem.ts';

/** Each meaning with the words for it: the two poles of a concept are two meanings. */
const meanings: [string, readonly string[]][] = [
  ...[...poles].flatMap(([concept, [positive, negative]]): [string, readonly string[]][] => [
    [concept, positive],
    [`-${concept}`, negative],
  ]),
  ...synonyms.map((line): [string, readonly string[]] => {
    const words = line.split(' ');
    return [words[0] ?? '', words];
  }),
];

test('each word of the lexicon stands in one place', () => {
  const places = new Map<string, string[]>();
  for (const [meaning, words] of meanings)
    for (const word of words) places.set(word, [...(places.get(word) ?? []), meaning]);
  expect([...places].filter(([, where]) => where.length > 1)).toEqual([]);
});

test('no form of a word is a word of another meaning, but for `existing`, which is old and not new', () => {
  const wholes = new Map(meanings.flatMap(([meaning, words]) => words.map((word) => [word, meaning] as const)));
  const mistaken = meanings.flatMap(([meaning, words]) =>
    words.filter((word) => wholes.get(stem(word)) !== undefined && wholes.get(stem(word)) !== meaning),
  );
  expect(mistaken).toEqual(['existing']);
});

test('every word is read as what its place says', () => {
  for (const [meaning, words] of meanings)
    for (const word of words.filter((each) => !stopWords.has(each)))
      expect(
        readWords(word).map(({ concept, sign }) => (sign === -1 ? `-${concept}` : concept)),
        word,
      ).toEqual([meaning]);
});

test('no concept opposes itself, a synonym of itself or what it brings about', () => {
  for (const [concept] of poles) {
    const positive = readFacets({ concept, sign: 1 }, []);
    for (const facet of positive) {
      const names = positive.map((other) => `${other.sign === -1 ? '-' : ''}${other.concept}`);
      expect(names, concept).not.toEqual(expect.arrayContaining([namesAgainst(facet)[0]]));
    }
    expect(namesAgainst({ concept, sign: 1 })).not.toContain(concept);
  }
});

test('what excludes or implies another concept names concepts that there are', () => {
  const known = new Set([...poles.keys(), ...meanings.map(([meaning]) => meaning)]);
  const named = [
    ...exclusive.flatMap((line) => line.split(' ')),
    ...Object.values(implied).flatMap((line) => line.split(' ')),
  ];
  const signed = named.filter((name) => name.startsWith('-')).map((name) => name.slice(1));
  expect(signed.filter((name) => !poles.has(name))).toEqual([]);
  expect(known.size).toBeGreaterThan(200);
});

test('each value of an attribute is told from the others of it', () => {
  for (const { values } of [...Object.values(valueClasses), channels]) {
    expect(new Set(Object.values(values)).size).toBe(Object.keys(values).length);
    for (const pattern of Object.values(values)) expect(() => new RegExp(pattern)).not.toThrow();
  }
});
