import { expect, test } from 'vitest';
import type { JournaledEvent } from '../../src/domain/event.ts';
import { started, task } from './journal-events.ts';
import { makeStateFolder, open } from './journal-fixture.ts';

test('runs are listed newest first, by spec and up to a limit', () => {
  const journal = open();
  for (const [run, spec] of [
    ['run_c', 'one'],
    ['run_a', 'two'],
    ['run_b', 'one'],
  ] as const) {
    journal.append(run, started(run, spec));
  }
  const names = (filter?: { spec?: string; limit?: number }) => journal.runs(filter).map(({ run }) => run);
  expect(names()).toEqual(['run_b', 'run_a', 'run_c']);
  expect(names({ spec: 'one' })).toEqual(['run_b', 'run_c']);
  expect(names({ limit: 2 })).toEqual(['run_b', 'run_a']);
  expect(names({ spec: 'one', limit: 1 })).toEqual(['run_b']);
  expect(names({ spec: "'x" })).toEqual([]);
});

test('a run tells what it is and where it stands', () => {
  const journal = open();
  journal.append('run_1', { type: 'run_started', run: 'run_1', kind: 'draft', spec: 'demo', stage: 'design' });
  journal.append('run_2', started('run_2'));
  journal.append('run_1', task('1'));
  expect(journal.runs()).toEqual([
    {
      run: 'run_2',
      spec: 'demo',
      kind: 'execute',
      startedAt: 1001,
      lastAt: 1001,
      state: 'active',
      lastType: 'run_started',
    },
    {
      run: 'run_1',
      spec: 'demo',
      kind: 'draft',
      stage: 'design',
      startedAt: 1000,
      lastAt: 1002,
      state: 'active',
      lastType: 'task_started',
    },
  ]);
});

test('the state of a run follows its events and survives a restart', () => {
  const folder = makeStateFolder();
  const steps: [JournaledEvent, string][] = [
    [started('run_1'), 'active'],
    [{ type: 'run_paused', run: 'run_1', reason: 'budget', next: 'ashlar resume' }, 'paused'],
    [task('1'), 'paused'],
    [{ type: 'run_resumed', run: 'run_1' }, 'active'],
    [{ type: 'run_finished', run: 'run_1', outcome: 'blocked' }, 'blocked'],
    [{ type: 'run_resumed', run: 'run_1' }, 'active'],
    [{ type: 'run_finished', run: 'run_1', outcome: 'abandoned' }, 'abandoned'],
    [{ type: 'run_finished', run: 'run_1', outcome: 'done' }, 'done'],
  ];
  for (const [event, state] of steps) {
    const journal = open(folder);
    journal.append('run_1', event);
    journal.close();
    const [row] = open(folder, true).runs();
    expect(row).toMatchObject({ state, lastType: event.type });
  }
});
