import { amount } from '../app/amount.ts';
import { type BudgetUnit, budgetUnits } from '../domain/budget.ts';
import type { JournaledEvent } from '../domain/event.ts';

type BudgetEvent = Extract<JournaledEvent, { type: 'budget_set' | 'budget_noticed' }>;

/** A limit that a human set, or how much of one is spent, in a line. */
export function describeBudget(event: BudgetEvent): string {
  if (event.type === 'budget_noticed') {
    const { task, unit, limit, spent, percent } = event;
    return `${percent} % of the budget of ${task === undefined ? 'the run' : `task ${task}`} is spent: ${amount(unit, spent)} of ${amount(unit, limit)}`;
  }
  return `budget set: ${budgetUnits.flatMap((unit) => describeLimit(unit, event.budget[unit])).join(', ')}`;
}

function describeLimit(unit: BudgetUnit, limit: number | undefined): string[] {
  return limit === undefined ? [] : [amount(unit, limit)];
}
