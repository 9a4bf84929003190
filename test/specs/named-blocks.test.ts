import { expect, test } from 'vitest';
import { namedBlocks } from '../../src/specs/named-blocks.ts';
import { parse } from './fixtures.ts';

const requirements = parse(
  'requirements',
  ['1: Lend', '2: Return']
    .map((title) => `### Requirement ${title}\n\n#### Acceptance Criteria\n\n1. It SHALL hold\n2. It SHALL last\n`)
    .join('\n'),
);
const tasks = parse('tasks', '- [ ] 1. Lend\n  - [ ] 1.1 Note\n- [ ] 2. Return\n');
const design = parse('design', '## Overview\n\nOne.\n\n## Errors\n\nNone.\n');
const ids = (document: typeof tasks, sentence: string) => namedBlocks(document, sentence).map(({ id }) => id);

test.each([
  ['In 2.1, how long?', ['requirements/2']],
  ['Which of 1.2 and 2.1?', ['requirements/1', 'requirements/2']],
  ['Does requirement 1 hold at night?', ['requirements/1']],
  ['Is requirements/2 meant?', ['requirements/2']],
  ['Is a delay of 1.1 s or 2.1 hours meant, or 1.2 %?', []],
  ['Is version 1.2.1 or 7.1 meant?', []],
  ['Does task 2 wait?', []],
  ['How long?', []],
])('of requirements, "%s" names %j', (sentence, expected) => {
  expect(ids(requirements, sentence)).toEqual(expected);
});

test('tasks are named by their numbers, sections of a design by their ids only', () => {
  expect(ids(tasks, 'Does task 1.1 wait for task 2.')).toEqual(['tasks/1.1', 'tasks/2']);
  expect(ids(tasks, 'In 1.1, how long?')).toEqual([]);
  expect(ids(design, 'What of design/errors, and of errors?')).toEqual(['design/errors']);
});

test('the behaviours of a bug are named by their criteria', () => {
  const bug = parse('bugfix', '### Current Behavior\n1.1 It leaks\n\n### Expected Behavior\n2.1 It SHALL hold\n');
  expect(ids(bug, 'When does 2.1 apply?')).toEqual(['requirements/2']);
});
