import { type Command, InvalidArgumentError } from 'commander';
import { type Budget, parseDurationMs } from '../domain/budget.ts';

export interface BudgetOptions {
  maxUsd?: number;
  maxTokens?: number;
  maxTurns?: number;
  maxWallTime?: number;
}

/** The limits of a run, as `run` and `resume` take them. */
export function addBudgetOptions(command: Command): Command {
  return command
    .option('--max-usd <dollars>', 'pause once so many US dollars are spent on models', readNumber)
    .option('--max-tokens <count>', 'pause once so many tokens are used: 500000, 500k or 2m', readTokens)
    .option('--max-turns <count>', 'pause after so many model replies', readCount)
    .option('--max-wall-time <time>', 'pause after so much time at work: 90s, 30m, 2h', readTime);
}

/** Undefined where no limit was given. */
export function readBudget({ maxUsd, maxTokens, maxTurns, maxWallTime }: BudgetOptions): Budget | undefined {
  const budget: Budget = {
    ...(maxUsd === undefined ? {} : { usd: maxUsd }),
    ...(maxTokens === undefined ? {} : { tokens: maxTokens }),
    ...(maxTurns === undefined ? {} : { turns: maxTurns }),
    ...(maxWallTime === undefined ? {} : { wallTimeMs: maxWallTime }),
  };
  return Object.keys(budget).length === 0 ? undefined : budget;
}

function readNumber(text: string): number {
  const value = /^\d+(\.\d+)?$/.test(text) ? Number(text) : 0;
  if (value > 0) return value;
  throw new InvalidArgumentError('It must be a number above 0, as in 2.50.');
}

function readCount(text: string): number {
  const value = /^\d+$/.test(text) ? Number(text) : 0;
  if (value > 0) return value;
  throw new InvalidArgumentError('It must be a whole number above 0.');
}

function readTokens(text: string): number {
  const [, count = '0', unit = ''] = /^(\d+(?:\.\d+)?)([km]?)$/i.exec(text) ?? [];
  const value = Math.round(Number(count) * (tokenUnits[unit.toLowerCase()] ?? 1));
  if (value > 0) return value;
  throw new InvalidArgumentError('It must be a number above 0, as in 500000, 500k or 2m.');
}

const tokenUnits: Readonly<Record<string, number>> = { k: 1_000, m: 1_000_000 };

function readTime(text: string): number {
  const value = parseDurationMs(text) ?? 0;
  if (value > 0) return value;
  throw new InvalidArgumentError('It must be a time above 0, as in 90s, 30m or 2h.');
}
