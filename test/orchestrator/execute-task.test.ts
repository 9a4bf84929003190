import { expect, test } from 'vitest';
import type { Event, SessionEnd } from '../../src/domain/event.ts';
import { executeTask } from '../../src/orchestrator/execute-task.ts';
import { drain, drainUntil, ofType, typesOf } from '../support/drain.ts';
import { openTaskBench, planned, type TaskBench } from './task-bench.ts';

const task = planned('1');
const execute = (bench: TaskBench, what = task) => drain(bench.record(executeTask(what, bench.deps)));

/** Leaves the work right after an event, as a crash does, and goes on with it in another process. */
async function resumeAfter(bench: TaskBench, fits: (event: Event) => boolean) {
  await drainUntil(bench.record(executeTask(task, bench.deps)), fits);
  bench.restart();
  const before = bench.did.length;
  const resumed = await execute(bench);
  return { ...resumed, did: bench.did.slice(before) };
}

test('a task is opened, worked on, checked, committed, recorded and finished, in this order', async () => {
  const bench = openTaskBench({});
  const { events, end } = await execute(bench);
  expect(end).toBe('finished');
  expect(bench.did).toEqual(['open 1', 'converse 1', 'check test 1', 'commit 1: Did 1.', 'done 1 at c1, 1 checks']);
  expect(typesOf(events)).toEqual([
    'task_started',
    'session_opened',
    'model_replied',
    'tool_finished',
    'session_closed',
    'check_started',
    'checks_finished',
    'task_committed',
    'task_finished',
  ]);
  expect(bench.state().tasks.get('1')).toMatchObject({ status: 'finished', commit: 'c1', rounds: 1, head: 'c0' });
});

test('red checks go back into the same session, and green ones in round 2 finish the task', async () => {
  const bench = openTaskBench({ checks: { 'test 1': [1] } });
  const { events, end } = await execute(bench);
  expect(end).toBe('finished');
  expect(bench.did.filter((did) => did.startsWith('open'))).toEqual(['open 1']);
  expect(ofType(events, 'checks_finished').map(({ round, passed }) => [round, passed])).toEqual([
    [1, false],
    [2, true],
  ]);
  expect(ofType(events, 'session_fed')[0]).toMatchObject({
    cause: 'checks_failed',
    message: { content: [{ text: 'Round 1: red' }] },
  });
});

test('after three red rounds the task is blocked, its patch is kept, and nothing more is said to the model', async () => {
  const bench = openTaskBench({ checks: { 'test 1': [2, 2, 2] } });
  const { events, end } = await execute(bench);
  expect(end).toBe('blocked');
  expect(ofType(events, 'session_fed')).toHaveLength(2);
  expect(ofType(events, 'task_blocked')).toEqual([
    {
      type: 'task_blocked',
      task: '1',
      reason: 'test 1 still ends with exit code 2 after 3 rounds',
      patch: '1.patch',
    },
  ]);
  expect(bench.commits.size).toBe(0);
});

test('a session that changed nothing is asked once more, and then the task is blocked without a check', async () => {
  const bench = openTaskBench({ moves: { 1: [{ changes: false }, { changes: false }] } });
  const { events, end } = await execute(bench);
  expect(end).toBe('blocked');
  expect(bench.did).toEqual(['open 1', 'converse 1', 'converse 1', 'aside 1']);
  expect(ofType(events, 'session_fed').map(({ cause }) => cause)).toEqual(['no_change']);
  expect(ofType(events, 'task_blocked')[0]?.reason).toBe('the agent changed nothing, so nothing is proved');
  expect(ofType(events, 'task_blocked')[0]).not.toHaveProperty('patch');
});

test('a session that changes something when it is asked again is checked', async () => {
  const bench = openTaskBench({ moves: { 1: [{ changes: false }, { changes: true }] } });
  expect((await execute(bench)).end).toBe('finished');
});

test('a checkpoint, which names neither criteria nor files, may be proved without a change', async () => {
  const bench = openTaskBench({ moves: { 1: [{ changes: false }] } });
  expect((await execute(bench, planned('1', { requirements: [] }))).end).toBe('finished');
  const files = openTaskBench({ moves: { 1: [{ changes: false }, { changes: false }] } });
  expect((await execute(files, planned('1', { requirements: [], files: ['a.ts'] }))).end).toBe('blocked');
});

test('a task without any check is never proved', async () => {
  const bench = openTaskBench({});
  const { end } = await drain(bench.record(executeTask(task, { ...bench.deps, checksOf: () => [] })));
  expect(end).toBe('blocked');
  expect(bench.commits.size).toBe(0);
});

