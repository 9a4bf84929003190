import { expect, test } from 'vitest';
import type { Budget } from '../../src/domain/budget.ts';
import { type Event, isJournaled } from '../../src/domain/event.ts';
import { userText } from '../../src/domain/message.ts';
import { beginRun, evolveRun, type RunState } from '../../src/journal/fold-run.ts';
import { type Budgets, spentBudget, watchBudget } from '../../src/orchestrator/budget.ts';

const start = { type: 'run_started', run: 'run_1', spec: 'demo', kind: 'execute' } as const;
const place = { base: 'a', branch: 'ashlar/demo', inPlace: false };

function begin(...tasks: string[]): RunState {
  const state = beginRun(0, { ...start, ...place });
  for (const task of tasks) {
    const about = { role: 'implementer' as const, model: 'm', system: '', tools: [], first: userText('go') };
    evolveRun(state, 0, { type: 'session_opened', session: task, task, ...about });
  }
  return state;
}

/** So many replies in the session of a task, each of ten tokens. */
function reply(state: RunState, task: string, count: number): void {
  const usage = { inputTokens: 1, outputTokens: 2, cacheReadTokens: 3, cacheWriteTokens: 4 };
  const message = { role: 'assistant' as const, content: [] };
  const about = { session: task, turn: 1, message, stopReason: 'end_turn' as const, usage, durationMs: 100 };
  for (let n = 0; n < count; n++) evolveRun(state, 0, { type: 'model_replied', ...about });
}

const budgets = (run: Budget, task: Budget = {}): Budgets => ({ run, task, costUsd: () => undefined });

/** What is said of the budget, as the journal takes it; true at the end where it is used up. */
function watch(state: RunState, task: string, limits: Budgets): (Event | boolean)[] {
  const events = watchBudget(state, task, limits);
  for (const said: (Event | boolean)[] = []; ; ) {
    const next = events.next();
    said.push(next.value);
    if (next.done === true) return said;
    if (isJournaled(next.value)) evolveRun(state, 0, next.value);
  }
}

const percents = (said: readonly (Event | boolean)[]) =>
  said.flatMap((each) => (typeof each === 'object' && each.type === 'budget_noticed' ? [each.percent] : []));

test('each share is said once, and of several that were passed at once only the highest', () => {
  const state = begin('1');
  const limits = budgets({ turns: 10 });
  const said: number[][] = [];
  for (const count of [4, 1, 1, 3, 0]) {
    reply(state, '1', count);
    said.push(percents(watch(state, '1', limits)));
  }
  expect(said).toEqual([[], [50], [], [90], []]);
  reply(state, '1', 1);
  expect(watch(state, '1', limits)).toEqual([true]);
});

test('a limit that was raised is another one: its shares are said anew', () => {
  const state = begin('1');
  reply(state, '1', 5);
  expect(percents(watch(state, '1', budgets({ turns: 10 })))).toEqual([50]);
  expect(percents(watch(state, '1', budgets({ turns: 8 })))).toEqual([50]);
});

test('a task has what it spent itself, the run what all spent', () => {
  const state = begin('1', '2');
  reply(state, '1', 3);
  reply(state, '2', 1);
  const limits = budgets({ tokens: 100 }, { turns: 3 });
  expect(spentBudget(state, '1', limits)).toEqual({ task: '1', unit: 'turns', limit: 3, spent: 3 });
  expect(spentBudget(state, '2', limits)).toBeUndefined();
  reply(state, '2', 6);
  expect(spentBudget(state, '2', limits)).toEqual({ unit: 'tokens', limit: 100, spent: 100 });
});

test('time at work is counted from the journal, and without limits nothing is ever used up', () => {
  const state = begin('1');
  reply(state, '1', 3);
  expect(spentBudget(state, '1', budgets({ wallTimeMs: 300 }))).toMatchObject({ unit: 'wallTimeMs', spent: 300 });
  expect(watch(state, '1', budgets({}))).toEqual([false]);
});
