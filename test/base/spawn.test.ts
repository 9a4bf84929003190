import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { systemClock } from '../../src/base/clock.ts';
import { AshlarError } from '../../src/base/errors.ts';
import { type ProcessOptions, runProcess } from '../../src/base/spawn.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'spawn-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const run = (script: string, more: Partial<ProcessOptions> = {}) =>
  runProcess({
    file: '/bin/sh',
    args: ['-c', script],
    cwd: folder,
    env: { PATH: '/usr/local/bin:/usr/bin:/bin' },
    timeoutMs: 20_000,
    killGraceMs: 1_000,
    signal: new AbortController().signal,
    clock: systemClock,
    keepBytes: 10_000,
    maxBytes: 1_000_000_000,
    ...more,
  });

const sha256 = (bytes: string | Uint8Array) => createHash('sha256').update(bytes).digest('hex');

async function until(condition: () => boolean): Promise<void> {
  for (let round = 0; round < 250; round++) {
    if (condition()) return;
    await delay(20);
  }
  throw new Error('the condition never held');
}

const textOf = (path: string) => (existsSync(path) ? readFileSync(path, 'utf8').trim() : '');

/** A zombie still has an id; it runs no more. */
const isRunning = (pid: string) => {
  const stat = textOf(`/proc/${pid}/stat`);
  return stat !== '' && !/\) [ZX] /.test(stat);
};

test('a program that fails is a result with its exit code, output and digest', async () => {
  const result = await run('printf one; printf two >&2; exit 3');
  expect(result).toMatchObject({ exitCode: 3, outputBytes: 6, timedOut: false, stopped: false });
  expect([...result.output].sort().join('')).toBe([...'onetwo'].sort().join(''));
  expect(result.outputDigest).toBe(sha256(result.output));
  expect(result.signal).toBeUndefined();
  expect(result.outputFile).toBeUndefined();
});

test('a program that a signal ended has the exit code 128 + n', async () => {
  expect(await run('kill -9 $$')).toMatchObject({ exitCode: 137, signal: 'SIGKILL', timedOut: false });
});

test('the duration comes from the clock', async () => {
  const times = [1_000, 1_250];
  const clock = { ...systemClock, monotonicMs: () => times.shift() ?? Number.NaN };
  expect((await run('true', { clock })).durationMs).toBe(250);
});

test('a program sees the environment it was given and nothing else', async () => {
  const result = await run('', { file: '/usr/bin/env', args: [], env: { ONLY: 'this' } });
  expect(result.output).toBe('ONLY=this\n');
});

test('a missing program and a missing folder are told apart', async () => {
  const missing = run('', { file: 'no-such-program-here', args: [] });
  await expect(missing).rejects.toBeInstanceOf(AshlarError);
  await expect(missing).rejects.toThrow('Cannot start no-such-program-here: there is no such program');
  await expect(run('true', { cwd: join(folder, 'gone') })).rejects.toThrow('there is no folder');
  writeFileSync(join(folder, 'plain'), 'x', { mode: 0o644 });
  await expect(run('', { file: join(folder, 'plain'), args: [] })).rejects.toThrow('EACCES');
});

test('stdin is at its end unless a text is given', async () => {
  expect((await run('cat; echo end')).output).toBe('end\n');
  expect((await run('cat', { stdin: 'grüß' })).output).toBe('grüß');
});

test('a program that never reads its stdin is no error', async () => {
  expect(await run('exit 4', { stdin: 'x'.repeat(2_000_000) })).toMatchObject({ exitCode: 4 });
});

test('a character that chunks or the other stream cut stays whole', async () => {
  const seen: string[] = [];
  const script = String.raw`printf '\303'; sleep 0.2; printf 'ab' >&2; sleep 0.2; printf '\274 \360\237'; sleep 0.2; printf '\230\200'`;
  const result = await run(script, { onOutput: (text) => seen.push(text) });
  expect(result.output).toBe('abü 😀');
  expect(seen.join('')).toBe('abü 😀');
});

test('bytes that are no UTF-8 become U+FFFD, also at the very end', async () => {
  const result = await run(String.raw`printf 'a\377b\000c\303'`);
  expect(result.output).toBe('a\uFFFDb\0c\uFFFD');
  expect(result.outputBytes).toBe(6);
  expect(result.outputDigest).toBe(sha256(Buffer.from([0x61, 0xff, 0x62, 0, 0x63, 0xc3])));
});

test('of a long output the head and tail are kept and the whole lies in a file of the user alone', async () => {
  const spoolPath = join(folder, 'whole.txt');
  const script = 'i=0; while [ $i -lt 3000 ]; do echo "line $i ü"; i=$((i+1)); done';
  const whole = Array.from({ length: 3000 }, (_, i) => `line ${i} ü\n`).join('');
  const result = await run(script, { keepBytes: 1_001, spoolPath });
  expect(result.outputFile).toBe(spoolPath);
  expect(readFileSync(spoolPath, 'utf8')).toBe(whole);
  expect(statSync(spoolPath).mode & 0o777).toBe(0o600);
  expect(result.outputDigest).toBe(sha256(whole));
  const [head = '', middle, tail = ''] = result.output.split(/\n(\[… \d+ bytes left out …\])\n/);
  expect(middle).toBe(`[… ${Buffer.byteLength(whole) - 1_001} bytes left out …]`);
  expect(whole.startsWith(head) && whole.endsWith(tail)).toBe(true);
  expect(Buffer.byteLength(head) + Buffer.byteLength(tail)).toBeGreaterThan(990);
});

