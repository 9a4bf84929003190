import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { buildSync } from 'esbuild';
import { expect, test } from 'vitest';
import { exitCodeHelp, exitCodes } from '../../src/cli/exit-codes.ts';

const built = buildSync({
  entryPoints: [fileURLToPath(new URL('show-output.ts', import.meta.url))],
  bundle: true,
  platform: 'node',
  format: 'esm',
  packages: 'external',
  write: false,
});
const code = built.outputFiles[0]?.text ?? '';

/** What a process that ends so prints and exits with. */
function end(order: Record<string, unknown>, shell = '"$@"') {
  const node = [process.execPath, '--input-type=module', '--eval', code, '--', JSON.stringify(order)];
  const { stdout, stderr, status } = spawnSync('bash', ['-c', shell, 'bash', ...node], { encoding: 'utf8' });
  return { stdout, stderr, status, json: () => JSON.parse(stdout) as Record<string, unknown> };
}

const finish = { text: 'All is done.', data: { spec: 'lend', finished: ['1'] } };
const events = [
  { type: 'task_started', task: '1', title: 'Lend', head: 'a' },
  { type: 'turn_started', session: 's', turn: 1 },
];
const error = { kind: 'needs_human', what: 'lend waits', why: 'nobody read it', next: 'ashlar approve lend' };

test('data goes to stdout and progress to stderr', () => {
  const { stdout, stderr, status } = end({ events, finish });
  expect(stdout).toBe('All is done.\n');
  expect(stderr).toBe('\n● 1 Lend\n');
  expect(status).toBe(0);
});

test('--quiet prints no progress', () => {
  expect(end({ events, finish, options: { quiet: true } })).toMatchObject({ stdout: 'All is done.\n', stderr: '' });
});

test('--json prints one object with the result, and nothing else anywhere', () => {
  const ended = end({ events, finish: { ...finish, exitCode: 7 }, options: { json: true } });
  expect(ended.json()).toEqual({
    schemaVersion: 1,
    type: 'result',
    ok: false,
    exitCode: 7,
    spec: 'lend',
    finished: ['1'],
  });
  expect(ended).toMatchObject({ stderr: '', status: 7 });
});

test('--stream-json prints a line an event, the last of which is the result', () => {
  const { stdout } = end({ events, finish, options: { streamJson: true } });
  const lines = stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(lines.map(({ type }) => type)).toEqual(['task_started', 'turn_started', 'result']);
  expect(lines.every(({ schemaVersion }) => schemaVersion === 1)).toBe(true);
  expect(lines.at(-1)).toMatchObject({ ok: true, exitCode: 0, spec: 'lend' });
});

test('an error says what happened, why, and what to type next', () => {
  const { stdout, stderr, status } = end({ error });
  expect(stderr).toBe('ashlar: lend waits: nobody read it\n  → ashlar approve lend\n');
  expect(stdout).toBe('');
  expect(status).toBe(6);
});

test.each([{ json: true }, { streamJson: true }])('an error with %j is also one object on stdout', (options) => {
  const ended = end({ error, options });
  expect(ended.json()).toEqual({ schemaVersion: 1, type: 'result', ok: false, exitCode: 6, error });
  expect(ended.stderr).toContain('lend waits');
});

test.each(Object.entries(exitCodes).filter(([kind]) => kind !== 'ok'))(
  'an error of kind %s exits with %i',
  (kind, exit) => {
    expect(end({ error: { kind, what: 'so' } }).status).toBe(exit);
    expect(exitCodeHelp).toMatch(new RegExp(`(?:^|[\\s·])${exit} `, 'm'));
  },
);

test('an error that nobody foresaw is one line and asks for a report, without a stack', () => {
  const { stderr, status } = end({ thrown: { message: 'x is undefined\nsecond line' } });
  expect(stderr).toBe(
    'ashlar: x is undefined\n  → this should not happen; run it again with --debug and report what it says\n',
  );
  expect(status).toBe(1);
});

test.each([
  ['ENOSPC', 'no space left on device, write', 'the disk is full; nothing that was finished is lost.'],
  ['EIO', 'i/o error, fsync', 'the disk failed; nothing that was finished is lost.'],
])('an error of the system says what to do about it: %s', (code, says, next) => {
  const { stderr, status } = end({ thrown: { message: `${code}: ${says}`, code } });
  expect(stderr).toContain(`  → ${next}`);
  expect(status).toBe(1);
});

test('--debug adds the stack', () => {
  expect(end({ error, options: { debug: true } }).stderr).toMatch(/\n {4}at /);
});

test('a reader that goes away is no error, and a slow one loses nothing', () => {
  const gone = end({ lines: 500, finish }, '"$@" | head -1 | wc -c; echo "$PIPESTATUS"');
  expect(gone.stdout.split(/\s+/)).toEqual(['1001', '0', '']);
  expect(gone.stderr).toBe('');
  expect(end({ lines: 500, finish }, '"$@" | (sleep 0.3; wc -l)').stdout.trim()).toBe('501');
});
