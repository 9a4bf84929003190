// How long a decision takes, for paths and for commands: each asked for the first time, and asked again.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { setFlagsFromString } from 'node:v8';
import { build } from 'esbuild';

// As the program does (src/cli/v8-flags.ts).
setFlagsFromString('--no-turbo-inline-js-wasm-calls');
const root = join(import.meta.dirname, '../..');
const outfile = join(root, `node_modules/.cache/policy-${process.pid}.mjs`);
await build({
  entryPoints: [join(root, 'src/policy/create-policy.ts')],
  bundle: true,
  format: 'esm',
  platform: 'node',
  packages: 'external',
  outfile,
});
const { createPolicy } = await import(pathToFileURL(outfile).href);
rmSync(outfile);

const read = (name) => readFileSync(join(root, 'templates/policy', name), 'utf8');
const repository = mkdtempSync(join(tmpdir(), 'policy-bench-'));
mkdirSync(join(repository, 'src'));
for (let n = 0; n < 2_000; n++) writeFileSync(join(repository, `src/f${n}.ts`), '');
const names = ['files.cedar', 'commands.cedar', 'agents.cedar'];
const before = performance.now();
const policy = await createPolicy({
  places: { root: repository, home: '/home/nobody', specFolders: ['specs'] },
  schema: read('schema.cedarschema'),
  sources: names.map((file) => ({ file, text: read(file), origin: 'default' })),
  trusted: false,
});
console.log(`loading Cedar, the grammar and the policies: ${(performance.now() - before).toFixed(0)} ms`);

const circumstances = { session: 's', run: 'r', task: '1', files: ['src/f1.ts', 'src/f*.ts'] };
const cases = {
  'write a file': (n) => ['writeFile', `src/f${n}.ts`],
  'read a file': (n) => ['readFile', `src/f${n}.ts`],
  'a denied path': (n) => ['writeFile', `.git/x${n}`],
  'npm test': (n) => ['runCommand', `npm test -- f${n}`],
  'a pipe': (n) => ['runCommand', `grep -n x src/f${n}.ts | head -5`],
  'a denied command': (n) => ['runCommand', `git push origin b${n}`],
  'an asked command': (n) => ['runCommand', `rm -rf src/g${n}`],
};
/** On a busy machine the tail is that of the machine; the mean of the processor's time is that of the decision. */
const timeOf = (ask) => {
  const start = performance.now();
  policy.decide({ role: 'implementer', circumstances, action: ask[0], resource: ask[1] });
  return performance.now() - start;
};
const at = (times, share) => times.toSorted((a, b) => a - b)[Math.floor(times.length * share)].toFixed(3);
for (let n = 0; n < 500; n++) for (const ask of Object.values(cases)) timeOf(ask(n));
for (const [name, ask] of Object.entries(cases)) {
  const started = process.cpuUsage();
  const first = Array.from({ length: 1_500 }, (_, n) => timeOf(ask(n + 500)));
  const { user, system } = process.cpuUsage(started);
  const mean = ((user + system) / 1_000 / first.length).toFixed(3);
  const again = Array.from({ length: 1_500 }, () => timeOf(ask(1_999)));
  console.log(
    `${name.padEnd(18)} first: median ${at(first, 0.5)} ms, p99 ${at(first, 0.99)} ms, processor ${mean} ms; again: median ${at(again, 0.5)} ms, p99 ${at(again, 0.99)} ms`,
  );
}
rmSync(repository, { recursive: true, force: true });