test.each<[SessionEnd, RegExp]>([
  ['refusal', /the model refused to answer/],
  ['turn_limit', /limit of turns/],
  ['context_full', /no longer fits/],
  ['useless_replies', /3 replies in a row that were empty, cut or called unknown tools/],
  ['invalid_calls', /5 calls in a row with arguments that no tool takes/],
  ['repeated_calls', /one call 5 times in a row/],
])('a session that ends with %s blocks the task with its reason, and nothing is checked', async (end, reason) => {
  const bench = openTaskBench({ moves: { 1: [{ end }] } });
  const { events } = await execute(bench);
  expect(ofType(events, 'task_blocked')[0]?.reason).toMatch(reason);
  expect(ofType(events, 'task_blocked')[0]?.patch).toBe('1.patch');
  expect(bench.did).toEqual(['open 1', 'converse 1', 'aside 1']);
});

test('a session that handed over is followed by a fresh one, which hears of the red checks first', async () => {
  const moves = { 1: [{}, { end: 'handed_off' as const }, {}] };
  const bench = openTaskBench({ moves, checks: { 'test 1': [1] } });
  const { events, end } = await execute(bench);
  expect(end).toBe('finished');
  const steps = bench.did.filter((did) => /^(open|converse|check)/.test(did));
  expect(steps).toEqual([
    'open 1',
    'converse 1',
    'check test 1',
    'converse 1',
    'open 1 after s1',
    'converse 1',
    'check test 1',
  ]);
  expect(ofType(events, 'session_fed').map(({ session, cause }) => [session, cause])).toEqual([
    ['s1', 'checks_failed'],
    ['s2', 'checks_failed'],
  ]);
});

test('the fresh session is opened once, also where the work is left right after the old one closed', async () => {
  const bench = openTaskBench({ moves: { 1: [{ end: 'handed_off' }] } });
  const { did, end } = await resumeAfter(bench, ({ type }) => type === 'session_closed');
  expect(end).toBe('finished');
  expect(did.slice(0, 2)).toEqual(['open 1 after s1', 'converse 1']);
});

test('a task that fills one session after another is blocked', async () => {
  const moves = Array.from({ length: 50 }, () => ({ end: 'handed_off' as const }));
  const bench = openTaskBench({ moves: { 1: moves } });
  const { events } = await execute(bench);
  expect(ofType(events, 'task_blocked')[0]?.reason).toBe('it filled the contexts of 12 sessions');
  expect(ofType(events, 'session_opened')).toHaveLength(12);
});

test('a session that may spend nothing more stays open, and goes on when it may', async () => {
  const bench = openTaskBench({ moves: { 1: [{ end: 'budget' }] } });
  const { events, end } = await execute(bench);
  expect(end).toBe('budget');
  expect(typesOf(events)).not.toContain('session_closed');
  bench.restart();
  expect((await execute(bench)).end).toBe('finished');
  expect(bench.did.filter((did) => did.startsWith('open'))).toEqual(['open 1']);
});

test('an agent that says it could not do it blocks the task in its own words', async () => {
  const bench = openTaskBench({ moves: { 1: [{ done: false }] } });
  const { events } = await execute(bench);
  expect(ofType(events, 'task_blocked')[0]?.reason).toBe('the agent could not do it: Did 1.');
});

test('an agent that only answers is checked like one that reports', async () => {
  const bench = openTaskBench({ moves: { 1: [{ end: 'answered' }] } });
  expect((await execute(bench)).end).toBe('finished');
});

test('a session that waits for a human stays open, and goes on when the task is taken up again', async () => {
  const bench = openTaskBench({ moves: { 1: [{ end: 'needs_human' }] } });
  const { events, end } = await execute(bench);
  expect(end).toBe('needs_human');
  expect(ofType(events, 'session_closed')).toEqual([]);
  bench.restart();
  expect((await execute(bench)).end).toBe('finished');
  expect(bench.did.filter((did) => did === 'open 1')).toHaveLength(1);
});

test('a commit that the journal knows nothing of proves nothing by itself: the checks run again, then it is recorded', async () => {
  const bench = openTaskBench({});
  bench.commits.set('1', 'c1');
  const { events, end } = await execute(bench);
  expect(end).toBe('finished');
  expect(typesOf(events)).toEqual([
    'task_started',
    'note',
    'check_started',
    'checks_finished',
    'task_committed',
    'task_finished',
  ]);
  expect(bench.did).toEqual(['check test 1', 'done 1 at c1, 1 checks']);
});

