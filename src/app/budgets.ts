import { AshlarError } from '../base/errors.ts';
import { type Budget, budgetUnits } from '../domain/budget.ts';
import type { Model, Usage } from '../domain/model.ts';
import type { RunState } from '../journal/fold-run.ts';
import { noTokens } from '../journal/usage.ts';
import { costUsd } from '../models/prices.ts';
import { type Budgets, hasUnknownCost, type SpentBudget, spentBudget, sumSpending } from '../orchestrator/budget.ts';
import { describeSpent, nextCommand } from './hand-over.ts';
import type { Wire } from './wire.ts';

/** What a run may spend: the configuration's limits, and over them what a human allowed this run on the command line. */
export function budgetsOf(allowed: Budget, { workspace: { config } }: Pick<Wire, 'workspace'>): Budgets {
  const { run = {}, task = {} } = config.limits?.budget ?? {};
  const price = (model: string, usage: Usage) => costUsd(model, usage, config.prices);
  return { run: { ...run, ...allowed }, task, costUsd: price };
}

/** What a run spent of it. */
export function spentOf(budget: Budget, { tallies }: RunState, { costUsd: price }: Budgets): Budget {
  const spending = sumSpending([...tallies.values()], price);
  return Object.fromEntries(budgetUnits.flatMap((unit) => (unit in budget ? [[unit, spending[unit]]] : [])));
}

/** What is left of it; throws AshlarError `budget` where nothing of something is. `command` would go on. */
export function budgetLeft(budget: Budget, spent: Budget, command: string): Budget {
  const left = budgetUnits.flatMap((unit) => {
    const limit = budget[unit];
    if (limit === undefined) return [];
    const rest = limit - (spent[unit] ?? 0);
    if (rest > 0) return [[unit, rest] as const];
    throw budgetSpent({ unit, limit, spent: spent[unit] ?? 0 }, command);
  });
  return Object.fromEntries(left);
}

/** Of a draft that stopped because its budget is spent. */
export function spentOnDraft(state: RunState, budgets: Budgets, command = `ashlar draft ${state.spec}`): AshlarError {
  const spent = spentBudget(state, undefined, budgets);
  if (spent === undefined) throw new Error('a draft stopped for a budget of which something is left');
  return budgetSpent(spent, command);
}

function budgetSpent(spent: SpentBudget, command: string): AshlarError {
  return new AshlarError({ kind: 'budget', what: describeSpent(spent), next: nextCommand(spent, command) });
}

/** A budget that cannot be counted is no budget: throws where dollars are bounded and a model's price is not known. */
export function confirmCountable(budgets: Budgets, model: Pick<Model, 'id'>, state: RunState | undefined): void {
  if (budgets.run.usd === undefined && budgets.task.usd === undefined) return;
  const isPriced = budgets.costUsd(model.id, noTokens) !== undefined;
  if (isPriced && !hasUnknownCost(state?.tallies.values() ?? [], budgets.costUsd)) return;
  throw new AshlarError({
    kind: 'invalid',
    what: 'the budget in dollars cannot be counted',
    why: isPriced ? 'an earlier reply of this run came from a model without a price' : `${model.id} has no known price`,
    next: 'set its price under prices: in .ashlar/config.yaml, or bound the run with --max-tokens or --max-turns',
  });
}
