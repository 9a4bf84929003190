import { describe, expect, test } from 'vitest';
import { indentOf, normaliseText, readBox, readHeading, readLines } from '../../src/specs/lines.ts';

const verbatim = (text: string) =>
  readLines(text)
    .lines.map((line) => (line.verbatim ? '#' : '.'))
    .join('');
const first = (text: string) => {
  const [line] = readLines(text).lines;
  if (line === undefined) throw new Error('a text has at least one line');
  return line;
};

describe('readLines', () => {
  test('offsets cut each line out of the text, whatever its line break', () => {
    const text = '\uFEFFone\r\ntwo\n\nfour';
    const { lines } = readLines(text);
    expect(lines.map((line) => text.slice(line.start, line.end))).toEqual(['one', 'two', '', 'four']);
    expect(lines.map((line) => line.number)).toEqual([1, 2, 3, 4]);
    expect(lines[0]?.start).toBe(1);
  });

  test('an empty text is one empty line', () => {
    expect(readLines('').lines).toEqual([{ text: '', start: 0, end: 0, number: 1, verbatim: false }]);
  });

  test('a fence is closed by as many of the same signs, not by others', () => {
    expect(verbatim('a\n```js\nb\n```\nc')).toBe('.###.');
    expect(verbatim('````\n```\nb\n````\nc')).toBe('####.');
    expect(verbatim('~~~\n```\n~~~\nc')).toBe('###.');
    expect(verbatim('```\n```js\n```\nc')).toBe('###.');
  });

  test('a fence may be indented below a list item, and one line of inline code opens none', () => {
    expect(verbatim('- a\n    ```json\n    {}\n    ```\n- b')).toBe('.###.');
    expect(verbatim('- ```js\n  - [ ] b\n  ```\nc')).toBe('###.');
    expect(verbatim('```inline``` code\nb')).toBe('..');
  });

  test('an unclosed fence runs to the end and is named', () => {
    const read = readLines('a\n```\nb');
    expect(read.unclosedFence?.number).toBe(2);
    expect(verbatim('a\n```\nb')).toBe('.##');
    expect(readLines('a\n```\nb\n```').unclosedFence).toBeUndefined();
  });

  test('comments are verbatim up to their end, and one that never ends is text', () => {
    expect(verbatim('<!-- a -->\nb')).toBe('#.');
    expect(verbatim('<!--\n- [ ] 1. a\n-->\nb')).toBe('###.');
    expect(verbatim('<!-- a\nb')).toBe('..');
  });
});

describe('readHeading', () => {
  test.each([
    ['## Title', 2, 'Title'],
    ['### **Bold** title ###', 3, 'Bold title'],
    ['   # Indented', 1, 'Indented'],
    ['## 🔐 Signs before it', 2, 'Signs before it'],
    ['###### Six', 6, 'Six'],
    ['##', 2, ''],
    ['## C#', 2, 'C#'],
  ])('reads %j', (text, level, title) => {
    expect(readHeading(first(text))).toEqual({ level, title });
  });

  test.each(['#Title', '####### Seven', '    # Code', 'Title'])('%j is none', (text) => {
    expect(readHeading(first(text))).toBeUndefined();
  });
});

describe('readBox', () => {
  test.each([
    ['- [ ] a', '- ', ' ', ' a'],
    ['  * [x] a', '  * ', 'x', ' a'],
    ['1. - [-] a', '1. - ', '-', ' a'],
    ['2.1 [~] a', '2.1 ', '~', ' a'],
    ['## [X] a', '## ', 'X', ' a'],
    ['- [] a', '- ', '', ' a'],
    ['- [\u3000] a', '- ', '\u3000', ' a'],
    ['- [x]* a', '- ', 'x', '* a'],
  ])('reads %j', (text, lead, sign, rest) => {
    expect(readBox(first(text))).toEqual({ lead, sign, rest });
  });

  test.each(['[ ] a', '- [a](b)', '- [x](b)', '- [y] a', '-[ ] a', '- a [x]'])('%j is none', (text) => {
    expect(readBox(first(text))).toBeUndefined();
  });
});

test('a tab counts as four columns of indent', () => {
  expect(indentOf(first('\t- a'))).toBe(4);
  expect(indentOf(first('  - a'))).toBe(2);
});

test('normalised text has LF, no trailing space, no blank ends and open boxes outside code', () => {
  const text = '\r\n- [x] 1. a  \r\n  - [X] b\t\r\n  ```\r\n  - [x] kept\r\n  ```\r\n\r\n';
  expect(normaliseText(text)).toBe('- [ ] 1. a\n  - [ ] b\n  ```\n  - [x] kept\n  ```');
  expect(normaliseText('2.1 - [~] a')).toBe('2.1 - [ ] a');
  expect(normaliseText('- [] a')).toBe('- [] a');
});
