import { relative } from 'node:path';
import { plural } from '../base/text.ts';
import type { BudgetUnit } from '../domain/budget.ts';
import type { RunState } from '../journal/fold-run.ts';
import { type Budgets, hasUnknownCost, type SpentBudget, sumSpending } from '../orchestrator/budget.ts';
import type { RunEnd } from '../orchestrator/run-tasks.ts';
import { amount } from './amount.ts';
import type { Wire } from './wire.ts';
import type { Workplace } from './workplace.ts';

export interface HandOver {
  /** What ran out. */
  reason: string;
  /** The command that goes on. */
  next: string;
  /** What is done, what is not, what it cost: a line each, at most ten. */
  lines: string[];
}

interface PausedWork {
  spec: string;
  state: RunState;
  end: RunEnd;
  workplace: Workplace;
  budgets: Budgets;
}

/** What a person reads of a run that spent what it may, to go on with it later. */
export function handOver(spent: SpentBudget, work: PausedWork, wire: Wire): HandOver {
  const { spec, state, end, workplace } = work;
  const reason = describeSpent(spent);
  const next = nextCommand(spent, `ashlar resume ${spec}`);
  const open = [...state.tasks.values()].findLast(({ status }) => status === 'started');
  const total = end.finished.length + end.blocked.length + end.waiting.length;
  const left = end.waiting.filter((id) => id !== open?.id);
  const root = relative(wire.workspace.root, workplace.root) || 'this checkout';
  const lines = [
    `Paused: ${reason}.`,
    `Done: ${end.finished.length} of ${plural(total, 'task')} on ${workplace.branch}${listed(end.finished)}`,
    ...(open === undefined ? [] : [`In work: ${open.id} ${open.title}; what it changed lies in ${root}`]),
    ...(end.blocked.length === 0 ? [] : [`Blocked${listed(end.blocked)}`]),
    ...(left.length === 0 ? [] : [`Left${listed(left)}`]),
    `Spent: ${describeSpending(state, work.budgets)}`,
    `Next: ${next}`,
  ];
  return { reason, next, lines };
}

const listed = (ids: readonly string[]) => {
  const more = ids.length - listedIds;
  const shown = `${ids.slice(0, listedIds).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
  return ids.length === 0 ? '' : `: ${shown}`;
};

/** Task ids that one line names. */
const listedIds = 20;

function describeSpending({ tallies }: RunState, { costUsd }: Budgets): string {
  const all = [...tallies.values()];
  const { usd, tokens, turns, wallTimeMs } = sumSpending(all, costUsd);
  const cost = hasUnknownCost(all, costUsd) ? 'price unknown' : amount('usd', usd);
  return [cost, amount('tokens', tokens), amount('turns', turns), amount('wallTimeMs', wallTimeMs)].join(', ');
}

export function describeSpent({ task, unit, limit, spent }: SpentBudget): string {
  const whose = task === undefined ? 'the run' : `task ${task}`;
  return `${whose} has spent ${amount(unit, spent)} of the ${amount(unit, limit)} it may`;
}

/** The command that goes on, with twice as much of what ran out; what a task may spend is the team's to say. */
export function nextCommand({ task, unit, limit }: SpentBudget, command: string): string {
  if (task !== undefined) return `raise limits.budget.task in .ashlar/config.yaml, then: ${command}`;
  const more = unit === 'wallTimeMs' ? `${Math.ceil((limit * 2) / 1000)}s` : String(limit * 2);
  return `${command} ${budgetFlags[unit]} ${more}`;
}

const budgetFlags: Readonly<Record<BudgetUnit, string>> = {
  usd: '--max-usd',
  tokens: '--max-tokens',
  turns: '--max-turns',
  wallTimeMs: '--max-wall-time',
};
