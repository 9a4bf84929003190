import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openToolBench, type ToolBench } from './tool-bench.ts';

let bench: ToolBench;
beforeEach(() => {
  bench = openToolBench();
});
afterEach(() => bench.remove());

const bash = (command: string, more: Record<string, unknown> = {}) => bench.call('bash', { command, ...more });

test('the output comes with the exit code and no duration', async () => {
  expect(await bash('pwd; echo problem >&2; exit 3')).toEqual({ text: `${bench.root}\nproblem\n[exit code 3]` });
  expect(await bash('true')).toEqual({ text: '[exit code 0]' });
});

test('a command that runs past its time says so', async () => {
  expect(await bash('echo begun; sleep 20', { timeoutMs: 400 })).toEqual({
    text: 'begun\n[timed out after 0.4 s]',
    isError: true,
  });
  expect((await bash('true', { timeoutMs: 600_001 })).text).toContain('timeoutMs: Too big');
});

test('a long output says where the whole is', async () => {
  const { text } = await bash('seq 1 1000');
  expect(text).toMatch(/^1\n2\n/);
  const file = join(bench.root, 'output.txt');
  expect(text.endsWith(`\n1000\n[all 3893 bytes of the output are in ${file}]\n[exit code 0]`)).toBe(true);
  expect(bench.text('output.txt')).toHaveLength(3893);
});

test('a command that never stops writing is stopped, and that is said', async () => {
  expect((await bash('yes')).text).toMatch(/\[stopped after 50000 bytes of output\]$/);
});

test('what a terminal would act on is taken out', async () => {
  const { text } = await bash(String.raw`printf '\033[31mred\033[0m\000end\n'`);
  expect(text).toBe('red\uFFFDend\n[exit code 0]');
});

test('an empty command and one with a NUL are refused', async () => {
  expect((await bash('  ')).isError).toBe(true);
  expect((await bash('touch ran\0')).isError).toBe(true);
  expect(existsSync(join(bench.root, 'ran'))).toBe(false);
});

test('a command with the mark that stands for a secret is not run', async () => {
  const outcome = await bash('echo "KEY=[redacted:aws-key]" > .settings');
  expect(outcome).toMatchObject({ isError: true, text: expect.stringContaining('stands for a secret') });
  expect(existsSync(join(bench.root, '.settings'))).toBe(false);
});
