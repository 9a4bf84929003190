import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { expect, onTestFinished, test } from 'vitest';
import { systemClock } from '../../src/base/clock.ts';
import { type Job, openLauncher, removeLaunchFolders } from '../../src/base/launcher.ts';
import { type Supervision, supervise } from '../../src/base/running.ts';

async function open() {
  const launcher = await openLauncher('/bin/bash');
  onTestFinished(() => launcher.close());
  const bounds = { timeoutMs: 20_000, killGraceMs: 300, keepBytes: 10_000, maxBytes: 1_000_000, clock: systemClock };
  const run = (argv: readonly string[], more: Partial<Job & Supervision> = {}) => {
    const launched = launcher.launch({ argv, cwd: '/', env: { PATH: '/usr/bin:/bin' }, ...more });
    if (launched === undefined) throw new Error('it was not launched');
    return supervise(launched, { ...bounds, signal: new AbortController().signal, ...more });
  };
  return { launcher, run };
}

const bash = (script: string) => ['/bin/bash', '-c', script];

test('a program runs in its folder with its arguments and environment, and nothing of the launcher is open for it', async () => {
  const { run } = await open();
  const script =
    'printf "%s|" "$@" "$PWD" "$A"; echo; env | cut -d= -f1 | sort | tr "\\n" " "; ls /proc/$$/fd | tr "\\n" " "';
  const argv = ['/bin/bash', '-c', script, 'name', "it's", 'two\nlines', '$HOME `x` \\'];
  const { output, exitCode } = await run(argv, { cwd: '/usr', env: { PATH: '/usr/bin:/bin', A: '\'a\' "b"\n' } });
  expect(output).toContain("it's|two\nlines|$HOME `x` \\|/usr|'a' \"b\"\n|\n");
  expect(output).toContain('A PATH PWD SHLVL _ ');
  expect(output).toMatch(/0 1 2 (?:255 )?$/);
  expect(exitCode).toBe(0);
});

test('output and errors keep their order, and the exit code is the program’s', async () => {
  const { run } = await open();
  const result = await run(bash('for i in 1 2 3; do echo out $i; echo err $i >&2; done; exit 7'));
  expect(result).toMatchObject({ exitCode: 7, output: 'out 1\nerr 1\nout 2\nerr 2\nout 3\nerr 3\n' });
});

test('a program that is not there, or not its folder, ends like one that the shell did not find', async () => {
  const { run } = await open();
  expect(await run(['/bin/no-such-program'])).toMatchObject({ exitCode: 127 });
  const nowhere = await run(['/bin/true'], { cwd: '/no/such/folder' });
  expect([nowhere.exitCode, nowhere.output]).toEqual([1, expect.stringContaining('/no/such/folder')]);
});

test('a program that kills itself, or its whole group, is told as killed', async () => {
  const { run } = await open();
  expect(await run(bash('kill -9 $$'))).toMatchObject({ exitCode: 137, output: '' });
  expect(await run(bash('kill -9 0'))).toMatchObject({ exitCode: 137, signal: 'SIGKILL' });
});

test('at the timeout a program may clean up within the grace, and is killed after it', async () => {
  const { run } = await open();
  const tidy = await run(bash('trap "echo bye; exit 5" TERM; while :; do sleep 0.02; done'), { timeoutMs: 300 });
  expect(tidy).toMatchObject({ timedOut: true, exitCode: 5, output: expect.stringContaining('bye') });
  const stubborn = await run(bash('trap "" TERM; while :; do sleep 0.02; done'), { timeoutMs: 300 });
  expect(stubborn).toMatchObject({ timedOut: true, exitCode: 137 });
});

test('one that greets has begun once it said so, and its greeting is no output', async () => {
  const { launcher } = await open();
  const job = { cwd: '/', env: {}, greets: true };
  const waiting = launcher.launch({ ...job, argv: bash('printf .; read -r line; echo "got $line"') });
  expect(await waiting?.began).toBe(true);
  waiting?.send('this\n');
  const bounds = { timeoutMs: 5_000, killGraceMs: 0, keepBytes: 100, maxBytes: 100, clock: systemClock };
  const signal = new AbortController().signal;
  expect(waiting && (await supervise(waiting, { ...bounds, signal })).output).toBe('got this\n');
  expect(await launcher.launch({ ...job, argv: ['/bin/false'] })?.began).toBe(false);
});

