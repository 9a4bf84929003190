import { expect, test } from 'vitest';
import { budgetsOf } from '../../src/app/budgets.ts';
import { openSpec, requireDocument } from '../../src/app/open-spec.ts';
import { readProject } from '../../src/app/project.ts';
import { openRun } from '../../src/app/run-journal.ts';
import { workerDeps } from '../../src/app/worker-deps.ts';
import { openWorkplace } from '../../src/app/workplace.ts';
import type { Event, JournaledEvent } from '../../src/domain/event.ts';
import { beginRun, foldRun } from '../../src/journal/fold-run.ts';
import { recordEvents } from '../../src/journal/record-events.ts';
import { planTasks } from '../../src/orchestrator/plan-tasks.ts';
import { runTasks } from '../../src/orchestrator/run-tasks.ts';
import { drain, typesOf } from '../support/drain.ts';
import { approve, finish, openWire, write, writeSpec } from '../support/scripted-run.ts';
import { makeRepository } from '../support/temporary-repository.ts';
import { started, task } from './journal-events.ts';
import { open } from './journal-fixture.ts';

const runStart = started('run_1') as Extract<JournaledEvent, { type: 'run_started' }>;

test('an event is stored and in the state before the generator goes on, transient ones pass through', async () => {
  const journal = open();
  const state = beginRun(journal.append('run_1', runStart).at, runStart);
  const seen: unknown[] = [];
  async function* work(): AsyncGenerator<Event, string> {
    yield { type: 'note', text: 'hello' };
    seen.push(journal.read('run_1').length);
    yield task('1');
    seen.push(journal.read('run_1').length, state.tasks.has('1'));
    return 'end';
  }
  const { events, end } = await drain(recordEvents(work(), journal, state));
  expect(end).toBe('end');
  expect(typesOf(events)).toEqual(['note', 'task_started']);
  expect(seen).toEqual([1, 2, true]);
});

test('an event that cannot be stored is not in the state, and the error reaches the one who iterates', async () => {
  const state = beginRun(0, runStart);
  const full = () => {
    throw new Error('the disk is full');
  };
  async function* work(): AsyncGenerator<Event, void> {
    yield task('1');
  }
  await expect(drain(recordEvents(work(), { append: full }, state))).rejects.toThrow('the disk is full');
  expect(state.tasks.size).toBe(0);
});

test('the stored events of a run fold to exactly the state that it had while it ran, wherever they are cut', async () => {
  const repository = makeRepository();
  writeSpec(repository, 'lend');
  const red = { calls: [write('lend.txt', 'kept\n'), finish()] };
  const read = { name: 'read', input: { path: 'lend.txt' } };
  const mended = { calls: [read, write('lend.txt', 'lent\n'), finish('Mended.')] };
  const idle = { calls: [finish('I could not.', false)] };
  const wire = openWire(repository, {
    play: [{ match: 'Task 1 of', replies: [red, mended] }, { replies: [idle] }],
  });
  await approve(wire, 'lend');

  const spec = openSpec('lend', wire);
  const project = await readProject(wire);
  const workplace = await openWorkplace({ spec, found: undefined, inPlace: false, project }, wire);
  const journal = await wire.journal();
  const run = openRun(journal, undefined, () => runStart);
  const planned = planTasks(requireDocument(spec, 'tasks').tasks, false);
  const deps = await workerDeps(
    { spec, project, workplace, state: run.state, budgets: budgetsOf({}, wire), again: new Set() },
    planned,
    wire,
  );
  const { end } = await drain(run.record(runTasks(planned, new Set(), deps)));

  expect(end).toMatchObject({ outcome: 'blocked', finished: ['1'], blocked: ['2'] });
  expect(run.state.tasks.get('1')).toMatchObject({ status: 'finished', rounds: 2 });
  const stored = journal.read('run_1');
  expect(foldRun(stored)).toStrictEqual(run.state);
  for (let cut = 0; cut <= stored.length; cut++) {
    expect(foldRun(stored.slice(0, cut))?.lastAt).toBe(stored[cut - 1]?.at);
  }
});
