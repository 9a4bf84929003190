import { expect, test } from 'vitest';
import { findContradictions } from '../../../src/specs/contradictions/find-contradictions.ts';
import { readPairTables } from './read-pairs.ts';
import { type Seed, type SeedKind, seedsAgainst } from './seed-criterion.ts';

const clean = [...new Set(readPairTables().flatMap(({ agree }) => agree.flatMap(({ one, other }) => [one, other])))];
const planted = clean.flatMap((criterion) => seedsAgainst(criterion).map((seed) => ({ criterion, ...seed })));

/** The least part of the seeds of each kind that is found. */
const floors: Partial<Record<SeedKind, number>> = {
  negated: 0.99,
  'opposite verb': 0.95,
  'other value': 0.95,
  'other bound': 0.9,
  'other unit': 0.85,
  narrower: 0.97,
  'passive trigger': 0.95,
  'said again': 0.97,
  never: 0.99,
};

function isFound({ criterion, text }: Seed & { criterion: string }): boolean {
  const found = findContradictions([
    { id: '1.1', text: criterion },
    { id: '2.1', text },
  ]);
  return found.some(({ ids }) => ids.includes('2.1'));
}

test.each(Object.entries(floors))('of what is planted as "%s", at least a part of %f is found', (kind, floor) => {
  const seeds = planted.filter((seed) => seed.kind === kind);
  const missed = seeds.filter((seed) => !isFound(seed)).map(({ criterion, text }) => `${criterion} — ${text}`);
  expect(seeds.length).toBeGreaterThan(2);
  expect(1 - missed.length / seeds.length, missed.join('\n')).toBeGreaterThanOrEqual(floor);
});