test('more programs run than there are pipes at first, many at a time', async () => {
  const { run } = await open();
  for (let round = 0; round < 8; round++) {
    const results = await Promise.all(Array.from({ length: 12 }, (_, at) => run(['/bin/echo', `${round} ${at}`])));
    expect(results.map(({ output }) => output)).toEqual(results.map((_, at) => `${round} ${at}\n`));
  }
});

test('when it is closed its programs end, its folder goes, and it launches nothing more', async () => {
  const place = mkdtempSync(join(tmpdir(), 'launcher-place-'));
  onTestFinished(() => rmSync(place, { recursive: true, force: true }));
  const launcher = await openLauncher('/bin/bash', place);
  const left = launcher.launch({ argv: ['/bin/sleep', '60'], cwd: '/', env: {} });
  await left?.pid;
  await launcher.close();
  expect(await left?.exited).toMatchObject({ exitCode: 137 });
  expect(launcher.launch({ argv: ['/bin/true'], cwd: '/', env: {} })).toBeUndefined();
  expect(readdirSync(place)).toEqual([]);
});

test('what a launcher left that was killed as well is taken away later, and nothing of one that is there', async () => {
  const place = mkdtempSync(join(tmpdir(), 'launcher-place-'));
  onTestFinished(() => rmSync(place, { recursive: true, force: true }));
  const launcher = await openLauncher('/bin/bash', place);
  onTestFinished(() => launcher.close());
  const own = readdirSync(place);
  for (const name of ['ashlar-launch-4194305-x', 'other']) mkdirSync(join(place, name));
  removeLaunchFolders(place);
  expect(readdirSync(place).sort()).toEqual([...own, 'other'].sort());
});

/** Starts a process of its own that does this with `openLauncher`, in a folder that goes when the test ends. */
function startOwner(does: (folder: string) => string) {
  const folder = mkdtempSync(join(tmpdir(), 'launcher-owner-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const owner = join(folder, 'owner.mjs');
  const launcher = join(import.meta.dirname, '../../src/base/launcher.ts');
  const contents = `import { openLauncher } from ${JSON.stringify(launcher)};\n${does(folder)}`;
  const how = { bundle: true, platform: 'node', format: 'esm', outfile: owner } as const;
  buildSync({ ...how, stdin: { contents, resolveDir: import.meta.dirname, loader: 'js' } });
  const child = spawn(process.execPath, [owner], { stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  return { child, folder };
}

test('when whoever opened it ends before it is ready, its folder goes all the same', async () => {
  for (let afterMs = 0; afterMs < 12; afterMs += 2) {
    const { child, folder } = startOwner(
      (place) => `openLauncher('/bin/bash', ${JSON.stringify(place)}); setTimeout(() => process.exit(), ${afterMs});`,
    );
    await once(child, 'exit');
    await expect.poll(() => readdirSync(folder), { timeout: 5_000 }).toEqual(['owner.mjs']);
  }
});

test('a program whose reader goes away is ended by that, as anywhere', async () => {
  const { run } = await open();
  const { output, exitCode } = await run(bash('yes | head -1; echo "$PIPESTATUS"'));
  expect({ output, exitCode }).toEqual({ output: 'y\n141\n', exitCode: 0 });
});

test('when whoever opened it is killed, its programs end and its folder goes', async () => {
  const { child } = startOwner(
    () => `const launcher = await openLauncher('/bin/bash');
const job = launcher.launch({ argv: ['/bin/sleep', '60'], cwd: '/', env: {} });
console.log(await job.pid);
setInterval(() => undefined, 1000);`,
  );
  const pid = await new Promise<string>((resolve) => child.stdout.once('data', (text) => resolve(String(text).trim())));
  child.kill('SIGKILL');
  await expect.poll(() => existsSync(`/proc/${pid}`), { timeout: 5_000 }).toBe(false);
});

test('where its pipes cannot be made it says so, and leaves nothing behind', async () => {
  const place = mkdtempSync(join(tmpdir(), 'launcher-place-'));
  onTestFinished(() => rmSync(place, { recursive: true, force: true }));
  const shell = join(place, 'bash');
  writeFileSync(shell, '#!/bin/sh\nexec /bin/bash --noprofile --norc -c "mkfifo() { return 1; }; $4" "$5" "$6"\n', {
    mode: 0o755,
  });
  await expect(openLauncher(shell, place)).rejects.toThrow('its pipes cannot be made');
  expect(readdirSync(place)).toEqual(['bash']);
});
