/** What may be spent; what is not set is not bounded. */
export interface Budget {
  /** US dollars. */
  usd?: number | undefined;
  /** Tokens of all kinds: in, out, read from the cache and written to it. */
  tokens?: number | undefined;
  /** Model replies. */
  turns?: number | undefined;
  /** The time that models, tools and checks took; waiting for a human is not counted. */
  wallTimeMs?: number | undefined;
}

export type BudgetUnit = keyof Budget;

export const budgetUnits = ['usd', 'tokens', 'turns', 'wallTimeMs'] as const satisfies BudgetUnit[];

/** How far a budget is used up when it is said. */
export const noticePercents = [50, 75, 90] as const;

/** `90s`, `30m`, `2h` or `1d` in milliseconds; undefined for anything else. */
export function parseDurationMs(text: string): number | undefined {
  const [, count, unit] = /^(\d+(?:\.\d+)?)\s*(ms|s|m|h|d)$/.exec(text.trim()) ?? [];
  const unitMs = unit === undefined ? undefined : unitsMs[unit];
  return count === undefined || unitMs === undefined ? undefined : Number(count) * unitMs;
}

const unitsMs: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };
