import { amount } from '../app/amount.ts';
import type { Cost, RunCost } from '../app/show-cost.ts';
import { groupThousands } from '../base/text.ts';

/** Runs with what each part of them cost, as tables. */
export function describeCosts({ runs, total }: { runs: readonly RunCost[]; total: Cost }): string {
  if (runs.length === 0) return 'Nothing was spent yet.';
  const shown = runs.map(describeRun);
  const sum = runs.length === 1 ? [] : [renderTable([['all runs', total]])];
  return [...shown, ...sum].join('\n\n');
}

function describeRun({ run, spec, kind, stage, total, tasks, roles, models }: RunCost): string {
  const what = kind === 'draft' ? `draft of ${stage}` : 'run';
  const named = tasks.filter(({ name }) => name !== '');
  const rows: [string, Cost][] = [
    ['total', total],
    ...named.map((cost): [string, Cost] => [`task ${cost.name}`, cost]),
    ...(roles.length > 1 ? roles : []).map((cost): [string, Cost] => [cost.name, cost]),
    ...models.map((cost): [string, Cost] => [cost.name, cost]),
  ];
  return `${spec}  ${what} ${run}\n${renderTable(rows)}`;
}

const heads = ['', 'cost', 'replies', 'in', 'out', 'cache read', 'cache write', 'models', 'tools'];

function renderTable(rows: readonly [string, Cost][]): string {
  const cells = [heads, ...rows.map(([name, cost]) => cellsOf(name, cost))];
  const widths = heads.map((_, column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)));
  return cells
    .map((row) => row.map((cell, at) => (at === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[at] ?? 0))))
    .map((row) => `  ${row.join('  ')}`.trimEnd())
    .join('\n');
}

function cellsOf(name: string, cost: Cost): string[] {
  const counts = [cost.inputTokens, cost.outputTokens, cost.cacheReadTokens, cost.cacheWriteTokens];
  return [
    name,
    cost.costUsd === undefined ? 'unknown' : amount('usd', cost.costUsd),
    String(cost.calls),
    ...counts.map(groupThousands),
    amount('wallTimeMs', cost.modelMs),
    amount('wallTimeMs', cost.toolMs),
  ];
}
