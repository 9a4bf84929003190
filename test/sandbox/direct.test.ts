import { mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { systemClock } from '../../src/base/clock.ts';
import { createDirectSandbox } from '../../src/sandbox/direct.ts';
import { buildCommandEnvironment } from '../../src/sandbox/environment.ts';
import type { CommandOptions } from '../../src/sandbox/sandbox.ts';

let root: string;
beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'direct-')));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function run(command: string, { shell, ...options }: Partial<CommandOptions> & { shell?: string } = {}) {
  const sandbox = createDirectSandbox({ clock: systemClock, ...(shell === undefined ? {} : { shell }) });
  const env = buildCommandEnvironment({ PATH: '/usr/bin:/bin' });
  const profile = { root, env, kept: [], readable: [], scratch: root, home: root, network: 'none' as const };
  const bounds = { timeoutMs: 20_000, killGraceMs: 500, keepBytes: 10_000, maxBytes: 100_000 };
  return sandbox.run(command, profile, { ...bounds, signal: new AbortController().signal, ...options });
}

test('a command runs in the root, in bash, with the environment of the profile alone', async () => {
  const result = await run('pwd; [[ -n $BASH_VERSION ]] && echo bash; echo "$CI $TERM"; printenv | grep -c USER');
  expect(result).toMatchObject({ exitCode: 1, output: `${root}\nbash\n1 dumb\n0\n` });
});

test('stdout and stderr keep their order, so the digest of the output is the same each time', async () => {
  const command = 'for i in $(seq 200); do echo "out $i"; echo "err $i" >&2; done';
  const expected = Array.from({ length: 200 }, (_, i) => `out ${i + 1}\nerr ${i + 1}\n`).join('');
  const [first, second] = [await run(command), await run(command)];
  expect(first.output).toBe(expected);
  expect(second.outputDigest).toBe(first.outputDigest);
});

test('quotes, line breaks and the exit code come through as they are', async () => {
  const result = await run(`echo "a'b"\nprintf '%s\\n' "$0" '"$1"'; exit 7`);
  expect(result.exitCode).toBe(7);
  expect(result.output).toBe(`a'b\n/bin/bash\n"$1"\n`);
});

test('an error of the shell shows the command as it was given, in its place among the output', async () => {
  const wrong = await run('echo (');
  expect(wrong.exitCode).not.toBe(0);
  expect(wrong.output).toMatch(/line 1: .*\n.*line 1: `echo \('\n$/);
  expect(wrong.output).not.toContain('exec');
  const later = await run('echo first\nno-such-program\necho last');
  expect(later.output).toMatch(/^first\n.*line 2: no-such-program: command not found\nlast\n$/);
});

test('another shell can be named', async () => {
  expect((await run('echo "$0"', { shell: '/bin/sh' })).output).toBe('/bin/sh\n');
});

test('the bounds of the options are held', async () => {
  const spoolPath = join(root, 'whole');
  const long = await run('seq 3000', { keepBytes: 100, spoolPath });
  expect([long.outputFile, readFileSync(spoolPath, 'utf8').split('\n').length]).toEqual([spoolPath, 3001]);
  expect((await run('yes', { maxBytes: 1_000 })).stopped).toBe(true);
  expect((await run('sleep 20', { timeoutMs: 200 })).timedOut).toBe(true);
});

test('colours are taken out of the output, but not out of its digest', async () => {
  const [red, plain] = [await run("printf '\\033[31mred\\033[0m\\n'"), await run('echo red')];
  expect(red.output).toBe('red\n');
  expect(red.outputDigest).not.toBe(plain.outputDigest);
});
