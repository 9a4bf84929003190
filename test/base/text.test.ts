import { expect, test } from 'vitest';
import { groupThousands, wrapText } from '../../src/base/text.ts';

test('digits are grouped by threes from the right', () => {
  const grouped = [0, 999, 1_000, 12_345, 1_234_567].map(groupThousands);
  expect(grouped).toEqual(['0', '999', '1,000', '12,345', '1,234,567']);
});

test('long lines are broken between words and keep their indent; short lines and long words stay', () => {
  expect(wrapText('  one two three\nshort\n1. aaaa bbbb cccc', 11)).toBe(
    '  one two\n  three\nshort\n1. aaaa\n   bbbb\n   cccc',
  );
  expect(wrapText('a https://example.org/long b', 10)).toBe('a\nhttps://example.org/long\nb');
});
