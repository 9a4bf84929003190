// How long the search for contradictions takes: `npx esbuild` bundles the source, so that no build is needed.
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { median } from './numbers.mjs';

const root = join(import.meta.dirname, '../..');
const outfile = join(root, `node_modules/.cache/contradictions-${process.pid}.mjs`);
const contents = `export { findContradictions } from './src/specs/contradictions/find-contradictions.ts';
export { makeSpec } from './test/specs/contradictions/seeded-specs.ts';`;
await build({ stdin: { contents, resolveDir: root }, bundle: true, format: 'esm', platform: 'node', outfile });
const { findContradictions, makeSpec } = await import(pathToFileURL(outfile).href);
rmSync(outfile);

for (const size of [50, 200, 1000]) {
  const parts = Array.from(
    { length: Math.ceil(size / 200) },
    (_, seed) => makeSpec({ seed, size: 200, seeds: 12 }).criteria,
  );
  const criteria = parts.flatMap((part, at) => part.map(({ id, text }) => ({ id: `${at}${id}`, text }))).slice(0, size);
  const times = Array.from({ length: 15 }, () => {
    const before = process.cpuUsage();
    findContradictions(criteria);
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1000;
  });
  const [first = 0] = times;
  console.log(
    `${criteria.length} criteria: ${median(times).toFixed(1)} ms of processor time, the first time ${first.toFixed(1)} ms`,
  );
}
