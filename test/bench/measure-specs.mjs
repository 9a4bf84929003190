// How fast specs are read: `node test/bench/measure-specs.mjs`.
import { fileURLToPath } from 'node:url';
import { buildSync } from 'esbuild';
import { median } from './numbers.mjs';
import { packageRoot, startNode, succeed } from './program.mjs';

const lines = 3_000;
const hostileMb = 2;
const built = buildSync({
  entryPoints: [fileURLToPath(new URL('parse-specs.mjs', import.meta.url))],
  bundle: true,
  platform: 'node',
  format: 'esm',
  write: false,
});
const args = ['--input-type=module', '--eval', built.outputFiles[0].text, '--', lines, 21, hostileMb].map(String);
const { output } = await succeed(startNode(args, { cwd: packageRoot }), 'reading');
const { document, half, whole } = JSON.parse(output);
console.log(
  `tasks.md of ${lines} lines: ${document[0].toFixed(1)} ms the first time, ${median(document).toFixed(1)} ms then`,
);
const growth = Math.max(...whole.map((ms, at) => ms / half[at]));
const slowest = Math.max(...whole) / 4;
console.log(
  `${hostileMb} MB of hostile text: at most ${slowest.toFixed(0)} ms a document, ${growth.toFixed(1)} × those of half the length`,
);
