import { expect, test } from 'vitest';
import { lint, lintCriteria, requirementsOf, rulesOf } from './lint-documents.ts';

const priced = (first: string, second: string) =>
  lintCriteria(
    `WHEN the order total is ${first} THE SYSTEM SHALL show the postage`,
    `WHEN the order total is ${second} THE SYSTEM SHALL add a gift`,
  );

test.each([
  ['less than 10 EUR', 'more than 10 EUR', 'neither of criteria 1.1 and 1.2 says what happens at exactly 10'],
  ['at most 10 EUR', 'at least 10 EUR', 'both hold at exactly 10'],
  ['between 1 and 10 EUR', 'between 10 and 20 EUR', 'both hold at exactly 10'],
  ['up to 1,000 EUR', '1,002 EUR or more', 'a gap between 1000 and 1002'],
  ['< 10 EUR', '> 10 EUR', 'exactly 10'],
])('where one case is %s and the other %s, the edge has no one owner', (first, second, wanted) => {
  const findings = priced(first, second);
  expect(rulesOf(findings)).toEqual(['boundary-unowned']);
  expect(findings[0]).toMatchObject({
    class: 'completeness',
    severity: 'advice',
    message: expect.stringContaining(wanted),
  });
});

test.each([
  ['less than 10 EUR', 'at least 10 EUR'],
  ['at most 10 EUR', 'more than 10 EUR'],
  ['between 1 and 10 EUR', 'between 11 and 20 EUR'],
  ['below 10 EUR', 'above 90 EUR'],
  ['less than 10 EUR', 'more than 10 kg'],
])('where one case is %s and the other %s, nothing is said', (first, second) => {
  expect(priced(first, second)).toEqual([]);
});

test('bounds on other things, and in other requirements, are no edge', () => {
  expect(
    lintCriteria(
      'WHEN the age of a reader is less than 10 years THE SYSTEM SHALL ask the parents',
      'WHEN the loan is more than 10 years old THE SYSTEM SHALL forget it',
    ),
  ).toEqual([]);
});

test('cases that something else tells apart meet at no edge', () => {
  expect(
    lintCriteria(
      'WHEN a reader has a card AND the sum is between 18 and 20 EUR THE SYSTEM SHALL warn',
      'WHEN a reader has no card AND the sum is between 23 and 25 EUR THE SYSTEM SHALL warn',
    ),
  ).toEqual([]);
});

test.each([
  ['THE SYSTEM SHALL lock the account', 'lock'],
  ['THE SYSTEM SHALL enter the "maintenance" mode', 'maintenance'],
  ['THE SYSTEM SHALL set the status to quarantined', 'quarantined'],
])('a way in without a way out is found: “%s”', (criterion, state) => {
  const findings = lintCriteria(`WHEN five logins fail ${criterion}`, 'THE SYSTEM SHALL keep a log');
  expect(rulesOf(findings)).toEqual(['state-never-left']);
  expect(findings[0]?.message).toContain(`“${state}”`);
});

test.each([
  ['THE SYSTEM SHALL lock the account', 'WHEN the owner asks THE SYSTEM SHALL unlock the account'],
  ['THE SYSTEM SHALL lock the account for 15 minutes', 'THE SYSTEM SHALL keep a log'],
  ['THE SYSTEM SHALL enter maintenance mode', 'WHILE in maintenance mode, THE SYSTEM SHALL refuse loans'],
  [
    'THE SYSTEM SHALL set the status to quarantined',
    'WHEN a day is over THE SYSTEM SHALL clear the quarantined status',
  ],
  ['THE SYSTEM SHALL set the status to completed', 'THE SYSTEM SHALL keep a log'],
])('“%s” and “%s” leave nothing open', (enters, leaves) => {
  expect(rulesOf(lintCriteria(`WHEN five logins fail ${enters}`, leaves))).toEqual([]);
});

test('requirements that only say what happens when all is well are asked about once', () => {
  const well = [
    'WHEN a slip is asked for THE SYSTEM SHALL send it',
    'WHEN a book comes THE SYSTEM SHALL store its title',
  ];
  const second = requirementsOf(...well).replace(/[\s\S]*### Requirement 1/, '### Requirement 2');
  const third = second
    .replace('Requirement 2', 'Requirement 3')
    .replace('SHALL send it', 'SHALL send it or show an error');
  const findings = lint({ requirements: `${requirementsOf(...well)}${second}${third}` });
  expect(rulesOf(findings)).toEqual(['unwanted-missing']);
  expect(findings[0]).toMatchObject({
    line: 6,
    block: { id: 'requirements/1' },
    message: expect.stringContaining('requirements 1, 2 have'),
  });
});

test('an IF beside the events is their twin', () => {
  expect(
    lintCriteria(
      'WHEN a slip is asked for THE SYSTEM SHALL send it',
      'WHEN a book comes THE SYSTEM SHALL store its title',
      'IF the printer is out of paper, THEN THE SYSTEM SHALL say so',
    ),
  ).toEqual([]);
});
