import { expect, test } from 'vitest';
import { checkCoverage } from '../../src/specs/check-coverage.ts';
import { parse, readFixture } from './fixtures.ts';

const requirements = parse(
  'requirements',
  '### Requirement 1\n#### Acceptance Criteria\n1. a\n2. b\n### Requirement 2\n#### Acceptance Criteria\n1. c\n',
);
const check = (...lines: string[]) => checkCoverage(requirements, parse('tasks', lines.join('\n')));
const short = (problems: ReturnType<typeof check>) =>
  problems.map(({ code, severity, file, line, column }) => `${code} ${severity} ${file}:${line}:${column}`);

test('nothing is reported where required tasks name every criterion', () => {
  expect(check('- [ ] 1. a', '  - _Requirements: 1.1, 1.2, 2.1_')).toEqual([]);
  expect(check('- [ ] 1. a', '  - _Requirements: 1-2_')).toEqual([]);
});

test('a criterion that no task names is an error at the criterion', () => {
  const problems = check('- [ ] 1. a', '  - _Requirements: 1.1, 2_');
  expect(short(problems)).toEqual(['criterion-uncovered error requirements.md:4:1']);
  expect(problems[0]?.message).toContain('criterion 1.2');
});

test('an optional task covers nothing', () => {
  expect(short(check('- [ ]* 1. a', '  - _Requirements: 1, 2_'))).toHaveLength(3);
});

test('a parent covers what it names', () => {
  expect(check('- [ ] 1. a', '  - _Requirements: 1, 2_', '- [ ] 1.1 b', '  - _Requirements: 1.1_')).toEqual([]);
});

test('a name of nothing is an error where it is written', () => {
  const problems = check('- [ ] 1. a', '  - _Requirements: 1, 2, 11.2, 3_');
  expect(short(problems)).toEqual(['reference-unknown error tasks.md:2:26', 'reference-unknown error tasks.md:2:32']);
  expect(problems[0]?.message).toContain('task 1 names 11.2');
});

test('a name of nothing within a range is shown at the task', () => {
  expect(short(check('- [ ] 1. a', '  - _Requirements: 1.1-1.4, 2_'))).toEqual([
    'reference-unknown error tasks.md:1:1',
    'reference-unknown error tasks.md:2:24',
  ]);
});

test('a leaf task that names nothing is a warning, a parent is not', () => {
  const problems = check('- [ ] 1. a', '- [ ] 1.1 b', '  - _Requirements: 1, 2_', '- [ ] 2. c');
  expect(short(problems)).toEqual(['task-untraced warning tasks.md:4:1']);
});

test('of a bugfix the expected and the unchanged behaviour are to be covered, and the defect may be named', () => {
  const bugfix = readFixture('bugfix', 'bugfix');
  const all = checkCoverage(bugfix, readFixture('bugfix', 'tasks'));
  expect(short(all)).toEqual([
    'task-untraced warning tasks.md:18:1',
    'bug-order error tasks.md:3:1',
    'bug-order error tasks.md:7:1',
  ]);
  const without = checkCoverage(bugfix, parse('tasks', '- [ ] 1. a\n  - _Requirements: 1.1, 2.1_'));
  const uncovered = without.filter(({ code }) => code === 'criterion-uncovered');
  expect(uncovered.map(({ message }) => message.match(/criterion (\S+):/)?.[1])).toEqual(['2.2', '3.1']);
});

test('the fixtures of both dialects agree with themselves', () => {
  for (const folder of ['flat-2025', 'waves-2026', 'chinese', 'japanese']) {
    const problems = checkCoverage(readFixture(folder, 'requirements'), readFixture(folder, 'tasks'));
    expect(problems.filter(({ code }) => code === 'reference-unknown')).toEqual([]);
  }
  expect(checkCoverage(readFixture('japanese', 'requirements'), readFixture('japanese', 'tasks'))).toEqual([]);
});
