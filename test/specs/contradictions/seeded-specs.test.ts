import { expect, test } from 'vitest';
import { findContradictions } from '../../../src/specs/contradictions/find-contradictions.ts';
import { makeSpec } from './seeded-specs.ts';

const sizes = [50, 120, 200];
const seeds = Array.from({ length: 14 }, (_, seed) => seed);

test.each(sizes)('in specs of %i criteria without a contradiction none is reported', (size) => {
  const reports = seeds.flatMap((seed) => findContradictions(makeSpec({ seed, size, seeds: 0 }).criteria));
  expect(reports).toEqual([]);
});

test.each(sizes)('in specs of %i criteria the seeded ones are found, each of its kind, and no others', (size) => {
  for (const seed of seeds) {
    const spec = makeSpec({ seed, size, seeds: 12 });
    const texts = new Map(spec.criteria.map(({ id, text }) => [id, text]));
    const show = ({ kind, ids }: { kind: string; ids: string[] }) =>
      `${kind}: ${ids.map((id) => texts.get(id)).join(' | ')}`;
    expect(spec.criteria).toHaveLength(size);
    expect(new Set(findContradictions(spec.criteria).map(show))).toEqual(new Set(spec.seeds.map(show)));
  }
});
