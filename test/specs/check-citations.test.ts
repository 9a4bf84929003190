import { expect, test } from 'vitest';
import { checkCitations } from '../../src/specs/check-citations.ts';
import { parse } from './fixtures.ts';

const requirements = parse(
  'requirements',
  '### Requirement 1\n#### Acceptance Criteria\n1. a\n2. b\n### Requirement 2\n#### Acceptance Criteria\n1. c\n',
);
const check = (text: string) =>
  checkCitations(requirements, parse('design', text)).map(
    ({ severity, file, line, message }) => `${severity} ${file}:${line} ${message.split(' ')[0]}`,
  );

test('a design that cites what exists, ranges and whole requirements too, is in order', () => {
  expect(check('# D\n\n## A\n_Requirements: 1.1-1.2, 2_\n**Validates: Requirements 2.1**\n')).toEqual([]);
});

test('each citation of what does not exist is an error at its line', () => {
  expect(check('## A\n_Requirements: 1.1, 1.7_\n\n**Validates: Requirements 3.1**\n')).toEqual([
    'error design.md:2 1.7',
    'error design.md:4 3.1',
  ]);
});

test('numbers in prose and in code are no citations', () => {
  expect(check('## A\nVersion 9.9 of it.\n```\n_Requirements: 9.9_\n```\n')).toEqual([]);
});
