import { expect, test } from 'vitest';
import { findContradictions } from '../../../src/specs/contradictions/find-contradictions.ts';
import { makeSpec } from './seeded-specs.ts';

const sizes = [50, 80, 120, 160, 200];
const seeds = Array.from({ length: 70 }, (_, seed) => seed);

test.each(sizes)('in specs of %i criteria without a contradiction none is reported', (size) => {
  const reports = seeds.flatMap((seed) => findContradictions(makeSpec({ seed, size, seeds: 0 }).criteria));
  expect(reports).toEqual([]);
});

test.each(sizes)(
  'in specs of %i criteria the seeded contradictions are found, 95 in 100 at least, and no others',
  (size) => {
    let planted = 0;
    const missed: string[] = [];
    const strange: string[] = [];
    for (const seed of seeds) {
      const spec = makeSpec({ seed, size, seeds: 12 });
      const texts = new Map(spec.criteria.map(({ id, text }) => [id, text]));
      const show = (ids: string[]) => ids.map((id) => texts.get(id)).join(' | ');
      const found = findContradictions(spec.criteria);
      const keys = new Set(found.map(({ ids, kind }) => `${kind} ${ids.join(' ')}`));
      const wanted = new Set(spec.seeds.map(({ ids, kind }) => `${kind} ${ids.join(' ')}`));
      planted += wanted.size;
      missed.push(
        ...spec.seeds.filter(({ ids, kind }) => !keys.has(`${kind} ${ids.join(' ')}`)).map(({ ids }) => show(ids)),
      );
      strange.push(
        ...found.filter(({ ids, kind }) => !wanted.has(`${kind} ${ids.join(' ')}`)).map(({ ids }) => show(ids)),
      );
    }
    expect(planted).toBe(12 * seeds.length);
    expect(missed.slice(0, planted * 0.05)).toEqual(missed);
    expect(strange).toEqual([]);
  },
);
