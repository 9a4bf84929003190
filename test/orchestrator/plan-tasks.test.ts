import { expect, test } from 'vitest';
import { nextTask, parentsDone, planTasks } from '../../src/orchestrator/plan-tasks.ts';
import { parseDocument } from '../../src/specs/parse-document.ts';

const parse = (text: string) => parseDocument('tasks', 'tasks.md', text).tasks;
const plan = (text: string, withOptional = false) =>
  Object.fromEntries(planTasks(parse(text), withOptional).map(({ id, needs }) => [id, needs]));

const chain = `- [ ] 1. One
- [ ] 2. Two
  - [ ] 2.1 First part
  - [ ] 2.2 Second part
- [ ] 3. Three
`;

test('where no task names a dependency the leaves are a chain in the order of the file', () => {
  expect(plan(chain)).toEqual({ '1': [], '2.1': ['1'], '2.2': ['1', '2.1'], '3': ['1', '2.1', '2.2'] });
});

test('where a dependency is named only the named ones count, one on a parent being one on all its parts', () => {
  const text = `- [ ] 1. One
- [ ] 2. Two
  - _Depends: 1_
  - [ ] 2.1 First part
  - [ ] 2.2 Second part
    - _Depends: 2.1_
- [ ] 3. Three
  - _Depends: 2_
- [ ] 4. Free
`;
  expect(plan(text)).toEqual({ '1': [], '2.1': ['1'], '2.2': ['2.1', '1'], '3': ['2.1', '2.2'], '4': [] });
});

test('optional tasks and all that is part of them are left out unless they are wanted', () => {
  const text = `- [ ] 1. One
- [ ]* 2. Extra
  - [ ] 2.1 Part of the extra
- [ ] 3. Three
  - _Depends: 1, 2_
`;
  expect(plan(text)).toEqual({ '1': [], '3': ['1'] });
  expect(plan(text, true)).toEqual({ '1': [], '2.1': [], '3': ['1', '2.1'] });
});

test('waves are an order of their own, through the dependencies that they stand for', () => {
  const text = `- [ ] 1. One
- [ ] 2. Two
  - _Depends: 1_
- [ ] 3. Three
  - _Depends: 1_
- [ ] 4. Four
  - _Depends: 2, 3_
`;
  const planned = planTasks(parse(text), false);
  const order: string[] = [];
  for (let task = nextTask(planned, new Set(order), new Set()); task; ) {
    order.push(task.id);
    task = nextTask(planned, new Set(order), new Set());
  }
  expect(order).toEqual(['1', '2', '3', '4']);
  expect(nextTask(planned, new Set(['1']), new Set(['2']))?.id).toBe('3');
  expect(nextTask(planned, new Set(['1', '3']), new Set(['2']))).toBeUndefined();
});

test('a chain stops at a blocked task', () => {
  const planned = planTasks(parse(chain), false);
  expect(nextTask(planned, new Set(['1']), new Set(['2.1']))).toBeUndefined();
  expect(nextTask(planned, new Set(['1', '2.1', '2.2', '3']), new Set())).toBeUndefined();
});

test('a parent is done with its last required part, and its own parent with it', () => {
  const tasks = parse(`- [ ] 1. Whole
  - [ ] 1.1 Part
    - [ ] 1.1.1 Leaf
    - [ ] 1.1.2 Leaf
  - [ ]* 1.2 Extra
`);
  expect(parentsDone(tasks, new Set(['1.1.1']))).toEqual([]);
  expect(parentsDone(tasks, new Set(['1.1.1', '1.1.2']))).toEqual(['1.1', '1']);
});

test('a parent whose parts are all optional is done with the first of them, not without any', () => {
  const tasks = parse(`- [ ] 1. One
- [ ] 2. Extras
  - [ ]* 2.1 Extra
  - [ ]* 2.2 Extra
`);
  expect(parentsDone(tasks, new Set(['1']))).toEqual([]);
  expect(parentsDone(tasks, new Set(['1', '2.2']))).toEqual(['2']);
});
