import { expect, test } from 'vitest';
import type { Anchor, LedgerFact, LedgerLine } from '../../src/domain/ledger.ts';
import type { SpecDocument, SpecStage } from '../../src/domain/spec.ts';
import { foldAnchors } from '../../src/specs/drift.ts';
import { findSpecAhead } from '../../src/specs/spec-ahead.ts';
import { parse } from './fixtures.ts';

const requirements = `# Requirements

### Requirement 1: Lend
#### Acceptance Criteria
1. WHEN a book is lent THE SYSTEM SHALL note the reader

### Requirement 2: Return
#### Acceptance Criteria
1. WHEN a book comes back THE SYSTEM SHALL forget the reader
`;
const design = `# Design

## Overview
Two parts.

## Lending
A table.
_Requirements: 1.1_

## Returning
return.ts clears it.

## Fines
Requirement 2 costs.
`;
const tasks = `- [ ] 1. Lend
  - _Requirements: 1.1_
- [ ] 2. Return
  - _Requirements: 2.1_
  - _Files: return.ts_
`;

interface Texts {
  requirements: string;
  design: string;
  tasks: string;
}
const first: Texts = { requirements, design, tasks };
const parsed = (texts: Texts) => ({
  requirements: parse('requirements', texts.requirements),
  design: parse('design', texts.design),
  tasks: parse('tasks', texts.tasks),
});

const line = (fact: LedgerFact): LedgerLine => {
  return { at: '', by: '', spec: 'lend', fact, prev: '', key: '', hash: '', sig: '' };
};
const approved = (stage: SpecStage, { blocks }: SpecDocument): LedgerLine =>
  line({ type: 'approved', stage, blocks: blocks.map(({ id, hash, text }) => ({ id, hash, text })), whole: true });
const anchor = (id: string): Anchor => {
  return { id, path: 'a.ts', symbol: 'f', language: 'typescript', hash: 'h', criteria: ['1.1'] };
};
const done = (task: string): LedgerLine =>
  line({ type: 'anchored', task, commit: `c${task}`, anchors: [anchor(`a.ts#f${task}`)] });
const approvals = (texts: Texts = first) => {
  const documents = parsed(texts);
  return [
    approved('requirements', documents.requirements),
    approved('design', documents.design),
    approved('tasks', documents.tasks),
  ];
};

function ahead(texts: Partial<Texts>, ledger: LedgerLine[] = [...approvals(), done('1'), done('2')]) {
  const documents = parsed({ ...first, ...texts });
  return findSpecAhead({ ...documents, ledger }, 'lend', foldAnchors(ledger).values());
}
const found = (...args: Parameters<typeof ahead>) =>
  ahead(...args).map(({ id, tasks: done }) => `${id}: ${done.join(', ')}`);
const changed = (stage: keyof Texts, from: string, to: string): Partial<Texts> => {
  expect(first[stage]).toContain(from);
  return { [stage]: first[stage].replace(from, to) };
};

test('nothing is ahead while all stands as it was approved, or where nothing was done', () => {
  expect(found({})).toEqual([]);
  expect(found(changed('design', 'A table', 'A list'), approvals())).toEqual([]);
  expect(found(changed('design', 'A table', 'A list'), [done('1')])).toEqual([]);
});

test('a requirement and a task that changed are told with what was built for them', () => {
  expect(ahead(changed('requirements', 'note the reader', 'note the day'))).toMatchObject([
    {
      class: 'spec_ahead',
      id: 'requirements/1',
      spec: 'lend',
      path: 'requirements.md',
      tasks: ['1'],
      criteria: ['1.1'],
      anchors: ['a.ts#f1'],
      hash: expect.stringMatching(/^[0-9a-f]{64}$/),
    },
  ]);
  expect(found(changed('tasks', '2. Return', '2. Take back'))).toEqual(['tasks/2: 2']);
});

test.each([
  ['cites a criterion of the task', 'A table.', 'A list.', ['design/lending: 1']],
  ['names a file of the task', 'clears it', 'empties it', ['design/returning: 2']],
  ['names its requirement', 'costs', 'costs a euro', ['design/fines: 2']],
  ['is about no task', 'Two parts.', 'Three parts.', []],
])('a section of the design that %s', (_, from, to, wanted) => {
  expect(found(changed('design', from, to))).toEqual(wanted);
});

test('a section that no longer cites what it did is ahead, and so is one that is gone', () => {
  expect(found(changed('design', '\n_Requirements: 1.1_', ''))).toEqual(['design/lending: 1']);
  const [gone] = ahead(changed('design', '## Lending\nA table.\n_Requirements: 1.1_\n\n', ''));
  expect(gone).toMatchObject({ id: 'design/lending', why: 'design/lending is gone after task 1 was done for it' });
  expect(gone).not.toHaveProperty('hash');
});

test('a task that was done again after the change was approved is not behind', () => {
  const texts = { ...first, ...changed('design', 'A table', 'A list') };
  const again = [...approvals(), done('1'), done('2'), approved('design', parsed(texts).design)];
  expect(found(texts, again)).toEqual(['design/lending: 1']);
  expect(found(texts, [...again, done('1')])).toEqual([]);
});
