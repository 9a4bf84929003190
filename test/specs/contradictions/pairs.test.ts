import { expect, test } from 'vitest';
import { findContradictions } from '../../../src/specs/contradictions/find-contradictions.ts';
import { type Pair, readPairTables } from './read-pairs.ts';

const tables = readPairTables();

/** How many of a domain's contradictions need more than the words say: what a thing is for, how much time there is. */
const missed: Record<string, number> = {
  api: 2,
  builds: 2,
  charging: 4,
  claims: 1,
  courses: 3,
  doors: 4,
  games: 3,
  greenhouses: 3,
  health: 1,
  hotels: 3,
  inventory: 2,
  library: 1,
  lifts: 1,
  parcels: 1,
  scheduling: 2,
  tenants: 1,
  theatre: 4,
  tickets: 1,
  wearables: 4,
};

function errorsOf(...texts: string[]) {
  const found = findContradictions(texts.map((text, at) => ({ id: `${at + 1}.1`, text })));
  return found.filter(({ severity }) => severity === 'error');
}

function isFound({ one, other }: Pair): boolean {
  return errorsOf(one, other).length > 0;
}

test.each(tables)('of $domain, all contradictions are found but for those that are known to be missed', (table) => {
  const left = table.contradict.filter((pair) => !isFound(pair)).map(({ one, other }) => `${one} — ${other}`);
  expect(table.contradict.length).toBeGreaterThanOrEqual(10);
  expect(left, left.join('\n')).toHaveLength(missed[table.domain] ?? 0);
});

test.each(tables)('of $domain, a contradiction is found whichever criterion comes first', ({ contradict }) => {
  for (const { kind, one, other } of contradict)
    expect(isFound({ kind, one: other, other: one }), `${one} — ${other}`).toBe(isFound({ kind, one, other }));
});

test.each(tables)(
  'of $domain, criteria that go together are left alone, by twos and all in one document',
  ({ agree }) => {
    for (const { one, other } of agree) expect([...errorsOf(one, other), ...errorsOf(other, one)]).toEqual([]);
    expect(errorsOf(...agree.flatMap(({ one, other }) => [one, other]))).toEqual([]);
  },
);

test('a contradiction is found in the midst of a document, and told of the two that it is between', () => {
  for (const { agree, contradict } of tables) {
    const clean = agree.flatMap(({ one, other }) => [one, other]);
    for (const { one, other } of contradict.filter(isFound)) {
      const found = errorsOf(one, ...clean, other);
      expect(found.map(({ ids }) => ids.join())).toContain(`1.1,${clean.length + 2}.1`);
    }
  }
});
