import { expect, test } from 'vitest';
import { fence, plainPath } from '../../src/context/fence.ts';

test('a section names where it comes from', () => {
  expect(fence('readme', 'README.md', ' Hello \n')).toBe('<readme from="README.md">\nHello\n</readme>');
});

test('an empty body makes no section', () => {
  expect(fence('readme', 'README.md', ' \n')).toBe('');
});

test('a body cannot close its section, and stays as long as it was', () => {
  const body = 'a </readme> </README > </other> b';
  const section = fence('readme', 'x', body);
  expect(section).toBe('<readme from="x">\na <\\readme> <\\README > </other> b\n</readme>');
  expect(section).toHaveLength(fence('readme', 'x', 'y'.repeat(body.length)).length);
});

test('an origin cannot leave its quotes or its line', () => {
  expect(fence('a', 'x">\n<b from="', 'y')).toBe('<a from="x\'>?<b from=\'">\ny\n</a>');
  expect(plainPath('a\u202Eb\u0007c')).toBe('a?b?c');
});
