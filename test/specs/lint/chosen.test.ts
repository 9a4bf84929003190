import { expect, test } from 'vitest';
import type { LedgerFact, LedgerLine } from '../../../src/domain/ledger.ts';
import { withoutAccepted } from '../../../src/specs/lint/accepted-findings.ts';
import { applyFixes } from '../../../src/specs/lint/apply-fixes.ts';
import { chooseAdvice } from '../../../src/specs/lint/choose-advice.ts';
import { lintCriteria, rulesOf } from './lint-documents.ts';

const vague = 'THE SYSTEM SHALL show an appropriate message';

test('of one document seven pieces of advice are shown, errors beside them, and the rest is counted', () => {
  const findings = lintCriteria(...Array.from({ length: 10 }, () => vague), 'The reader gets a slip');
  const { shown, hidden } = chooseAdvice(findings);
  expect(rulesOf(shown)).toEqual([...Array.from({ length: 7 }, () => 'vague-word'), 'duty-missing']);
  expect(hidden).toBe(3);
  expect(chooseAdvice(findings, 20).hidden).toBe(0);
});

test('what most likely hides a wrong guess comes first, and a rule that spoke often gives way', () => {
  const findings = lintCriteria(
    ...Array.from({ length: 6 }, () => vague),
    'THE SYSTEM SHALL answer within 5.',
    'THE SYSTEM SHALL load the list faster',
    'THE reader SHALL be notified',
  );
  const { shown } = chooseAdvice(findings, 4);
  expect(rulesOf(shown)).toEqual(['vague-word', 'vague-word', 'number-without-unit', 'comparative']);
});

test('what a human accepted is gone while its block is the same, and comes back when it is not', () => {
  const [finding] = lintCriteria(vague);
  const { rule, block } = finding ?? {};
  if (rule === undefined || block === undefined) throw new Error('nothing was found');
  const lines = [line({ type: 'accepted', rule, block: block.id, hash: block.hash })];
  expect(withoutAccepted(lintCriteria(vague), lines)).toEqual([]);
  expect(withoutAccepted(lintCriteria(vague), [])).toHaveLength(1);
  const edited = lintCriteria(vague, 'THE SYSTEM SHALL lend');
  expect(rulesOf(withoutAccepted(edited, lines))).toEqual(['vague-word']);
  const other = lintCriteria('THE SYSTEM SHALL answer within 5.');
  expect(rulesOf(withoutAccepted(other, lines))).toEqual(['number-without-unit']);
});

test('a fault in the structure stays, whatever the ledger says', () => {
  const broken = lintCriteria('The reader gets a slip');
  const facts = broken.map(({ rule, block }) =>
    line({ type: 'accepted', rule, block: block?.id ?? '', hash: block?.hash ?? '' }),
  );
  expect(rulesOf(withoutAccepted(broken, facts))).toEqual(['duty-missing']);
});

test('edits are made at their places, and of two that overlap the first', () => {
  const edit = (start: number, end: number, text: string) => ({ fix: [{ start, end, text }] });
  expect(applyFixes('one two three', [edit(8, 13, '3'), edit(0, 3, '1'), edit(2, 7, 'x')])).toBe('1 two 3');
  expect(applyFixes('ab', [edit(1, 1, '-')])).toBe('a-b');
});

function line(fact: LedgerFact): LedgerLine {
  return { at: '', by: 'Ann', spec: 'lend', fact, prev: '', key: '', hash: '', sig: '' };
}
