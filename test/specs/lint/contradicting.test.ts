import { expect, test } from 'vitest';
import { isAcceptable } from '../../../src/specs/lint/accepted-findings.ts';
import { toSarif } from '../../../src/specs/lint/sarif.ts';
import { lint, lintWhole, requirementsOf, wordsAt } from './lint-documents.ts';

const contradictionsOf = (...criteria: string[]) =>
  lintWhole({ requirements: requirementsOf(...criteria) }).filter((finding) => finding.class === 'contradiction');

const shows = 'WHEN a reader signs in THE System SHALL show the news';
const hides = 'WHEN a reader signs in THE System SHALL hide the news';

test('criteria that cannot both be met are an error, which stands at the later of them and names its block', () => {
  const text = requirementsOf(shows, hides);
  const [finding] = lintWhole({ requirements: text });
  expect(finding).toMatchObject({
    rule: 'criteria-opposing',
    class: 'contradiction',
    severity: 'error',
    block: { id: 'requirements/1' },
    line: 9,
    message: 'these cannot both be met: when a reader signs in: 1.1 says show the news, 1.2 says hide the news',
  });
  expect(finding && wordsAt(text, finding)).toContain(hides);
  expect(finding && isAcceptable(finding)).toBe(false);
});

test('numbers that cannot both be kept are an error of their own', () => {
  const lend = (days: number) => `WHEN a book is lent THE System SHALL end the loan after ${days} days`;
  expect(contradictionsOf(lend(14), lend(28))).toMatchObject([{ rule: 'criteria-bounds', severity: 'error' }]);
});

test('what is said twice and what can never happen is advice, which can be accepted', () => {
  const never = 'WHILE the book is lent and the book is not lent, THE System SHALL show a hint';
  const found = contradictionsOf(shows, shows.replace('show', 'display'), never);
  expect(found.map(({ rule, severity }) => `${rule} ${severity}`)).toEqual([
    'criteria-duplicate advice',
    'criteria-unreachable advice',
  ]);
  expect(found.every(isAcceptable)).toBe(true);
});

test('the log for code scanning has them, and says of an error nothing about accepting it', () => {
  const log = JSON.stringify(toSarif([{ path: 'specs/lend', findings: contradictionsOf(shows, hides) }], '1.2.3'));
  expect(log).toContain('"ruleId":"criteria-opposing","ruleIndex":0,"level":"error"');
  expect(log).not.toContain('--accept');
});

test('who looks for contradictions himself can leave them out', () => {
  expect(lint({ requirements: requirementsOf(shows, hides) }).map(({ rule }) => rule)).not.toContain(
    'criteria-opposing',
  );
});

test('the current behaviour of a bug may contradict the expected one', () => {
  const bugfix = `## Bug Analysis

### Current Behavior (Defect)

1.1 WHEN a user signs in THEN the system SHALL hide the news

### Expected Behavior (Correct)

2.1 WHEN a user signs in THEN the system SHALL show the news
`;
  expect(lintWhole({ bugfix }).map((finding) => finding.class)).not.toContain('contradiction');
});