test('where later commits lie above it, the evidence names the one that the checks ran on', async () => {
  const bench = openTaskBench({});
  bench.commits.set('1', 'c1').set('2', 'c2');
  const { events } = await execute(bench);
  expect(bench.did).toEqual(['check test 1', 'done 1 at c2, 1 checks']);
  expect(ofType(events, 'task_finished')[0]?.commit).toBe('c1');
});

test('a commit that was found and whose checks are red is mended in a session that hears of them first', async () => {
  const bench = openTaskBench({ checks: { 'test 1': [1] } });
  bench.commits.set('1', 'c1');
  const { events, end } = await execute(bench);
  expect(end).toBe('finished');
  expect(typesOf(events).slice(3, 7)).toEqual(['checks_finished', 'session_opened', 'session_fed', 'model_replied']);
  expect(ofType(events, 'session_fed')[0]?.message.content[0]).toMatchObject({ text: 'Round 1: red' });
  expect(bench.did.slice(1)).toEqual([
    'open 1',
    'converse 1',
    'check test 1',
    'commit 1: Did 1.',
    'done 1 at c2, 1 checks',
  ]);
});

test('a commit that was found and stays red is blocked after as many rounds as any other, and never recorded', async () => {
  const bench = openTaskBench({ checks: { 'test 1': [1, 1, 1] } });
  bench.commits.set('1', 'c1');
  expect((await execute(bench)).end).toBe('blocked');
  const impatient = openTaskBench({ checks: { 'test 1': [1] }, rounds: 1 });
  impatient.commits.set('1', 'c1');
  expect((await execute(impatient)).end).toBe('blocked');
  expect(impatient.did).toEqual(['check test 1', 'aside 1']);
  expect([...bench.did, ...impatient.did].filter((did) => did.startsWith('done'))).toEqual([]);
});

test.each<[Event['type'], string[]]>([
  ['task_started', ['check test 1', 'open 1', 'converse 1', 'check test 1', 'commit 1: Did 1.']],
  ['checks_finished', ['open 1', 'converse 1', 'check test 1', 'commit 1: Did 1.']],
  ['session_opened', ['converse 1', 'check test 1', 'commit 1: Did 1.']],
  ['session_fed', ['converse 1', 'check test 1', 'commit 1: Did 1.']],
  ['session_closed', ['check test 1', 'commit 1: Did 1.']],
])('the work on a red commit that was found goes on where it was left after %s', async (type, expected) => {
  const bench = openTaskBench({ checks: { 'test 1': [1] } });
  bench.commits.set('1', 'c1');
  const { end, did } = await resumeAfter(bench, (event) => event.type === type);
  expect(end).toBe('finished');
  expect(did).toEqual([...expected, 'done 1 at c2, 1 checks']);
  expect([...bench.state().sessions.values()].map(({ fed }) => fed.get('checks_failed'))).toEqual([1]);
});

test('the commit that was found is not taken for the one that mends it', async () => {
  const bench = openTaskBench({ checks: { 'test 1': [1] } });
  bench.commits.set('1', 'c1');
  const isGreen = (event: Event) => event.type === 'checks_finished' && event.passed;
  const { did } = await resumeAfter(bench, isGreen);
  expect(did).toEqual(['check test 1', 'commit 1: Did 1.', 'done 1 at c2, 1 checks']);
});

test('a green commit that was found is recorded without another check where only that is left', async () => {
  const bench = openTaskBench({});
  bench.commits.set('1', 'c1');
  const { did } = await resumeAfter(bench, ({ type }) => type === 'checks_finished');
  expect(did).toEqual(['done 1 at c1, 1 checks']);
});

test('a blocked task that is taken up again begins with a new session and new rounds', async () => {
  const bench = openTaskBench({ checks: { 'test 1': [1, 1, 1] } });
  expect((await execute(bench)).end).toBe('blocked');
  bench.restart();
  expect((await execute(bench)).end).toBe('finished');
  expect(bench.did.filter((did) => did === 'open 1')).toHaveLength(2);
  expect(bench.state().tasks.get('1')).toMatchObject({ status: 'finished', rounds: 1, reason: undefined });
});

test('a task that was left before its session was opened opens one', async () => {
  const { end, did } = await resumeAfter(openTaskBench({}), ({ type }) => type === 'task_started');
  expect(end).toBe('finished');
  expect(did.slice(0, 2)).toEqual(['open 1', 'converse 1']);
});

test('a task that was left while it was worked on goes on in its session', async () => {
  const { end, did, events } = await resumeAfter(openTaskBench({}), ({ type }) => type === 'session_opened');
  expect(end).toBe('finished');
  expect(did[0]).toBe('converse 1');
  expect(typesOf(events)).not.toContain('task_started');
});

