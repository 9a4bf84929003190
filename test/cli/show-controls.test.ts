import { expect, test } from 'vitest';
import { showControls } from '../../src/cli/show-controls.ts';
import { shownJson } from '../../src/cli/shown-text.ts';

test.each([
  ['\u001b[8mhidden\u001b[0m', '\\u{1b}[8mhidden\\u{1b}[0m'],
  ['\u001b]0;owned\u0007', '\\u{1b}]0;owned\\u{7}'],
  ['a\rb', 'a\\u{d}b'],
  ['if (admin\u202e) {', 'if (admin\\u{202e}) {'],
  ['zero\u200bwidth', 'zero\\u{200b}width'],
  ['\u{e0041}tag', '\\u{e0041}tag'],
  ['\u009b31m', '\\u{9b}31m'],
])('%j is shown as %j', (text, shown) => {
  expect(showControls(text)).toBe(shown);
});

test.each(['plain', 'two\nlines\tand a tab', 'ünï 日本語 👩‍💻', '\u001b[1mbold\u001b[22m \u001b[31mred\u001b[39m'])(
  '%j stays',
  (text) => {
    expect(showControls(text)).toBe(text);
  },
);

test('JSON holds no such character itself, stays as it is when it is written, and reads as the same text', () => {
  const value = { text: 'zero\u200bwidth \u202e \u{e0041} \u001b[1m two\nlines 日本語' };
  for (const json of [shownJson(value), shownJson(value, 2)]) {
    expect(showControls(json)).toBe(json);
    expect(JSON.parse(json)).toEqual(value);
  }
  expect(shownJson(value)).toContain('zero\\u200bwidth \\u202e \\udb40\\udc41');
});
