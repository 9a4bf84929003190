import { AshlarError } from '../base/errors.ts';
import type { Budget } from '../domain/budget.ts';
import type { Model, Usage } from '../domain/model.ts';
import type { RunState } from '../journal/fold-run.ts';
import { noTokens } from '../journal/usage.ts';
import { costUsd } from '../models/prices.ts';
import { type Budgets, hasUnknownCost } from '../orchestrator/budget.ts';
import type { Wire } from './wire.ts';

/** What a run may spend: the configuration's limits, and over them what a human allowed this run on the command line. */
export function budgetsOf(allowed: Budget, { workspace: { config } }: Pick<Wire, 'workspace'>): Budgets {
  const { run = {}, task = {} } = config.limits?.budget ?? {};
  const price = (model: string, usage: Usage) => costUsd(model, usage, config.prices);
  return { run: { ...run, ...allowed }, task, costUsd: price };
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
