import { expect, test } from 'vitest';
import { describeBudget } from '../../src/tui/describe-budget.ts';

test('a notice says whose budget it is and how much of it is spent', () => {
  const notice = { type: 'budget_noticed', unit: 'usd', limit: 2, spent: 1.5, percent: 75 } as const;
  expect(describeBudget(notice)).toBe('75 % of the budget of the run is spent: $1.50 of $2.00');
  expect(describeBudget({ ...notice, task: '2.1', unit: 'tokens', limit: 20_000, spent: 15_000 })).toBe(
    '75 % of the budget of task 2.1 is spent: 15,000 tokens of 20,000 tokens',
  );
});

test('a budget that was set names its limits', () => {
  const budget = { usd: 0.0125, turns: 1, wallTimeMs: 5_400_000 };
  expect(describeBudget({ type: 'budget_set', budget })).toBe('budget set: $0.0125, 1 model reply, 1 h 30 min');
});
