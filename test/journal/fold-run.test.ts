import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { JournaledEvent } from '../../src/domain/event.ts';
import { userText } from '../../src/domain/message.ts';
import { evolveRun, foldRun, type RunState, type TimedEvent } from '../../src/journal/fold-run.ts';
import { started } from './journal-events.ts';

const usage = (outputTokens: number) => ({ inputTokens: 2, outputTokens, cacheReadTokens: 3, cacheWriteTokens: 1 });

const replied = (session: string, more: object = {}): JournaledEvent => ({
  type: 'model_replied',
  session,
  turn: 1,
  message: { role: 'assistant', content: [{ type: 'tool_call', id: 'c1', name: 'read', input: { path: 'a' } }] },
  stopReason: 'tool_use',
  usage: usage(5),
  costUsd: 0.25,
  durationMs: 9,
  ...more,
});

const opened = (session: string, task?: string): JournaledEvent => ({
  type: 'session_opened',
  session,
  role: 'implementer',
  ...(task === undefined ? {} : { task }),
  model: 'm',
  system: 's',
  tools: ['read'],
  first: userText('go'),
});

const toolFinished = (session: string, call = 'c1'): JournaledEvent => ({
  type: 'tool_finished',
  session,
  call,
  name: 'read',
  text: 'one',
  isError: false,
  seen: [{ path: 'a', digest: 'd' }],
  durationMs: 1,
});

const check = { command: 'test', exitCode: 1, outputDigest: 'd', output: 'red', durationMs: 1 };
const checked = (round: number, passed: boolean): JournaledEvent => ({
  type: 'checks_finished',
  task: '1',
  round,
  passed,
  checks: [check],
});

const timed = (events: JournaledEvent[]): TimedEvent[] => events.map((event, at) => ({ at, event }));

function fold(...events: JournaledEvent[]): RunState {
  const state = foldRun(timed([started('run_1'), ...events]));
  if (state === undefined) throw new Error('no run began');
  return state;
}

const begun: JournaledEvent = { type: 'task_started', task: '1', title: 'Lend', head: 'c0' };

test('no events are no run, nor are events without a start', () => {
  expect(foldRun([])).toBeUndefined();
  expect(foldRun(timed([begun]))).toBeUndefined();
});

test.each<[JournaledEvent[], RunState['status'], RunState['paused']]>([
  [[], 'active', undefined],
  [[{ type: 'run_paused', run: 'run_1', reason: 'r', next: 'n' }], 'paused', { reason: 'r', next: 'n' }],
  [
    [
      { type: 'run_paused', run: 'run_1', reason: 'r', next: 'n' },
      { type: 'run_resumed', run: 'run_1' },
    ],
    'active',
    undefined,
  ],
  [[{ type: 'run_finished', run: 'run_1', outcome: 'done' }], 'done', undefined],
  [[{ type: 'run_finished', run: 'run_1', outcome: 'blocked' }], 'blocked', undefined],
  [[{ type: 'run_finished', run: 'run_1', outcome: 'abandoned' }], 'abandoned', undefined],
])('after %j the run is %s', (events, status, paused) => {
  expect(fold(...events)).toMatchObject({ status });
  expect(fold(...events).paused).toEqual(paused);
});

test('a pause keeps what it waits for, and an order to pause stands until the run is resumed', () => {
  const paused: JournaledEvent = { type: 'run_paused', run: 'run_1', reason: 'r', next: 'n', kind: 'needs_human' };
  expect(fold(paused).paused).toEqual({ reason: 'r', next: 'n', kind: 'needs_human' });
  const order: JournaledEvent = { type: 'pause_requested', run: 'run_1', by: 'Ann' };
  expect(fold(order)).toMatchObject({ status: 'active', stopOrder: { by: 'Ann' } });
  expect(fold(order, paused)).toMatchObject({ status: 'paused', stopOrder: { by: 'Ann' } });
  expect(fold(order, paused, { type: 'run_resumed', run: 'run_1' }).stopOrder).toBeUndefined();
});

test('a task goes from working over checking to red, back to working, and then to green', () => {
  const steps: [JournaledEvent, object][] = [
    [begun, { status: 'started', phase: 'working', rounds: 0, session: undefined }],
    [opened('s1', '1'), { phase: 'working', session: 's1' }],
    [{ type: 'session_closed', session: 's1', reason: 'finished' }, { phase: 'checking' }],
    [checked(1, false), { phase: 'red', rounds: 1, checks: [check] }],
    [{ type: 'session_fed', session: 's1', cause: 'checks_failed', message: userText('red') }, { phase: 'working' }],
    [{ type: 'session_closed', session: 's1', reason: 'finished' }, { phase: 'checking' }],
    [checked(2, true), { phase: 'green', rounds: 2 }],
    [
      { type: 'task_committed', task: '1', commit: 'c1' },
      { status: 'committed', commit: 'c1' },
    ],
    [
      { type: 'task_finished', task: '1', commit: 'c1' },
      { status: 'finished', commit: 'c1' },
    ],
  ];
  for (const [at, [, wanted]] of steps.entries()) {
    const state = fold(...steps.slice(0, at + 1).map(([event]) => event));
    expect(state.tasks.get('1')).toMatchObject(wanted);
  }
});

