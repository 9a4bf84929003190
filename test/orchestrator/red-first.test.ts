import { expect, test } from 'vitest';
import { executeTask } from '../../src/orchestrator/execute-task.ts';
import { commandsOf, planBug } from '../../src/orchestrator/plan-bug.ts';
import { nextTask, planTasks } from '../../src/orchestrator/plan-tasks.ts';
import { parse } from '../specs/fixtures.ts';
import { drain, ofType } from '../support/drain.ts';
import { openTaskBench, planned, type TaskBench } from './task-bench.ts';

const red = planned('1', { expect: 'fail', part: 'reproduce', proofs: [] });
const mend = planned('3', { part: 'fix', proofs: ['1', '2'] });
const execute = (bench: TaskBench, task = red) => drain(bench.record(executeTask(task, bench.deps)));
const reasonOf = (events: Awaited<ReturnType<typeof execute>>['events']) => ofType(events, 'task_blocked')[0]?.reason;

test('a task that must fail is committed because its check failed', async () => {
  const bench = openTaskBench({ checks: { 'test 1': [1] } });
  const { events, end } = await execute(bench);
  expect(end).toBe('finished');
  expect(bench.did).toEqual(['open 1', 'converse 1', 'check test 1', 'commit 1: Did 1.', 'done 1 at c1, 1 checks']);
  expect(ofType(events, 'checks_finished')).toMatchObject([{ passed: true, expect: 'fail' }]);
});

test('one whose check passes goes back with the reason, and is blocked after the last round', async () => {
  const bench = openTaskBench({ checks: { 'test 1': [0, 127, 0] } });
  const { events, end } = await execute(bench);
  expect(end).toBe('blocked');
  expect(ofType(events, 'session_fed').map(({ message }) => JSON.stringify(message.content))).toEqual([
    expect.stringContaining('Round 1: it passed'),
    expect.stringContaining('Round 2: the command could not be run'),
  ]);
  expect(reasonOf(events)).toMatch(/^test 1 had to fail as a test does, and after 3 rounds it passed/);
  expect(bench.commits.size).toBe(0);
});

test('files that are no tests go back before anything is checked, and block the task when they stay', async () => {
  const once = openTaskBench({ checks: { 'test 1': [1] }, stray: [['src/a.js']] });
  expect((await execute(once)).end).toBe('finished');
  expect(once.did.slice(0, 4)).toEqual(['open 1', 'converse 1', 'converse 1', 'check test 1']);
  const always = openTaskBench({ stray: [['src/a.js'], ['src/a.js'], ['src/a.js']] });
  const { events, end } = await execute(always);
  expect(end).toBe('blocked');
  expect(reasonOf(events)).toBe('it may only write tests, and it changed src/a.js');
  expect(always.did.some((did) => did.startsWith('check'))).toBe(false);
});

test('a changed test goes back once; a second time the run waits for a human', async () => {
  const bench = openTaskBench({ changed: [['test/a.js'], ['test/a.js'], ['test/a.js']], answers: [undefined] });
  const { events, end } = await execute(bench, mend);
  expect(end).toBe('needs_human');
  expect(ofType(events, 'session_fed').map(({ cause }) => cause)).toEqual(['changed_tests']);
  expect(ofType(events, 'question_asked')[0]?.question).toMatchObject({
    id: 'changed-tests-3-dddddddddddd',
    text: expect.stringContaining('test/a.js'),
    recommended: 'the test must stay as it was',
  });
  expect(bench.did.some((did) => did.startsWith('check') || did.startsWith('commit'))).toBe(false);
});

test.each([
  ['keep the changed test', 'finished', ['check test 3', 'commit 3: Did 3.', 'done 3 at c1, 1 checks']],
  ['the test must stay as it was', 'blocked', ['aside 3']],
])('after the answer "%s" the task is %s, also in another process', async (answer, wanted, did) => {
  const three = [['test/a.js'], ['test/a.js'], ['test/a.js']];
  const bench = openTaskBench({ changed: three, answers: [undefined, answer] });
  await execute(bench, mend);
  bench.restart();
  const before = bench.did.length;
  const { events, end } = await execute(bench, mend);
  expect(end).toBe(wanted);
  expect(bench.did.slice(before)).toEqual(['ask changed-tests-3-dddddddddddd', ...did]);
  expect(ofType(events, 'question_asked')).toEqual([]);
});

test('a failing test that a lost journal knew of is not believed once later commits lie on it', async () => {
  const bench = openTaskBench({});
  bench.commits.set('1', 'c1').set('3', 'c2');
  const { events, end } = await execute(bench);
  expect(end).toBe('blocked');
  expect(reasonOf(events)).toContain('nothing here proves that it failed then');
  const newest = openTaskBench({ checks: { 'test 1': [1] } });
  newest.commits.set('1', 'c1');
  expect((await execute(newest)).end).toBe('finished');
});

test('a fix that a lost journal knew of is not believed where a test was changed', async () => {
  const bench = openTaskBench({ changed: [['test/a.js']] });
  bench.commits.set('3', 'c1');
  const { events, end } = await execute(bench, mend);
  expect(end).toBe('blocked');
  expect(reasonOf(events)).toContain('test/a.js is no longer what an earlier task proved');
  expect(bench.did.some((did) => did.startsWith('check') || did.startsWith('done'))).toBe(false);
});

const text = `- [ ] 1. Show it
  - _Requirements: 1.1_
  - _Depends: 3_
  - _Verify: red_
- [ ] 2. Keep the rest
  - _Requirements: 3.1_
  - _Verify: keep_
- [ ] 3. Mend it
  - _Requirements: 2.1_
  - _Verify: own_
- [ ] 4. Tell of it
  - _Requirements: 2.1_
  - _Depends: 3_
`;

test('the tests of a bug come first whatever the tasks say of their dependencies', () => {
  const plan = planBug(planTasks(parse('tasks', text).tasks, false));
  expect(plan.map(({ id, needs, part, expect: wanted }) => [id, needs, part, wanted])).toEqual([
    ['1', [], 'reproduce', 'fail'],
    ['2', ['1'], 'preserve', undefined],
    ['3', ['1', '2'], 'fix', undefined],
    ['4', ['1', '2', '3'], 'fix', undefined],
  ]);
  expect(nextTask(plan, new Set(), new Set())?.id).toBe('1');
  expect(nextTask(plan, new Set(), new Set(['1']))).toBeUndefined();
});

test('whatever mends must pass the very commands of the tests, then its own', () => {
  const plan = planBug(planTasks(parse('tasks', text).tasks, false));
  const commands = plan.map((task) => commandsOf(task, plan, [task.verify ?? 'default']));
  expect(commands).toEqual([['red'], ['keep'], ['red', 'keep', 'own'], ['red', 'keep', 'default']]);
});
