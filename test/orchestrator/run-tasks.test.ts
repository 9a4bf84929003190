import { expect, test } from 'vitest';
import { runTasks } from '../../src/orchestrator/run-tasks.ts';
import { drain, drainUntil } from '../support/drain.ts';
import { openTaskBench, planned } from './task-bench.ts';

const red = [1, 1, 1];
const opened = (did: readonly string[]) => did.filter((what) => what.startsWith('open'));

test('tasks are done one after another, and the approval is confirmed before each', async () => {
  const bench = openTaskBench({});
  const tasks = [planned('1'), planned('2', { needs: ['1'] })];
  const { end } = await drain(bench.record(runTasks(tasks, new Set(), bench.deps)));
  expect(end).toEqual({ outcome: 'done', finished: ['1', '2'], blocked: [], waiting: [] });
  expect(bench.did.filter((did) => /^(confirm|open)/.test(did))).toEqual(['confirm', 'open 1', 'confirm', 'open 2']);
});

test('a task that is done already is not worked on', async () => {
  const bench = openTaskBench({});
  const { end } = await drain(bench.record(runTasks([planned('1'), planned('2')], new Set(['1']), bench.deps)));
  expect(end).toEqual({ outcome: 'done', finished: ['1', '2'], blocked: [], waiting: [] });
  expect(opened(bench.did)).toEqual(['open 2']);
});

test('a blocked task keeps back what needs it, and leaves the rest running', async () => {
  const bench = openTaskBench({ checks: { 'test 1': red } });
  const tasks = [planned('1'), planned('2', { needs: ['1'] }), planned('3'), planned('4', { needs: ['2', '3'] })];
  const { end } = await drain(bench.record(runTasks(tasks, new Set(), bench.deps)));
  expect(end).toEqual({ outcome: 'blocked', finished: ['3'], blocked: ['1'], waiting: ['2', '4'] });
  expect(opened(bench.did)).toEqual(['open 1', 'open 3']);
});

test('a question to a human stops the run there, with what is done and what waits', async () => {
  const bench = openTaskBench({ moves: { 2: [{ end: 'needs_human' }] } });
  const { end } = await drain(
    bench.record(runTasks([planned('1'), planned('2'), planned('3')], new Set(), bench.deps)),
  );
  expect(end).toEqual({ outcome: 'needs_human', finished: ['1'], blocked: [], waiting: ['2', '3'] });
});

test('a run in which nothing can be begun is not done', async () => {
  const bench = openTaskBench({});
  const circle = [planned('1', { needs: ['2'] }), planned('2', { needs: ['1'] })];
  const { end } = await drain(bench.record(runTasks(circle, new Set(), bench.deps)));
  expect(end).toEqual({ outcome: 'blocked', finished: [], blocked: [], waiting: ['1', '2'] });
});

test('a spec that is no longer what was approved stops the run before the next task', async () => {
  const bench = openTaskBench({});
  const confirmApproved = async () => {
    if (bench.commits.size > 0) throw new Error('tasks/2 was changed');
  };
  const deps = Object.assign(Object.create(bench.deps), { confirmApproved });
  const work = drain(bench.record(runTasks([planned('1'), planned('2')], new Set(), deps)));
  await expect(work).rejects.toThrow('tasks/2 was changed');
  expect(opened(bench.did)).toEqual(['open 1']);
});

test('a run that was left in its second task goes on there', async () => {
  const bench = openTaskBench({});
  const tasks = [planned('1'), planned('2')];
  const begun = bench.record(runTasks(tasks, new Set(), bench.deps));
  await drainUntil(begun, (event) => event.type === 'session_closed' && bench.commits.has('1'));
  bench.restart();
  const before = bench.did.length;
  const { end } = await drain(bench.record(runTasks(tasks, new Set(['1']), bench.deps)));
  expect(end.outcome).toBe('done');
  expect(bench.did.slice(before)).toEqual(['confirm', 'check test 2', 'commit 2: Did 2.', 'done 2 at c2, 1 checks']);
});
