import { expect, test } from 'vitest';
import { parseDocument, rememberParsed } from '../../src/specs/parse-document.ts';

test('a text that did not change is parsed once; another text, kind or file is parsed anew', () => {
  const parse = rememberParsed();
  const text = '- [ ] 1. Lend a book\n';
  const first = parse('tasks', 'tasks.md', text);
  expect(first).toEqual(parseDocument('tasks', 'tasks.md', text));
  expect(parse('tasks', 'tasks.md', text)).toBe(first);
  const ticked = text.replace('[ ]', '[x]');
  expect(parse('tasks', 'tasks.md', ticked)).toEqual(parseDocument('tasks', 'tasks.md', ticked));
  expect(parse('requirements', 'tasks.md', text)).toEqual(parseDocument('requirements', 'tasks.md', text));
  expect(parse('tasks', 'spec.md', text)).toEqual(parseDocument('tasks', 'spec.md', text));
});
