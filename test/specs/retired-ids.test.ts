import { expect, test } from 'vitest';
import type { LedgerFact, LedgerLine } from '../../src/domain/ledger.ts';
import type { SpecDocument } from '../../src/domain/spec.ts';
import { approvalState, removedBlocks } from '../../src/specs/approval.ts';
import { sealFact } from '../../src/specs/ledger.ts';
import { checkIds, retire, retireCriteria, retiredBlocks, revivedIds } from '../../src/specs/retired-ids.ts';
import { makeSigner } from '../support/signing.ts';
import { parse } from './fixtures.ts';

const ann = makeSigner();
const seal = (...facts: LedgerFact[]): LedgerLine[] =>
  facts.map((fact) => sealFact(fact, { at: '2026-03-01T09:30:00Z', by: 'ann', spec: 'lend', prev: '' }, ann));
const plan = (...titles: string[]) => parse('tasks', `${titles.map((title) => `- [ ] ${title}`).join('\n')}\n`);

/** A human approves the documents one after another, each as a whole. */
function approvedAll(...documents: SpecDocument[]): LedgerLine[] {
  const lines: LedgerLine[] = [];
  for (const document of documents) {
    const blocks = document.blocks.map(({ id, hash, text }) => ({ id, hash, text }));
    const retired = retire(removedBlocks(document, 'tasks', lines));
    lines.push(...seal({ type: 'approved', stage: 'tasks', blocks, whole: true, retired }));
  }
  return lines;
}

const first = plan('1. Lend', '2. Return', '3. Remind');
const without2 = plan('1. Lend', '3. Remind');
const found = (document: SpecDocument, lines: LedgerLine[]) =>
  checkIds(document, 'tasks', lines).map(({ code, line, message }) => ({ at: `${code}@${line}`, message }));

test('a block that a human lets go leaves a tombstone with its hash and title', () => {
  const lines = approvedAll(first, without2);
  const tombstone = { id: 'tasks/2', hash: first.blocks[1]?.hash, title: '2. Return' };
  expect([...retiredBlocks('tasks', lines).values()]).toEqual([tombstone]);
  expect(removedBlocks(without2, 'tasks', lines)).toEqual([]);
});

test('a number that was let go is refused over another text, with what it belonged to', () => {
  const [problem, ...more] = found(plan('1. Lend', '2. Fines', '3. Remind'), approvedAll(first, without2));
  expect(problem?.at).toBe('id-reused@2');
  expect(problem?.message).toMatch(/^the number 2 belonged to "2\. Return".*next free number/);
  expect(more).toEqual([]);
});

test('the old text may come back under its number, and is to be approved anew', () => {
  const lines = approvedAll(first, without2);
  expect(found(first, lines)).toEqual([]);
  expect(approvalState(first, 'tasks', lines).map(({ state }) => state)).toEqual(['approved', 'new', 'approved']);
  expect(retiredBlocks('tasks', approvedAll(first, without2, first)).size).toBe(0);
});

test('an approved text that moved to another number is named with the way back', () => {
  const problems = found(plan('1. Lend', '2. Remind'), approvedAll(first));
  expect(problems.map(({ at }) => at)).toEqual(['id-renumbered@2']);
  expect(problems[0]?.message).toContain('give it back the number 3');
});

test('all that move when one is put in between are named', () => {
  const problems = found(plan('1. Lend', '2. Fines', '3. Return', '4. Remind'), approvedAll(first));
  expect(problems.map(({ at }) => at)).toEqual(['id-renumbered@3', 'id-renumbered@4']);
});

test('new numbers, changed texts and equal texts under several numbers are no renumbering', () => {
  const lines = approvedAll(plan('1. Lend', '2. Checkpoint', '3. Checkpoint'));
  expect(found(plan('1. Lend out', '2. Checkpoint', '3. Checkpoint', '4. Checkpoint', '5. Fines'), lines)).toEqual([]);
});

test('a section of a design has no number, so that its name may be used again', () => {
  const seen = {
    type: 'approved',
    stage: 'design',
    blocks: [],
    retired: [{ id: 'design/errors', hash: 'x', title: 'Errors' }],
  };
  const lines = seal(seen as LedgerFact);
  expect(checkIds(parse('design', '## Errors\nNone\n'), 'design', lines)).toEqual([]);
});

