import { expect, test } from 'vitest';
import { codes, parse, readFixture } from './fixtures.ts';

test('the three behaviours of a bug are requirements 1, 2 and 3', () => {
  const document = readFixture('bugfix', 'bugfix');
  expect(document.problems).toEqual([]);
  expect(document.requirements.map(({ id, title, criteria }) => [id, title, criteria.map((each) => each.id)])).toEqual([
    ['1', 'Current Behavior (Defect)', ['1.1', '1.2']],
    ['2', 'Expected Behavior (Correct)', ['2.1', '2.2']],
    ['3', 'Unchanged Behavior (Regression Prevention)', ['3.1']],
  ]);
  expect(document.requirements[1]?.criteria[1]?.text).toBe(
    'WHEN the coupon is kept THEN the system SHALL show the reduced price',
  );
});

test('its blocks belong to the stage of the requirements', () => {
  expect(readFixture('bugfix', 'bugfix').blocks.map(({ id }) => id)).toEqual([
    'requirements/preamble',
    'requirements/introduction',
    'requirements/bug-analysis',
    'requirements/1',
    'requirements/2',
    'requirements/3',
  ]);
});

test('a section in other words is known by the numbers in it', () => {
  const document = parse('bugfix', '## 缺陷\n\n1.1 当加载时，优惠券丢失\n\n## 修复后\n\n- **2.1** 保留优惠券\n');
  expect(document.requirements.map(({ id, title, criteria }) => [id, title, criteria[0]?.text])).toEqual([
    ['1', '缺陷', '当加载时，优惠券丢失'],
    ['2', '修复后', '保留优惠券'],
  ]);
});

test('plain numbers in a known section take its number', () => {
  const document = parse('bugfix', '### Expected Behaviour\n\n1. a\n2. b\n');
  expect(document.requirements[0]?.criteria.map(({ id }) => id)).toEqual(['2.1', '2.2']);
});

test('steps to reproduce are not criteria where those have dotted numbers', () => {
  const document = parse('bugfix', '### Current Behavior\n\n1. open it\n2. close it\n\n1.1 WHEN a THEN b\n');
  expect(document.requirements[0]?.criteria.map(({ id, text }) => `${id} ${text}`)).toEqual(['1.1 WHEN a THEN b']);
});

test('a file without behaviour, and a section without criteria, are reported', () => {
  expect(codes(parse('bugfix', '# Bug\n\nIt breaks.\n'))).toEqual(['requirement-missing@1']);
  expect(codes(parse('bugfix', '### Expected Behavior\n\nIt works.\n'))).toEqual(['criteria-missing@1']);
});
