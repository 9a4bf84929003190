import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { estimateSize } from '../../src/app/estimate-size.ts';

const demoItem = readFileSync(new URL('../../templates/demo/repository/BACKLOG.md', import.meta.url), 'utf8');

test.each([
  ['Rename the flag --loud to --noisy in src/cli.ts', 'S'],
  ['Reword the greeting', 'S'],
  ['Correct the typo in README.md', 'S'],
])('%j is small: it says how little, or where', (item, size) => {
  expect(estimateSize(item, 'feature')).toBe(size);
});

test('a bug is small where it names its file', () => {
  expect(estimateSize('Fix: parseDate in src/dates.ts takes the month for the day', 'bugfix')).toBe('S');
  expect(estimateSize('Fix the crash when a book is lent twice', 'bugfix')).toBe('M');
});

test.each([
  'Lend books',
  'Add a --dry-run option to the importer',
  'Add holds to src/a.ts, src/b.ts and src/c.ts',
  'Rename the flag. Then migrate all users, add a report and also remove the old table, plus notify everyone.',
  '図書館の貸出',
  demoItem,
])('%j is neither small nor large', (item) => {
  expect(estimateSize(item, 'feature')).toBe('M');
});

test('a long item and one that demands many things are large', () => {
  expect(estimateSize('word '.repeat(701), 'feature')).toBe('L');
  expect(estimateSize('word '.repeat(700), 'feature')).toBe('M');
  const list = (count: number) => `Holds\n${'- add a thing\n'.repeat(count)}`;
  expect(estimateSize(list(21), 'feature')).toBe('L');
  expect(estimateSize(list(20), 'feature')).toBe('M');
});
