import { expect, test } from 'vitest';
import { describeHidden, findHidden, showHidden } from '../../src/base/hidden-text.ts';

const asTags = (text: string) =>
  Array.from(text, (char) => String.fromCodePoint(0xe0000 + char.charCodeAt(0))).join('');
const asSelectors = (text: string) =>
  Array.from(text, (char) => String.fromCodePoint(0xe0100 + char.charCodeAt(0))).join('');

test.each([
  ['a colour', '\u001b[31mred\u001b[0m', '\\u{1b}[31mred\\u{1b}[0m', '2 control characters'],
  [
    'a link of a terminal',
    'see \u001b]8;;https://evil.test\u0007here',
    'see \\u{1b}]8;;https://evil.test\\u{7}here',
    '2 control characters',
  ],
  ['a control of eight bits', 'a\u009b2Jb', 'a\\u{9b}2Jb', '1 control character'],
  ['a line that is written over', 'rm -rf ~\rls', 'rm -rf ~\\u{d}ls', '1 control character'],
  ['letters that are taken back', 'evil\b\b\b\bgood', 'evil\\u{8}\\u{8}\\u{8}\\u{8}good', '4 control characters'],
  ['a line break of others', 'ls\u2028rm', 'ls\\u{2028}rm', '1 control character'],
  ['an order that is turned', 'admin\u202e // resu', 'admin\\u{202e} // resu', '1 bidi control'],
  ['marks of direction between Latin letters', 'a\u200fb\u200ec', 'a\\u{200f}b\\u{200e}c', '2 bidi controls'],
  ['a word with nothing in it', 's\u200bu\u2060d\u00ado', 's\\u{200b}u\\u{2060}d\\u{ad}o', '3 zero-width characters'],
  ['a joiner between Latin letters', 'a\u200db', 'a\\u{200d}b', '1 zero-width character'],
  ['a mark in the middle', 'a\ufeffb', 'a\\u{feff}b', '1 zero-width character'],
  ['tags', `ok${asTags('hi')}`, 'ok\\u{e0068}\\u{e0069}', '2 tag characters'],
  ['tags behind a picture', `\u{1F608}${asTags('run')}`, '\u{1F608}\\u{e0072}\\u{e0075}\\u{e006e}', '3 tag characters'],
  [
    'tags behind a black flag',
    `\u{1F3F4}${asTags('run this now')}`,
    /^\u{1F3F4}(?:\\u\{e00[0-9a-f]{2}\}){12}$/u,
    '12 tag characters',
  ],
  ['selectors', `ok${asSelectors('hi')}`, 'ok\\u{e0168}\\u{e0169}', '2 variation selectors'],
  ['selectors behind a picture', `\u2764\ufe0f${asSelectors('h')}`, '\u2764\ufe0f\\u{e0168}', '1 variation selector'],
  ['bits of nothing', 'a\u2062\u2064\u2062b', 'a\\u{2062}\\u{2064}\\u{2062}b', '3 invisible characters'],
  ['letters that are empty', 'a\u3164b\u2800c', 'a\\u{3164}b\\u{2800}c', '2 invisible characters'],
  ['half of a character', 'a\ud800b', 'a\\u{d800}b', '1 invisible character'],
  ['spaces in a command', 'rm\u00a0-rf\u2003/', 'rm\\u{a0}-rf\\u{2003}/', '2 odd spaces'],
  ['wide letters in a command', '\uff52\uff4d -rf ~', '\\u{ff52}\\u{ff4d} -rf ~', '2 full-width letters'],
  ['marks in a pile', `a${'\u0301'.repeat(9)}`, `a${'\u0301'.repeat(6)}\\u{301}\\u{301}\\u{301}`, '3 piled-up marks'],
])('%s is shown, told, and the same when shown again', (_what, text, shown, told) => {
  if (typeof shown === 'string') expect(showHidden(text)).toBe(shown);
  else expect(showHidden(text)).toMatch(shown);
  expect(describeHidden(findHidden(text))).toBe(told);
  expect(showHidden(showHidden(text))).toBe(showHidden(text));
  expect(findHidden(showHidden(text))).toEqual([]);
});

test.each([
  ['plain text', 'one\ttwo\r\nthree\n'],
  ['a family', '\u{1F468}\u200d\u{1F469}\u200d\u{1F467}'],
  ['a heart', '\u2764\ufe0f and \u2764\ufe0f\u200d\u{1F525}'],
  ['a hand with its colour', '\u{1F44B}\u{1F3FD}'],
  ['a key of a telephone', '1\ufe0f\u20e3'],
  ['the flag of Wales', `\u{1F3F4}${asTags('gbwls')}\u{E007F}`],
  ['flags', '\u{1F1E9}\u{1F1EA}\u{1F1F5}\u{1F1F9}'],
  ['Hebrew', '\u05e9\u05dc\u05d5\u05dd (C++\u200e) \u05e2\u05d5\u05dc\u05dd\u200f!'],
  ['Arabic', '\u0645\u0631\u062d\u0628\u0627 \u0628\u0627\u0644\u0639\u0627\u0644\u0645'],
  ['Persian', '\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645'],
  ['Hindi', '\u0915\u094d\u200d\u0937'],
  ['Chinese with a variant', '\u845b\u{E0100}\u57ce'],
  ['Japanese with wide letters', '\u65e5\u672c\u8a9e\u3000\uff21\uff30\uff29'],
  ['Vietnamese', 'Ti\u1ebfng Vi\u1ec7t, e\u0302\u0323'],
  ['French', 'Vraiment\u202f? Oui\u00a0: 10\u00a0km'],
  ['Greek', '\u03bb\u03cc\u03b3\u03bf\u03c2, \u0394t'],
  ['Russian', '\u043f\u0440\u0438\u0432\u0435\u0442, world'],
  ['signs', '→ … – “x” © ™ ✓ ░'],
])('%s is written so in good faith', (_what, text) => {
  expect(showHidden(text)).toBe(text);
  expect(findHidden(text)).toEqual([]);
});

test('what is hidden is told line by line', () => {
  expect(findHidden('one\n\u202etwo\u202c\nthree\n\u200b')).toEqual([
    { line: 2, kind: 'bidi control', count: 2 },
    { line: 4, kind: 'zero-width character', count: 1 },
  ]);
  expect(describeHidden(findHidden('\u202e\u200b\u0007'))).toBe(
    '1 bidi control, 1 zero-width character and 1 control character',
  );
});

test('a word whose letters only look Latin is told, and left as it is', () => {
  const text = 'const p\u0430ssword = 1;\nconst ok = 2;';
  expect(showHidden(text)).toBe(text);
  expect(findHidden(text)).toEqual([{ line: 1, kind: 'word of mixed scripts', count: 1 }]);
});

test('the mark with which a file may begin is not told', () => {
  expect(findHidden('\ufeffone')).toEqual([]);
});