test('an output that fits in memory makes no file', async () => {
  const spoolPath = join(folder, 'whole.txt');
  const result = await run('printf 0123456789', { keepBytes: 10, spoolPath });
  expect(result.output).toBe('0123456789');
  expect([result.outputFile, existsSync(spoolPath)]).toEqual([undefined, false]);
});

test('a link that was planted where the output goes is replaced, not followed', async () => {
  const target = join(folder, 'target');
  writeFileSync(target, 'mine');
  symlinkSync(target, join(folder, 'spool'));
  await run('printf 0123456789', { keepBytes: 4, spoolPath: join(folder, 'spool') });
  expect(readFileSync(target, 'utf8')).toBe('mine');
  expect(readFileSync(join(folder, 'spool'), 'utf8')).toBe('0123456789');
});

test('a file that cannot be written ends the program and is an error', async () => {
  writeFileSync(join(folder, 'file'), '');
  await expect(run('yes', { keepBytes: 4, spoolPath: join(folder, 'file', 'below') })).rejects.toThrow(
    /ENOTDIR|EEXIST/,
  );
});

test('a program is stopped when its output is longer than allowed', async () => {
  const spoolPath = join(folder, 'whole.txt');
  const result = await run('yes', { maxBytes: 100_000, keepBytes: 1_000, spoolPath });
  expect(result).toMatchObject({ stopped: true, timedOut: false, outputBytes: 100_000, exitCode: 143 });
  expect(statSync(spoolPath).size).toBe(100_000);
  expect((await run('printf 12345', { maxBytes: 5 })).stopped).toBe(false);
});

test('300 MB in one line are taken in with bounded memory', async () => {
  const before = process.memoryUsage().rss;
  let peak = before;
  const onOutput = () => {
    peak = Math.max(peak, process.memoryUsage().rss);
  };
  const result = await run("head -c 300M /dev/zero | tr '\\0' 'x'", { onOutput });
  expect(result).toMatchObject({ exitCode: 0, outputBytes: 300 * 1024 * 1024, stopped: false });
  expect(result.output.length).toBeLessThan(10_100);
  expect(peak - before).toBeLessThan(150 * 1024 * 1024);
});

test('on timeout the whole group ends, children included', async () => {
  const result = await run('sleep 100 & echo $! > pid; wait', { timeoutMs: 500 });
  expect(result).toMatchObject({ exitCode: 143, signal: 'SIGTERM', timedOut: true, stopped: false });
  await until(() => !isRunning(textOf(join(folder, 'pid'))));
});

test('a child may clean up within the grace although its parent ended at once', async () => {
  const child = `trap 'sleep 0.3; echo clean > "$0"; exit' TERM; echo up; while :; do sleep 0.05; done`;
  const result = await run(`sh -c '${child.replaceAll("'", `'\\''`)}' ${join(folder, 'done')} & wait`, {
    timeoutMs: 700,
    killGraceMs: 5_000,
  });
  expect(result.timedOut).toBe(true);
  expect(textOf(join(folder, 'done'))).toBe('clean');
});

test('a program that ignores SIGTERM is killed after the grace', async () => {
  const result = await run('trap "" TERM; echo $$; while :; do sleep 0.1; done', { timeoutMs: 500, killGraceMs: 300 });
  expect(result).toMatchObject({ exitCode: 137, signal: 'SIGKILL', timedOut: true });
  await until(() => !isRunning(result.output.trim()));
});

test('what a program leaves behind in its group is killed when it ends', async () => {
  const result = await run('sleep 100 >/dev/null 2>&1 & echo $!');
  expect(result.exitCode).toBe(0);
  await until(() => !isRunning(result.output.trim()));
});

test('a daemon that keeps the pipe open is not waited for, and what was written before is there', async () => {
  const result = await run(
    'setsid sh -c "echo \\$\\$ > pid; sleep 20" & while [ ! -s pid ]; do sleep 0.02; done; echo out; exit 5',
  );
  const daemon = textOf(join(folder, 'pid'));
  expect(result).toMatchObject({ exitCode: 5, output: 'out\n', timedOut: false });
  expect(isRunning(daemon)).toBe(true);
  process.kill(-Number(daemon), 'SIGKILL');
});

test('a daemon that never stops writing is not waited for either and meets a closed pipe', async () => {
  const daemon = 'echo \\$\\$ > pid; while :; do echo again; sleep 0.05; done';
  const result = await run(`setsid sh -c "${daemon}" & while [ ! -s pid ]; do sleep 0.02; done`);
  expect(result).toMatchObject({ exitCode: 0, timedOut: false });
  await until(() => !isRunning(textOf(join(folder, 'pid'))));
});

test('an abort ends the group and throws the reason of the signal', async () => {
  const controller = new AbortController();
  const running = run('echo $$ > pid; sleep 100', { signal: controller.signal });
  const refused = expect(running).rejects.toThrow('enough');
  await until(() => textOf(join(folder, 'pid')) !== '');
  controller.abort(new Error('enough'));
  await refused;
  expect(isRunning(textOf(join(folder, 'pid')))).toBe(false);
});

test('nothing starts on a signal that is aborted already', async () => {
  await expect(run('touch ran', { signal: AbortSignal.abort(new Error('before')) })).rejects.toThrow('before');
  expect(existsSync(join(folder, 'ran'))).toBe(false);
});
