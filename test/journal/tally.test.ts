import { expect, test } from 'vitest';
import type { JournaledEvent } from '../../src/domain/event.ts';
import { userText } from '../../src/domain/message.ts';
import { foldRun, type RunState } from '../../src/journal/fold-run.ts';
import type { Tally } from '../../src/journal/tally.ts';
import { started } from './journal-events.ts';

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

const usage = { inputTokens: 1, outputTokens: 2, cacheReadTokens: 3, cacheWriteTokens: 4 };
const replied = (session: string, more: object = {}): JournaledEvent => ({
  type: 'model_replied',
  session,
  turn: 1,
  message: { role: 'assistant', content: [{ type: 'text', text: 'ok' }] },
  stopReason: 'end_turn',
  usage,
  costUsd: 0.5,
  durationMs: 10,
  ...more,
});
const ran = (session: string, name: string): JournaledEvent => {
  return { type: 'tool_finished', session, call: 'c', name, text: '', isError: false, durationMs: 7 };
};
const taskStarted: JournaledEvent = { type: 'task_started', task: '1', title: 'One', head: 'a' };
const check = { command: 'test', exitCode: 0, outputDigest: 'd', output: '', durationMs: 100 };
const checked: JournaledEvent = { type: 'checks_finished', task: '1', round: 1, passed: true, checks: [check, check] };

function fold(...events: JournaledEvent[]): RunState {
  const state = foldRun([started('run_1'), ...events].map((event, at) => ({ at, event })));
  if (state === undefined) throw new Error('no run began');
  return state;
}

const tallies = (...events: JournaledEvent[]): Tally[] => [...fold(...events).tallies.values()];

test('what several sessions of a task cost is one sum; another task and no task have their own', () => {
  const all = tallies(opened('a', '1'), replied('a'), opened('b', '1'), replied('b'), opened('c'), replied('c'));
  expect(all.map(({ task, calls, costUsd }) => [task, calls, costUsd])).toEqual([
    ['1', 2, 1],
    [undefined, 1, 0.5],
  ]);
  expect(all[0]?.usage).toEqual({ inputTokens: 2, outputTokens: 4, cacheReadTokens: 6, cacheWriteTokens: 8 });
});

test('a reply of another model than the session began with counts as that model’s', () => {
  const all = tallies(opened('a', '1'), replied('a'), replied('a', { model: 'other' }));
  expect(all.map(({ model, calls }) => [model, calls])).toEqual([
    ['m', 1],
    ['other', 1],
  ]);
});

test('tokens without a price are kept, to be priced later', () => {
  const [tally] = tallies(opened('a'), replied('a'), replied('a', { costUsd: undefined }));
  expect(tally).toMatchObject({ costUsd: 0.5, unpriced: usage, calls: 2 });
});

test('the time of tools and checks counts, that of a human’s answer does not', () => {
  const [tally] = tallies(taskStarted, opened('a', '1'), replied('a'), ran('a', 'bash'), ran('a', 'ask'), checked);
  expect(tally).toMatchObject({ modelMs: 10, toolMs: 207 });
});

test('a budget is what was allowed last, limit by limit, and each notice is known', () => {
  const start: JournaledEvent = { ...started('run_1'), budget: { usd: 1, turns: 5 } } as JournaledEvent;
  const set: JournaledEvent = { type: 'budget_set', budget: { turns: 9 } };
  const noticed: JournaledEvent = { type: 'budget_noticed', unit: 'turns', limit: 9, spent: 5, percent: 50 };
  const state = foldRun([start, set, noticed].map((event, at) => ({ at, event })));
  expect(state?.budget).toEqual({ usd: 1, turns: 9 });
  expect(state?.notices.size).toBe(1);
});