test('a task that was left before its checks ran is checked without asking the model', async () => {
  const { end, did } = await resumeAfter(openTaskBench({}), ({ type }) => type === 'session_closed');
  expect(end).toBe('finished');
  expect(did).toEqual(['check test 1', 'commit 1: Did 1.', 'done 1 at c1, 1 checks']);
});

test('a task that was left with red checks hears of them without a second check', async () => {
  const bench = openTaskBench({ checks: { 'test 1': [1] } });
  const { end, did, events } = await resumeAfter(bench, ({ type }) => type === 'checks_finished');
  expect(end).toBe('finished');
  expect(did.slice(0, 2)).toEqual(['converse 1', 'check test 1']);
  expect(ofType(events, 'session_fed')[0]?.message.content[0]).toMatchObject({ text: 'Round 1: red' });
  expect(bench.state().tasks.get('1')?.rounds).toBe(2);
});

test('a task that was left with the last round red is blocked without a check or a word to the model', async () => {
  const bench = openTaskBench({ checks: { 'test 1': [1] }, rounds: 1 });
  const { end, did } = await resumeAfter(bench, ({ type }) => type === 'checks_finished');
  expect(end).toBe('blocked');
  expect(did).toEqual(['aside 1']);
});

test('a task that was left while its work was set aside is blocked, not worked on again', async () => {
  const bench = openTaskBench({ checks: { 'test 1': [1] }, rounds: 1 });
  const work = bench.record(executeTask(task, bench.deps));
  await drainUntil(work, ({ type }) => type === 'checks_finished');
  await bench.deps.setAside(task);
  bench.restart();
  const { end, events } = await execute(bench);
  expect(end).toBe('blocked');
  expect(ofType(events, 'task_blocked')[0]?.reason).toContain('exit code 1 after 1 round');
});

test('a task that was left with green checks is checked again in the same round, then committed', async () => {
  const bench = openTaskBench({});
  const { end, did } = await resumeAfter(bench, ({ type }) => type === 'checks_finished');
  expect(end).toBe('finished');
  expect(did).toEqual(['check test 1', 'commit 1: Did 1.', 'done 1 at c1, 1 checks']);
  expect(bench.state().tasks.get('1')?.rounds).toBe(1);
});

test('a task that was left after its commit was made is concluded with the checks that proved it', async () => {
  const bench = openTaskBench({});
  const { end, did } = await resumeAfter(bench, ({ type }) => type === 'task_committed');
  expect(end).toBe('finished');
  expect(did).toEqual(['done 1 at c1, 1 checks']);
});

test('a check whose program is not there stops the run without counting the round, and runs again once it is', async () => {
  const missing = new Set(['test 1']);
  const bench = openTaskBench({ checks: { 'test 1': [127, 126, 127] }, missing });
  const failed = execute(bench);
  await expect(failed).rejects.toMatchObject({
    kind: 'needs_human',
    what: 'the check of task 1 cannot run: test 1',
    next: expect.stringMatching(/^install uv, .* ashlar resume demo$/),
  });
  bench.restart();
  await expect(execute(bench)).rejects.toMatchObject({ kind: 'needs_human' });
  expect(bench.state().tasks.get('1')).toMatchObject({ rounds: 0, phase: 'checking' });
  missing.clear();
  const { events, end } = await execute(bench);
  expect([end, ofType(events, 'checks_finished').map(({ round }) => round)]).toEqual(['finished', [1, 2]]);
  expect(bench.did.filter((did) => did.startsWith('open'))).toEqual(['open 1']);
});

test('a red check is held against the base once, and whoever reads of it is told where it was red before', async () => {
  const bench = openTaskBench({ checks: { 'test 1': [1, 1, 1] }, redBefore: ['test 1'] });
  const { events } = await execute(bench);
  expect(bench.did.filter((did) => did.startsWith('base'))).toEqual(['base test 1']);
  expect(ofType(events, 'session_fed').map(({ message }) => message)).toMatchObject([
    { content: [{ text: 'Round 1: red before too' }] },
    { content: [{ text: 'Round 2: red before too' }] },
  ]);
  expect(ofType(events, 'task_blocked')[0]?.reason).toContain('it was red before the run, too');
  bench.restart();
  expect(bench.state().baseChecks.get('test 1')?.exitCode).toBe(1);
});

test('a check that was green on the base is fed back like any other', async () => {
  const bench = openTaskBench({ checks: { 'test 1': [1] }, redBefore: [] });
  const { events } = await execute(bench);
  expect(ofType(events, 'base_checked')).toMatchObject([{ check: { exitCode: 0 } }]);
  expect(ofType(events, 'session_fed')[0]?.message).toMatchObject({ content: [{ text: 'Round 1: red' }] });
});