test('a task that is started again after it was blocked has forgotten its rounds, session and reason', () => {
  const blocked = fold(begun, opened('s1', '1'), checked(3, false), {
    type: 'task_blocked',
    task: '1',
    reason: 'red',
    patch: 'p',
  });
  expect(blocked.tasks.get('1')).toMatchObject({ status: 'blocked', reason: 'red', rounds: 3 });
  evolveRun(blocked, 99, { ...begun, head: 'c5' });
  expect(blocked.tasks.get('1')).toEqual(fold({ ...begun, head: 'c5' }).tasks.get('1'));
});

test('usage, calls and cost are summed over all sessions, and the last event says when', () => {
  const state = fold(
    opened('s1'),
    opened('s2'),
    replied('s1'),
    toolFinished('s1'),
    replied('s2', { usage: usage(7), costUsd: 0.5 }),
  );
  expect(state).toMatchObject({ modelCalls: 2, toolCalls: 1, costUsd: 0.75, startedAt: 0, lastAt: 5 });
  expect(state.usage).toEqual({ inputTokens: 4, outputTokens: 12, cacheReadTokens: 6, cacheWriteTokens: 2 });
});

test('one reply whose price is unknown makes the cost unknown for good', () => {
  const { costUsd: _price, ...unknown } = replied('s1') as Extract<JournaledEvent, { type: 'model_replied' }>;
  expect(fold(opened('s1'), unknown, toolFinished('s1'), replied('s1')).costUsd).toBeUndefined();
});

test('a run without replies costs nothing', () => {
  expect(fold().costUsd).toBe(0);
});

const anyEvent = fc.oneof(
  fc.constantFrom<JournaledEvent>(
    begun,
    opened('s1', '1'),
    opened('s2'),
    toolFinished('s1'),
    toolFinished('s1', 'c9'),
    toolFinished('s7'),
    { type: 'tool_started', session: 's1', call: 'c1', name: 'read', effect: 'none', input: {} },
    { type: 'question_asked', session: 's1', question: { id: 'q', text: 'Which?', options: [] } },
    { type: 'session_fed', session: 's1', cause: 'empty', message: userText('?') },
    { type: 'session_closed', session: 's1', reason: 'finished' },
    { type: 'run_paused', run: 'run_1', reason: 'r', next: 'n' },
    { type: 'run_resumed', run: 'run_1' },
    checked(1, true),
    { type: 'task_committed', task: '7', commit: 'c' },
    { type: 'task_blocked', task: '1', reason: 'r' },
  ),
  fc
    .record({ empty: fc.boolean(), stopReason: fc.constantFrom('tool_use', 'max_tokens', 'end_turn', 'paused') })
    .map(({ empty, stopReason }) =>
      replied('s1', { stopReason, ...(empty && { message: { role: 'assistant', content: [] } }) }),
    ),
);

test('any list of events folds without an error, and one event at a time gives the same state', () => {
  fc.assert(
    fc.property(fc.array(anyEvent, { maxLength: 40 }), (events) => {
      const all = timed([started('run_1'), ...events]);
      const whole = foldRun(structuredClone(all));
      const [first, ...rest] = structuredClone(all);
      const stepwise = foldRun(first === undefined ? [] : [first]);
      for (const { at, event } of rest) if (stepwise !== undefined) evolveRun(stepwise, at, event);
      expect(stepwise).toStrictEqual(whole);
    }),
    { numRuns: 200 },
  );
});

test('a task that was undone is as if it was never begun, and so is what builds on it', () => {
  const state = fold(
    begun,
    { type: 'task_finished', task: '1', commit: 'c1' },
    { ...begun, task: '2' },
    { type: 'task_finished', task: '2', commit: 'c2' },
    { type: 'task_undone', task: '1', commit: 'c3', reopened: ['2'] },
  );
  expect([...state.tasks.keys()]).toEqual([]);
  expect(state.tip).toBe('c3');
});

test('where the branch is, is what the run last did to it or was told of it', () => {
  const events: JournaledEvent[] = [
    begun,
    { type: 'task_committed', task: '1', commit: 'c1' },
    { type: 'branch_moved', how: 'forward', known: 'c1', commit: 'c2' },
  ];
  expect(events.map((_, n) => fold(...events.slice(0, n)).tip)).toEqual([undefined, 'c0', 'c1']);
  expect(fold(...events).tip).toBe('c2');
  const half = fold(begun, { type: 'branch_moved', how: 'forward', known: 'c0', commit: 'c9' });
  expect(half.tasks.get('1')?.head).toBe('c9');
  expect(fold(...events).tasks.get('1')?.head).toBe('c0');
});

test('of a session whose task is finished only the words are let go: a run of a thousand tasks stays small', () => {
  const talk = [opened('s1', '1'), replied('s1'), toolFinished('s1')];
  const start: JournaledEvent = { type: 'task_started', task: '1', title: 'One', head: 'h' };
  const during = fold(start, ...talk).sessions.get('s1');
  const after = fold(start, ...talk, { type: 'task_finished', task: '1', commit: 'c' }).sessions.get('s1');
  expect(JSON.stringify(during?.messages)).toContain('one');
  expect(JSON.stringify(after?.messages)).not.toContain('one');
  expect(after).toMatchObject({ turn: 1, seen: new Map(), messages: during?.messages.map(({ role }) => ({ role })) });
});
