import { expect, test } from 'vitest';
import { lintRules } from '../../../src/specs/lint/rules.ts';
import { lint, lintCriteria, requirementsOf, rulesOf, wordsAt } from './lint-documents.ts';

test.each([
  ['vague-word', 'THE SYSTEM SHALL show an appropriate message', 'appropriate'],
  ['vague-word', 'THE SYSTEM SHALL handle_it and exit gracefully', 'gracefully'],
  ['escape-clause', 'THE SYSTEM SHALL reset the counters as appropriate', 'as appropriate'],
  ['escape-clause', 'WHERE applicable, THE SYSTEM SHALL print the slip', 'WHERE applicable'],
  ['open-list', 'THE SYSTEM SHALL accept PDF, CSV, etc.', 'etc.'],
  ['open-list', 'THE SYSTEM SHALL show fields such as name and age', 'such as'],
  ['duty-doubled', 'THE SYSTEM SHALL lend the book and SHALL note the reader', 'SHALL'],
  ['number-without-unit', 'THE SYSTEM SHALL answer within 5.', '5'],
  ['number-without-unit', 'IF the file size exceeds 10 THEN THE SYSTEM SHALL refuse it', '10'],
  ['comparative', 'THE SYSTEM SHALL load the list faster', 'faster'],
  ['comparative', 'THE SYSTEM SHALL make a more descriptive title', 'more descriptive'],
  ['passive-without-actor', 'WHEN a loan ends THEN the reader SHALL be notified', 'SHALL be notified'],
  ['unobservable-response', 'THE SYSTEM SHALL handle slow readers', 'handle'],
  ['weak-modal', 'THE SYSTEM SHALL lend the book. It should note the reader', 'should'],
])('%s is found in “%s”', (rule, criterion, words) => {
  const findings = lintCriteria(criterion);
  expect(rulesOf(findings)).toEqual([rule]);
  const [finding] = findings;
  expect(finding).toMatchObject({ class: 'language', severity: 'advice', block: { id: 'requirements/1' }, line: 8 });
  expect(finding && wordsAt(requirementsOf(criterion), finding)).toBe(words);
});

test.each([
  'THE SYSTEM SHALL show “This is easy, fast and appropriate, etc.” to the reader',
  'THE SYSTEM SHALL call `handle.properly()` with the name',
  'THE SYSTEM SHALL answer within 5 seconds and every 1,000 ms',
  'THE SYSTEM SHALL answer within 3 or 5 seconds',
  'WHEN 3 or more books are out THE SYSTEM SHALL refuse the loan',
  'IF a loan takes longer than 30 days THEN THE SYSTEM SHALL send a letter',
  'THE SYSTEM SHALL list no longer lent books in lower case',
  'WHEN a reader signs in THEN Better Auth SHALL keep the session',
  'THE Store SHALL be created in `src/store.ts`',
  'WHEN a loan ends THEN the reader SHALL be notified by the mail server',
  'THE SYSTEM SHALL handle a missing book by returning 404',
  'THE SYSTEM SHALL index the title, so that readers find books easily',
  'THE SYSTEM SHALL take significant points (50 points)',
  'THE SYSTEM SHALL keep the token-efficient form',
  'THE SYSTEM SHALL refuse readers that may not lend',
])('nothing is said of “%s”', (criterion) => {
  expect(lintCriteria(criterion)).toEqual([]);
});

test('a rule speaks once a criterion and names every word', () => {
  const [finding, ...more] = lintCriteria('THE SYSTEM SHALL quickly show an appropriate, useful message');
  expect(more).toEqual([]);
  expect(finding?.message).toContain('“quickly”, “appropriate”, “useful”');
});

test('a word on a later line of a criterion is found where it stands', () => {
  const text = requirementsOf('WHEN a book is lent\n   THE SYSTEM SHALL show\n   a suitable message');
  const [finding] = lint({ requirements: text });
  expect(finding).toMatchObject({ rule: 'vague-word', line: 10, column: 6, endLine: 10, endColumn: 14 });
});

test('no language rule and no completeness rule is an error: none was measured as precise enough', () => {
  const errors = Object.entries(lintRules).filter(
    ([, rule]) => (rule.class === 'language' || rule.class === 'completeness') && rule.severity === 'error',
  );
  expect(errors).toEqual([]);
});

test('a name that the glossary does not have is found once, with the criteria that use it', () => {
  const glossary = '## Glossary\n- **Loan_Desk**: where books are lent\n- **Slip**: what a reader gets\n';
  const text = `${glossary}${requirementsOf(
    'THE Loan_Desk SHALL print two Slips',
    'THE Loan Desk SHALL count the slips',
    'THE System SHALL keep the slips',
    'THE Return_Desk SHALL take the book',
    'THE Return_Desk SHALL keep the slip',
    'THE Desk SHALL be open',
  )}`;
  const [finding, ...more] = lint({ requirements: text });
  expect(more).toEqual([]);
  expect(finding).toMatchObject({ rule: 'undefined-term', message: expect.stringContaining('used by 1.4, 1.5') });
  expect(finding && wordsAt(text, finding)).toBe('Return_Desk');
});

test('without a glossary no name is missed', () => {
  expect(lintCriteria('THE Return_Desk SHALL take the book')).toEqual([]);
});
