import { expect, test } from 'vitest';
import type { SpecTrace, TracedTask } from '../../src/app/trace-spec.ts';
import { describeMatrix, describeTrace } from '../../src/cli/describe-trace.ts';

const task = (id: string, more: Partial<TracedTask> = {}): TracedTask => ({
  id,
  title: `Task ${id}`,
  optional: false,
  ticked: false,
  byWord: false,
  files: [`src/file-${id}.ts`],
  changed: [],
  outcome: 'unproved',
  evidence: [],
  commits: [],
  ...more,
});

const manyTasks = Array.from({ length: 100 }, (_, n) => task(`${n + 1}`));
const trace = (more: Partial<SpecTrace> = {}): SpecTrace => ({
  spec: 'lockout',
  title: 'Lock an account',
  criteria: [
    {
      id: '1.1',
      text: `WHEN five logins fail THE SYSTEM SHALL ${'lock '.repeat(30)}`,
      state: 'planned',
      why: ['a long reason '.repeat(12)],
      design: [],
      tasks: manyTasks.map(({ id }) => id),
      tests: [],
    },
  ],
  tasks: manyTasks,
  unknownTags: [],
  shallow: false,
  notes: [],
  ...more,
});

const linesOf = (text: string) => text.split('\n');

test('a trace fits eighty columns, however many tasks a criterion has', () => {
  const lines = linesOf(describeTrace(trace()));
  expect(lines.filter((line) => line.length > 80)).toEqual([]);
  expect(lines.slice(0, 4)).toEqual([
    'lockout  Lock an account',
    '  1 planned',
    '',
    '1.1   planned           WHEN five logins fail THE SYSTEM SHALL lock lock lock l…',
  ]);
  expect(lines).toContainEqual(expect.stringMatching(/^ {6}tasks {4}1, 2, 3, /));
  expect(lines).toContainEqual(expect.stringMatching(/… \d+ more lines$/));
});

test('a matrix of many tasks is cut into tables that fit, and no task is left out', () => {
  const lines = linesOf(describeMatrix(trace()));
  expect(lines.filter((line) => line.length > 80)).toEqual([]);
  const heads = lines.filter((line) => line.endsWith('tests'));
  expect(heads.join(' ').match(/\d+/g)).toEqual(manyTasks.map(({ id }) => id));
});

test('files that commits changed stand in for those that were planned, and marks say how a task was done', () => {
  const tasks = [
    task('1', { outcome: 'proved', commit: 'a'.repeat(40), commits: ['a'.repeat(40)], changed: ['lib/lock.ts'] }),
    task('2', { byWord: true }),
    task('3', { optional: true }),
  ];
  const text = describeTrace(trace({ tasks, notes: ['this clone is shallow'] }));
  expect(text).toContain(
    '      tasks    1 ✓, 2 (done by word), 3 (optional)\n      files    lib/lock.ts\n      commits  aaaaaaa\n',
  );
  expect(text.endsWith('\n\n! this clone is shallow')).toBe(true);
});
