import { stripVTControlCharacters } from 'node:util';
import { expect, test } from 'vitest';
import type { CheckResult, Event } from '../../src/domain/event.ts';
import type { Problem } from '../../src/domain/spec.ts';
import { describeActivity, describeCall, describeEvent, describeRound } from '../../src/tui/describe-event.ts';

const check = (more: Partial<CheckResult> = {}): CheckResult => {
  return { command: 'npm test', exitCode: 0, outputDigest: 'd', output: '', durationMs: 1234, ...more };
};
const checked = (...checks: CheckResult[]): Event => {
  return { type: 'checks_finished', task: '1', round: 1, passed: false, checks };
};
const problem: Problem = { code: 'c', severity: 'error', message: 'm', file: 'f', line: 1, column: 1 };
const drafted = (problems: Problem[]): Event => {
  return { type: 'draft_written', stage: 'design', document: 'design', file: 'design.md', hash: 'h', problems };
};
const finished = (text: string, isError: boolean): Event => {
  return { type: 'tool_finished', session: 's', call: 'c', name: 'read', text, isError, durationMs: 1 };
};
const retry = (delayMs: number): Event => {
  return { type: 'retry_scheduled', session: 's', attempt: 2, delayMs, endsAt: 0, reason: 'overloaded' };
};

test.each<[Event, string | undefined]>([
  [{ type: 'task_started', task: '2.1', title: 'Lend', head: 'a' }, '\n● 2.1 Lend'],
  [
    { type: 'tool_started', session: 's', call: 'c', name: 'bash', effect: 'command', input: { command: 'ls\n-la' } },
    '  $ ls',
  ],
  [finished('all is well', false), undefined],
  [finished('There is no file a.\nMore.', true), '    ↳ There is no file a.'],
  [retry(500), '  overloaded; trying again in 0.5 s (attempt 2)'],
  [
    { type: 'question_asked', session: 's', question: { id: 'q', text: 'Which?', options: ['red', 'blue'] } },
    '\n? Which?\n  1. red\n  2. blue',
  ],
  [checked(check()), '  ✓ npm test 1.2 s'],
  [
    checked(check(), check({ command: 'lint', exitCode: 2, output: 'bad\n', durationMs: 61_000 })),
    '  ✓ npm test 1.2 s\n  ✗ lint exit code 2, 61 s\n    bad',
  ],
  [{ type: 'task_finished', task: '1', commit: '0123456789abcdef' }, '  ✓ done, commit 0123456789'],
  [{ type: 'task_blocked', task: '1', reason: 'red' }, '  ✗ blocked: red'],
  [
    { type: 'task_blocked', task: '1', reason: 'red', patch: 'p.patch' },
    '  ✗ blocked: red\n    what was done is kept in p.patch',
  ],
  [drafted([]), '✓ design.md drafted'],
  [drafted([problem]), '✓ design.md drafted, 1 problem to look at'],
  [{ type: 'note', text: 'spec lend' }, 'spec lend'],
  [{ type: 'turn_started', session: 's', turn: 1 }, undefined],
  [{ type: 'session_closed', session: 's', reason: 'finished' }, undefined],
  [{ type: 'text_streamed', session: 's', text: 'x' }, undefined],
])('%j reads %j', (event, line) => {
  expect(describeEvent(event, false)).toBe(line);
});

test('of a red check the last lines are shown, each cut', () => {
  const output = [...Array.from({ length: 9 }, (_unused, n) => `line ${n}`), 'x'.repeat(500), ''].join('\n');
  const said = describeEvent(checked(check({ exitCode: 1, output })), false)?.split('\n') ?? [];
  expect(said).toHaveLength(11);
  expect(said[1]).toBe('    line 0');
  expect(said[10]?.length).toBeLessThan(200);
});

test('colours are only added: without them the words are the same', () => {
  const events: Event[] = [drafted([]), checked(check({ exitCode: 1 })), { type: 'note', text: 'n' }];
  for (const event of events) {
    const painted = describeEvent(event, true) ?? '';
    expect(painted).toContain('\u001b[');
    expect(stripVTControlCharacters(painted)).toBe(describeEvent(event, false));
  }
});

test.each<[Event, string | undefined]>([
  [{ type: 'turn_started', session: 's', turn: 3 }, 'the model thinks (turn 3)'],
  [{ type: 'text_streamed', session: 's', text: 'x' }, 'the model writes'],
  [{ type: 'check_started', task: '1', command: 'npm test' }, 'checking: npm test'],
  [
    { type: 'tool_started', session: 's', call: 'c', name: 'read', effect: 'none', input: { path: 'a.ts' } },
    'read a.ts',
  ],
  [retry(30_000), 'waiting 30 s: overloaded'],
  [{ type: 'run_finished', run: 'r', outcome: 'done' }, ''],
  [{ type: 'run_paused', run: 'r', reason: 'x', next: 'y' }, ''],
  [finished('x', false), undefined],
])('what goes on after %j is %j', (event, activity) => {
  expect(describeActivity(event)).toBe(activity);
});

const ended = (round: number, passed: boolean): Event => {
  return {
    type: 'checks_finished',
    task: '1',
    round,
    rounds: 3,
    passed,
    checks: [check({ exitCode: passed ? 0 : 1 })],
  };
};

test.each<[Event, string | undefined]>([
  [ended(1, false), 'round 2 of 3'],
  [ended(2, false), 'round 3 of 3'],
  [ended(3, false), ''],
  [ended(2, true), ''],
  [checked(check({ exitCode: 1 })), ''],
  [{ type: 'task_started', task: '2', title: 'Lend', head: 'a' }, ''],
  [{ type: 'task_blocked', task: '1', reason: 'red' }, ''],
  [{ type: 'turn_started', session: 's', turn: 3 }, undefined],
])('the round that goes on after %j is %j', (event, round) => {
  expect(describeRound(event)).toBe(round);
});

test('red checks say which round they send the task into, the last ones nothing', () => {
  expect(describeEvent(ended(1, false), false)).toMatch(/exit code 1, 1\.2 s\n {2}↺ back to the agent: round 2 of 3$/);
  for (const event of [ended(3, false), ended(1, true)]) expect(describeEvent(event, false)).not.toContain('round');
});

test.each([
  ['bash', { command: 'npm test' }, '$ npm test'],
  ['grep', { pattern: 'lend', path: 'src' }, 'grep src'],
  ['ask', { question: 'Which?' }, 'ask Which?'],
  ['finish', { summary: 'Done.' }, 'finish'],
  ['write', { path: 7 }, 'write 7'],
])('a call of %s with %j is shown as %j', (name, input, shown) => {
  expect(describeCall(name, input)).toBe(shown);
});

test('a long command is cut', () => {
  expect(describeCall('bash', { command: 'x'.repeat(1_000) }).length).toBeLessThan(160);
});

test.each([
  [true, 1, '  ✓ npm test fails on the old code, as it must'],
  [false, 0, '  ✗ npm test passed\n    it had to fail as a test does'],
  [false, 127, '  ✗ npm test exit code 127, 1.0 s\n    it had to fail as a test does'],
])('a check that has to fail is shown as what it proved (%s, exit code %i)', (passed, exitCode, wanted) => {
  const checks = [{ command: 'npm test', exitCode, outputDigest: 'd', output: '', durationMs: 1000 }];
  const event = { type: 'checks_finished' as const, task: '1', round: 3, passed, checks, expect: 'fail' as const };
  expect(describeEvent(event, false)).toBe(wanted);
});
