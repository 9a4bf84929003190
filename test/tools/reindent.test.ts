import { expect, test } from 'vitest';
import { mapIndentation } from '../../src/tools/reindent.ts';

test.each([
  ['known depths', ['a', '  b'], ['    a', '      b'], '  x', '      x'],
  ['a deeper line', ['a', '  b'], ['    a', '      b'], '    x', '        x'],
  ['a deeper line in tabs', ['a', '    b'], ['\ta', '\t\tb'], '        x', '\t\t\tx'],
  ['a deeper line in spaces', ['a', '\tb'], ['    a', '        b'], '\t\tx', '            x'],
  ['a shallower line', ['      a'], ['    a'], '    x', '  x'],
  ['a shallower line in tabs', ['        a'], ['\t\ta'], '    x', '\tx'],
  ['a line shallower than can be', ['    a'], ['  a'], 'x', 'x'],
  ['one known depth, the same signs', ['  a'], ['    a'], '    x', '      x'],
  ['a blank line', ['a'], ['\ta'], '  ', '  '],
])('%s', (_name, wanted, present, ...[line, expected]) => {
  expect(mapIndentation(wanted, present)?.(line)).toBe(expected);
});

test('blank lines teach nothing', () => {
  expect(mapIndentation(['', 'a'], ['    ', '\ta'])?.('b')).toBe('\tb');
});

test('one indentation that stands for two cannot be learned from', () => {
  expect(mapIndentation(['a', 'b'], ['a', '  b'])).toBeUndefined();
});
