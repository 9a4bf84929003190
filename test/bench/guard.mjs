// What the guard costs a command: the decision on it, its row in the journal, and its way into a shell that waits in the
// sandbox, beside the same command in a shell of its own. `node test/bench/guard.mjs` alone, or a row of `npm run bench`.
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { setFlagsFromString } from 'node:v8';
import { build } from 'esbuild';
import { median } from './numbers.mjs';

const packageRoot = fileURLToPath(new URL('../..', import.meta.url));
const bwrap = '/usr/bin/bwrap';

/** Milliseconds of each part and of the whole, one entry a command; none where there is no sandbox to be measured. */
export async function measureGuard(folder, count) {
  const times = { decide: [], journal: [], sandbox: [], guarded: [], direct: [] };
  if (!existsSync(bwrap)) return times;
  // As the program does (src/cli/v8-flags.ts).
  setFlagsFromString('--no-turbo-inline-js-wasm-calls');
  const parts = await loadParts();
  const scene = await openScene(folder, parts);
  try {
    for (let n = 0; n < count + warmUp; n++) {
      const took = await measureOne(n, scene);
      if (n >= warmUp) for (const [name, ms] of Object.entries(took)) times[name].push(ms);
    }
  } finally {
    await scene.close();
  }
  return times;
}

const warmUp = 5;

/** While a model thinks, the next shell gets ready. */
const thinkingMs = 60;

async function measureOne(n, { policy, journal, sandbox, profile, bounds, runProcess }) {
  await delay(thinkingMs);
  const command = `ls src/f${n}.ts`;
  const start = performance.now();
  const request = {
    role: 'implementer',
    action: 'runCommand',
    resource: command,
    circumstances: { session: 's', task: '1' },
  };
  const { effect } = policy.decide(request);
  if (effect !== 'allow') throw new Error(`${command} is decided as ${effect}`);
  const decided = performance.now();
  const input = { command };
  journal.append('run_bench', {
    type: 'tool_started',
    session: 's',
    call: `c${n}`,
    name: 'bash',
    effect: 'command',
    input,
  });
  const recorded = performance.now();
  const ran = await sandbox.run(command, profile, bounds);
  const ended = performance.now();
  const plain = { ...bounds, file: '/bin/bash', args: ['-c', command], cwd: profile.root, env: profile.env };
  const own = await runProcess(plain);
  const direct = performance.now() - ended;
  if (ran.exitCode !== 0 || own.output !== ran.output) throw new Error(`${command} ended with ${ran.output}`);
  return {
    decide: decided - start,
    journal: recorded - decided,
    sandbox: ended - recorded,
    guarded: ended - start,
    direct,
  };
}

async function loadParts() {
  const outfile = join(packageRoot, `node_modules/.cache/guard-${process.pid}.mjs`);
  const modules = ['base/clock', 'base/launcher', 'base/spawn', 'journal/open-journal', 'policy/create-policy'];
  const contents = [...modules, 'sandbox/bubblewrap'].map((path) => `export * from './src/${path}.ts';`).join('\n');
  const stdin = { contents, resolveDir: packageRoot };
  await build({ stdin, bundle: true, format: 'esm', platform: 'node', packages: 'external', outfile });
  try {
    return await import(pathToFileURL(outfile).href);
  } finally {
    rmSync(outfile);
  }
}

async function openScene(
  folder,
  { systemClock: clock, openLauncher, openJournal, createPolicy, createBubblewrap, runProcess },
) {
  const [root, scratch, state] = ['root', 'scratch', 'state'].map((name) => join(folder, name));
  for (const path of [join(root, 'src'), join(scratch, 'tmp'), join(scratch, 'home'), state])
    mkdirSync(path, { recursive: true });
  for (let n = 0; n < 500; n++) writeFileSync(join(root, `src/f${n}.ts`), '');
  const read = (name) => readFileSync(join(packageRoot, 'templates/policy', name), 'utf8');
  const policy = await createPolicy({
    places: { root, home: '/home/nobody', specFolders: ['specs'] },
    schema: read('schema.cedarschema'),
    sources: ['files.cedar', 'commands.cedar', 'agents.cedar'].map((file) => ({
      file,
      text: read(file),
      origin: 'default',
    })),
    trusted: true,
  });
  const journal = openJournal({ stateFolder: state, clock });
  const start = {
    type: 'run_started',
    run: 'run_bench',
    spec: 's',
    kind: 'execute',
    base: '0',
    branch: 'b',
    inPlace: false,
  };
  journal.append('run_bench', start);
  const launcher = await openLauncher('/bin/bash');
  const sandbox = createBubblewrap({ bwrap, canDisableUserns: true, clock, launcher });
  const env = { PATH: '/usr/local/bin:/usr/bin:/bin', HOME: '/home/nobody' };
  const profile = { root, kept: [], env, readable: [], scratch, home: '/home/nobody', network: 'none' };
  sandbox.prepare(profile);
  const { signal } = new AbortController();
  const bounds = { timeoutMs: 20_000, killGraceMs: 500, keepBytes: 20_000, maxBytes: 200_000, signal, clock };
  const close = async () => {
    await launcher.close();
    journal.close();
  };
  return { policy, journal, sandbox, profile, bounds, runProcess, close };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const folder = mkdtempSync(join(tmpdir(), 'ashlar-guard-'));
  const times = await measureGuard(folder, 100);
  for (const [name, values] of Object.entries(times)) console.log(`${name.padEnd(8)} ${median(values).toFixed(2)} ms`);
  console.log(`the guard costs ${(median(times.guarded) - median(times.direct)).toFixed(2)} ms`);
  rmSync(folder, { recursive: true, force: true });
}
