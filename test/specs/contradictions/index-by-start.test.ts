import { expect, test } from 'vitest';
import { indexByStart } from '../../../src/specs/contradictions/index-by-start.ts';
import { plainForms } from '../../../src/specs/contradictions/lexicon/plain-forms.ts';
import { channels, valueClasses } from '../../../src/specs/contradictions/lexicon/values.ts';
import { phrases } from '../../../src/specs/contradictions/phrases.ts';
import { readPairTables } from './read-pairs.ts';

test('a row is found by three letters of any word, by a whole short word and by a number', () => {
  const find = indexByStart(['turn switch', 'on', '0', 'pdf']);
  expect(find('Turning it on')).toEqual([0, 1]);
  expect(find('the once-switched lamp')).toEqual([0]);
  expect(find('overturn, upon')).toEqual([]);
  expect(find('Set it to 40 in the PDF')).toEqual([2, 3]);
  expect(find('')).toEqual([]);
});

test('no pattern that matches a sentence is passed over by its starts', () => {
  const rows = [
    ...[...phrases, ...plainForms].map(([starts, pattern]) => ({ starts, pattern })),
    ...[...Object.values(valueClasses), channels].map(({ starts, values }) => ({
      starts,
      pattern: new RegExp(Object.values(values).join('|')),
    })),
  ];
  const find = indexByStart(rows.map(({ starts }) => starts));
  const sentences = readPairTables().flatMap(({ contradict, agree }) =>
    [...contradict, ...agree].flatMap(({ one, other }) => [one, other]),
  );
  const texts = sentences.flatMap((text) => [text, text.replace(/^.*SHALL (?:NOT )?/, '')]).map((t) => t.toLowerCase());
  for (const text of texts) {
    const matching = rows.flatMap(({ pattern }, at) => (text.search(pattern) >= 0 ? [at] : []));
    expect(find(text), text).toEqual(expect.arrayContaining(matching));
  }
});
