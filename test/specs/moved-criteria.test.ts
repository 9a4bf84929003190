import { expect, test } from 'vitest';
import type { LedgerLine } from '../../src/domain/ledger.ts';
import { sealFact } from '../../src/specs/ledger.ts';
import { checkIds } from '../../src/specs/retired-ids.ts';
import { makeSigner } from '../support/signing.ts';
import { parse } from './fixtures.ts';

const ann = makeSigner();
const lend = 'WHEN a book is lent THE SYSTEM SHALL print a slip';
const give = 'WHEN a book is given back THE SYSTEM SHALL thank the reader';
const lose = 'IF a book is lost THEN THE SYSTEM SHALL name its price';
const fine = 'WHILE a fine is open THE SYSTEM SHALL refuse every loan';

const numbered = (...criteria: string[]) => criteria.map((text, at) => `${at + 1}. ${text}`).join('\n');
const bullets = (...criteria: string[]) => criteria.map((text) => `- ${text}`).join('\n');
const requirement = (criteria: string) =>
  parse('requirements', `### Requirement 1: Lend\n#### Acceptance Criteria\n${criteria}\n`);

function found(before: string, after: string): string[] {
  const blocks = requirement(before).blocks.map(({ id, hash, text }) => ({ id, hash, text }));
  const about = { at: '2026-03-01T09:30:00Z', by: 'ann', spec: 'lend', prev: '' };
  const lines: LedgerLine[] = [sealFact({ type: 'approved', stage: 'requirements', blocks, whole: true }, about, ann)];
  return checkIds(requirement(after), 'requirements', lines).map(
    ({ code, severity, line, message }) => `${code} ${severity} @${line} ${message}`,
  );
}

const says = (id: string, former: string, line: number) =>
  expect.stringMatching(new RegExp(`^id-renumbered error @${line} ${id} now says what was approved as ${former};`));

test('two criteria that were swapped are both named, with the number to give back', () => {
  const problems = found(numbered(lend, give, lose), numbered(give, lend, lose));
  expect(problems).toEqual([says('1.1', '1.2', 3), says('1.2', '1.1', 4)]);
  expect(problems[0]).toContain('give it back the number 1.2, and what is new the next free one');
});

test('what moved up behind a criterion that was taken out is named', () => {
  expect(found(numbered(lend, give, lose), numbered(lend, lose))).toEqual([says('1.2', '1.3', 4)]);
});

test('what moved down behind a new one is named, the new one is not', () => {
  expect(found(numbered(lend, give), numbered(fine, lend, give))).toEqual([
    says('1.2', '1.1', 4),
    says('1.3', '1.2', 5),
  ]);
});

test('one that moved and was reworded a little is a warning', () => {
  const [problem, ...more] = found(numbered(lend, give, lose), numbered(lend, `${lose} aloud`));
  expect(problem).toMatch(/^id-moved warning @4 1\.2 now says nearly what was approved as 1\.3;/);
  expect(more).toEqual([]);
});

test('wrapping, a new last one, a reworded one, a removed one whose number stays free, and a doubled one are all right', () => {
  expect(found(numbered(lend, give), numbered(lend.replace(' THE', '\n   THE'), give, lose))).toEqual([]);
  expect(found(numbered(lend, give), numbered(lend, `${give} by name`))).toEqual([]);
  expect(found(numbered(lend, give), numbered(lend, fine))).toEqual([]);
  expect(found(numbered(lend, give, lose), `1. ${lend}\n3. ${lose}`)).toEqual([]);
  expect(found(numbered(lend, give), numbered(lend, lend))).toEqual([]);
});

test('bullets and scenarios, which have their numbers by their place, are told how to keep them', () => {
  expect(found(bullets(lend, give), bullets(give))).toEqual([
    expect.stringContaining('write numbers in place of the bullets, here `2.`'),
  ]);
  expect(found(bullets(lend, give), `2. ${give}`)).toEqual([]);
  const scenario = (title: string, event: string) => `#### ${title}\n- WHEN ${event}\n- THEN it is noted`;
  const both = `${scenario('Scenario: Lent', 'a book is lent')}\n${scenario('Scenario: Lost', 'a book is lost')}`;
  expect(found(both, scenario('Scenario: Lost', 'a book is lost'))).toEqual([
    expect.stringContaining('write `Scenario 1.2: …`'),
  ]);
  expect(found(both, scenario('Scenario 1.2: Lost', 'a book is lost'))).toEqual([]);
});
