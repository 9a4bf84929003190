import { type Budget, type BudgetUnit, budgetUnits, noticePercents } from '../domain/budget.ts';
import type { Event } from '../domain/event.ts';
import type { Usage } from '../domain/model.ts';
import { noticeKey, type RunState } from '../journal/fold-run.ts';
import type { Tally } from '../journal/tally.ts';
import { tokensOf } from '../journal/usage.ts';

export interface Budgets {
  /** Of the whole run. */
  run: Budget;
  /** Of each task, all of its sessions together. */
  task: Budget;
  /** US dollars, or undefined where the model's price is unknown. */
  costUsd(model: string, usage: Usage): number | undefined;
}

/** A limit that is reached; `task` is set where it is that of a task. */
export interface SpentBudget {
  task?: string;
  unit: BudgetUnit;
  limit: number;
  spent: number;
}

/**
 * Says once each that half, three quarters and nine tenths of a limit are spent; true where one is used up. Everything is
 * counted from the journal, so that a crash forgets nothing.
 */
export function* watchBudget(state: RunState, task: string | undefined, budgets: Budgets): Generator<Event, boolean> {
  const parts = budgetParts(state, task, budgets);
  if (parts.some(isUsedUp)) return true;
  for (const part of parts) {
    const share = (part.spent / part.limit) * 100;
    const percent = noticePercents.findLast((each) => share >= each);
    if (percent === undefined || state.notices.has(noticeKey({ ...part, percent }))) continue;
    yield { type: 'budget_noticed', ...part, percent };
  }
  return false;
}

/** The first limit that is used up. */
export function spentBudget(state: RunState, task: string | undefined, budgets: Budgets): SpentBudget | undefined {
  return budgetParts(state, task, budgets).find(isUsedUp);
}

export type Spending = Record<BudgetUnit, number>;

/** What some of a run's tallies come to; dollars without those that have no price. */
export function sumSpending(tallies: readonly Tally[], costUsd: Budgets['costUsd']): Spending {
  const sum = (of: (tally: Tally) => number) => tallies.reduce((total, tally) => total + of(tally), 0);
  return {
    usd: sum((tally) => tally.costUsd + (costUsd(tally.model, tally.unpriced) ?? 0)),
    tokens: sum(({ usage }) => tokensOf(usage)),
    turns: sum(({ calls }) => calls),
    wallTimeMs: sum(({ modelMs, toolMs }) => modelMs + toolMs),
  };
}

/** Whether dollars were spent that nobody can count. */
export function hasUnknownCost(tallies: Iterable<Tally>, costUsd: Budgets['costUsd']): boolean {
  return [...tallies].some(({ model, unpriced }) => tokensOf(unpriced) > 0 && costUsd(model, unpriced) === undefined);
}

const isUsedUp = ({ spent, limit }: SpentBudget) => spent >= limit;

function budgetParts(state: RunState, task: string | undefined, { run, task: each, costUsd }: Budgets): SpentBudget[] {
  const all = [...state.tallies.values()];
  const ofRun = partsOf(run, sumSpending(all, costUsd));
  if (task === undefined) return ofRun;
  const own = all.filter((tally) => tally.task === task);
  return [...ofRun, ...partsOf(each, sumSpending(own, costUsd)).map((part) => ({ task, ...part }))];
}

function partsOf(budget: Budget, spending: Spending): SpentBudget[] {
  return budgetUnits.flatMap((unit) => {
    const limit = budget[unit];
    return limit === undefined ? [] : [{ unit, limit, spent: spending[unit] }];
  });
}
