import { expect, test } from 'vitest';
import { groupThousands } from '../../src/base/text.ts';

test('digits are grouped by threes from the right', () => {
  const grouped = [0, 999, 1_000, 12_345, 1_234_567].map(groupThousands);
  expect(grouped).toEqual(['0', '999', '1,000', '12,345', '1,234,567']);
});
