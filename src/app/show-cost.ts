import { AshlarError } from '../base/errors.ts';
import type { RunKind } from '../domain/event.ts';
import type { SpecStage } from '../domain/spec.ts';
import { foldRun } from '../journal/fold-run.ts';
import type { Tally } from '../journal/tally.ts';
import { addUsage, noTokens } from '../journal/usage.ts';
import { hasUnknownCost, sumSpending } from '../orchestrator/budget.ts';
import { findSpec } from '../specs/list-specs.ts';
import { budgetsOf } from './budgets.ts';
import type { Wire } from './wire.ts';

export interface Cost {
  /** What these figures are of: a task, a role, a model; '' where they are of no task. */
  name: string;
  /** Model replies. */
  calls: number;
  inputTokens: number;
  outputTokens: number;
  cacheReadTokens: number;
  cacheWriteTokens: number;
  /** US dollars; absent where a model's price is not known. */
  costUsd?: number;
  modelMs: number;
  toolMs: number;
}

export interface RunCost {
  run: string;
  spec: string;
  kind: RunKind;
  stage?: SpecStage;
  startedAt: number;
  total: Cost;
  tasks: Cost[];
  roles: Cost[];
  models: Cost[];
}

/** What runs cost, oldest first: a run, all runs of a spec, or without a name all there are. Counted from the journal. */
export async function showCost(name: string | undefined, wire: Wire): Promise<{ runs: RunCost[]; total: Cost }> {
  const journal = wire.hasJournal ? await wire.journal() : undefined;
  const rows = journal?.runs() ?? [];
  const ofRun = rows.filter(({ run }) => name === undefined || run === name);
  const chosen =
    ofRun.length > 0 || name === undefined ? ofRun : rows.filter(({ spec }) => spec === slugOf(name, wire));
  const price = priceWith(wire);
  const states = chosen.toReversed().flatMap(({ run }) => {
    const state = foldRun(journal?.read(run) ?? []);
    return state === undefined ? [] : [state];
  });
  const runs = states.map(({ run, spec, start, startedAt, tallies }): RunCost => {
    const all = [...tallies.values()];
    const by = (key: (tally: Tally) => string) => groupCosts(all, key, price);
    return {
      run,
      spec,
      kind: start.kind,
      ...(start.kind === 'draft' ? { stage: start.stage } : {}),
      startedAt,
      total: sumCost('total', all, price),
      tasks: by(({ task = '' }) => task),
      roles: by(({ role }) => role),
      models: by(({ model }) => model),
    };
  });
  return {
    runs,
    total: sumCost(
      'total',
      states.flatMap(({ tallies }) => [...tallies.values()]),
      price,
    ),
  };
}

type Price = ReturnType<typeof priceWith>;

const priceWith = (wire: Wire) => budgetsOf({}, wire).costUsd;

/** Throws where there is neither a run nor a spec of that name. */
function slugOf(name: string, { specRoots }: Wire): string {
  try {
    return findSpec(specRoots, name).slug;
  } catch (error) {
    if (!(error instanceof AshlarError)) throw error;
    throw new AshlarError({
      kind: error.kind,
      what: `there is neither a run nor a spec ${name}`,
      next: 'ashlar cost , for all of them',
      cause: error,
    });
  }
}

function groupCosts(tallies: readonly Tally[], keyOf: (tally: Tally) => string, price: Price): Cost[] {
  const keys = [...new Set(tallies.map(keyOf))];
  return keys.map((key) =>
    sumCost(
      key,
      tallies.filter((tally) => keyOf(tally) === key),
      price,
    ),
  );
}

function sumCost(name: string, tallies: readonly Tally[], price: Price): Cost {
  const usage = tallies.reduce((sum, tally) => addUsage(sum, tally.usage), noTokens);
  const { usd, turns } = sumSpending(tallies, price);
  const sumMs = (of: (tally: Tally) => number) => tallies.reduce((sum, tally) => sum + of(tally), 0);
  return {
    name,
    calls: turns,
    ...usage,
    ...(hasUnknownCost(tallies, price) ? {} : { costUsd: usd }),
    modelMs: sumMs(({ modelMs }) => modelMs),
    toolMs: sumMs(({ toolMs }) => toolMs),
  };
}
