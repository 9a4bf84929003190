import { groupThousands } from '../base/text.ts';
import type { BudgetUnit } from '../domain/budget.ts';

/** So much of what a budget bounds, as people read it: `$0.51`, `12,000 tokens`, `3 model replies`, `4 min 2 s`. */
export function amount(unit: BudgetUnit, value: number): string {
  if (unit === 'usd') return `$${value.toFixed(value < 1 ? 4 : 2).replace(/(\.\d\d)0{1,2}$/, '$1')}`;
  if (unit === 'tokens') return `${groupThousands(value)} tokens`;
  return unit === 'turns' ? `${value} model ${value === 1 ? 'reply' : 'replies'}` : describeTime(value);
}

function describeTime(ms: number): string {
  const seconds = Math.round(ms / 1000);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  return minutes < 60 ? `${minutes} min ${seconds % 60} s` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