const lend = (...criteria: string[]) =>
  parse('requirements', `### Requirement 1: Lend\n\n#### Acceptance Criteria\n\n${criteria.join('\n')}\n`);
const note = '1. WHEN a book is lent THE SYSTEM SHALL note it';
const refuse = '2. IF it is out THEN THE SYSTEM SHALL refuse';
const remind = '2. WHEN it is late THE SYSTEM SHALL remind';

/** A human approves texts of requirement 1, one after another. */
function approvedCriteria(...documents: SpecDocument[]): LedgerLine[] {
  const lines: LedgerLine[] = [];
  for (const document of documents) {
    const blocks = document.blocks.map(({ id, hash, text }) => ({ id, hash, text }));
    const retired = retireCriteria(document, 'requirements', lines);
    const revived = revivedIds(document, 'requirements', lines);
    lines.push(...seal({ type: 'approved', stage: 'requirements', blocks, whole: true, retired, revived }));
  }
  return lines;
}

test('a criterion that a human lets go leaves a tombstone, and its number is refused over another text', () => {
  const lines = approvedCriteria(lend(note, refuse), lend(note));
  expect([...retiredBlocks('requirements', lines).keys()]).toEqual(['requirements/1.2']);
  const problems = checkIds(lend(note, remind), 'requirements', lines);
  expect(problems.map(({ code, line }) => `${code}@${line}`)).toEqual(['id-reused@6']);
  expect(problems[0]?.message).toMatch(/^the number 1\.2 belonged to "IF it is out THEN THE SYSTEM SHALL refuse"/);
  expect(checkIds(lend(note, remind.replace('2', '3')), 'requirements', lines)).toEqual([]);
  expect(checkIds(lend(note, remind), 'requirements', lines, ['requirements/1.2'])).toEqual([]);
});

test('a criterion may be reworded in its place, or come back in its old text, in other white space too', () => {
  expect(checkIds(lend(note, remind), 'requirements', approvedCriteria(lend(note, refuse)))).toEqual([]);
  const lines = approvedCriteria(lend(note, refuse), lend(note));
  const wrapped = lend(note, refuse.replace(' THEN', '\n   THEN'));
  expect(checkIds(wrapped, 'requirements', lines)).toEqual([]);
  expect(retiredBlocks('requirements', approvedCriteria(lend(note, refuse), lend(note), wrapped)).size).toBe(0);
});

test('once a human approved another text under the number, it belongs to that text', () => {
  const lines = approvedCriteria(lend(note, refuse), lend(note), lend(note, remind));
  expect(lines.at(-1)?.fact).toMatchObject({ revived: ['requirements/1.2'] });
  expect(checkIds(lend(note, remind), 'requirements', lines)).toEqual([]);
  expect(checkIds(lend(note, remind.replace('late', 'very late')), 'requirements', lines)).toEqual([]);
});

test('criteria of a bug have tombstones too', () => {
  const bug = (...criteria: string[]) =>
    parse('bugfix', `### Current Behavior\n${criteria.join('\n')}\n\n### Expected Behavior\n2.1 It SHALL hold\n`);
  const [rain, snow] = ['1.1 WHEN it rains THEN it leaks', '1.2 WHEN it snows THEN it leaks'] as const;
  const lines = approvedCriteria(bug(rain, snow), bug(rain));
  const problems = checkIds(bug(rain, '1.2 WHEN it hails THEN it leaks'), 'requirements', lines);
  expect(problems.map(({ code }) => code)).toEqual(['id-reused']);
});

test.each([
  ['bullets', (text: string) => `- It SHALL ${text}`],
  ['scenarios', (text: string) => `#### Scenario: ${text}\n\nGIVEN a book\nWHEN it is lent\nTHEN it SHALL ${text}\n`],
])('criteria without numbers of their own (%s) have none to use again', (_name, write) => {
  const first = lend(...['hold', 'last'].map(write));
  expect(first.requirements[0]?.criteria.map(({ id }) => id)).toEqual(['1.1', '1.2']);
  const lines = approvedCriteria(first, lend(write('hold')));
  expect([...retiredBlocks('requirements', lines).keys()]).toEqual([]);
  expect(checkIds(lend(...['hold', 'shine'].map(write)), 'requirements', lines)).toEqual([]);
});
