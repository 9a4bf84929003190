import { expect, test } from 'vitest';
import { areApart, takeQuantities } from '../../../src/specs/contradictions/quantities.ts';

test.each([
  ['within 5 seconds', 'time', 0, 5000],
  ['for an hour', 'time', 3_600_000, 3_600_000],
  ['after at least 10 s', 'time', 10_000, Number.POSITIVE_INFINITY],
  ['at most three failed attempts', '#attempt', 0, 3],
  ['5 items or more', '#item', 5, Number.POSITIVE_INFINITY],
  ['up to 10 MB', 'bytes', 0, 10_485_760],
  ['between 1 and 28 days', 'time', 86_400_000, 2_419_200_000],
  ['between 768px and 1023px', 'pixels', 768, 1023],
  ['$1,000', 'money', 1000, 1000],
  ['HTTP 404', 'status', 404, 404],
])('%s is read as a bound', (text, dimension, low, high) => {
  expect(takeQuantities(text).quantities).toMatchObject([{ dimension, low, high }]);
});

test.each(['sha-256', 'step 4b', 'version 2', 'HTTP 2xx', 'WCAG'])('%s is a name, not a number', (text) => {
  expect(takeQuantities(text).quantities).toEqual([]);
});

test('less than a number leaves the number out', () => {
  const [below] = takeQuantities('less than 5 items').quantities;
  const [five] = takeQuantities('at least 5 items').quantities;
  expect(below !== undefined && five !== undefined && areApart(below, five)).toBe(true);
});
