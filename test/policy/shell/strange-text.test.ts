import { expect, test } from 'vitest';
import { limits } from '../../../src/base/limits.ts';
import { findStrangeText, showHidden } from '../../../src/policy/shell/strange-text.ts';

test.each([
  ...[
    'a\u0000b',
    'a\rb',
    'a\u001b[8mb',
    'a\u00a0b',
    'a\u2003b',
    'a\u200bb',
    'a\u202eb',
    'a\u2066b',
    'a\ufeffb',
    'a\u2028b',
  ],
  ...['a\u3164b', 'a\u{e0041}b', 'a\ufe00b', 'x'.repeat(limits.commandChars + 1)],
])('%j is no text that a person could judge', (text) => {
  expect(findStrangeText(text)).toEqual(expect.any(String));
});

test('tabs, line breaks and letters of all languages are plain', () => {
  expect(findStrangeText('a\tb\nc äöü 日本 \u2764\ufe0f “x” — …')).toBeUndefined();
});

test('hidden characters are shown by their numbers', () => {
  expect(showHidden('ls\u202e;\u00a0x\u001b\ny')).toBe('ls\\u{202E};\\u{A0}x\\u{1B}\ny');
});
