import { describe, expect, test } from 'vitest';
import type { LedgerFact, LedgerLine } from '../../src/domain/ledger.ts';
import type { SpecDocument, SpecStage } from '../../src/domain/spec.ts';
import { sealFact } from '../../src/specs/ledger.ts';
import { findSuspects } from '../../src/specs/suspects.ts';
import { makeSigner } from '../support/signing.ts';
import { parse } from './fixtures.ts';

const ann = makeSigner();
const seal = (...facts: LedgerFact[]): LedgerLine[] =>
  facts.map((fact) => sealFact(fact, { at: '2026-03-01T09:30:00Z', by: 'ann', spec: 'lend', prev: '' }, ann));

const requirementsText = `# Requirements

## Introduction
Books.

### Requirement 1: Lend
#### Acceptance Criteria
1. WHEN a book is lent THE SYSTEM SHALL note the reader
2. IF the book is out THEN THE SYSTEM SHALL refuse

### Requirement 2: Return
#### Acceptance Criteria
1. WHEN a book comes back THE SYSTEM SHALL forget the reader
`;
const designText = `# Design

## Overview
How it is with requirement 2.

## Lending
lend.ts keeps a table.
_Requirements: 1.1, 1.2_

## Returning
return.ts
_Requirements: 2_

## Costs
Requirement 21 is not ours, and 2.1 euros are due.
`;
const tasksText = `- [ ] 1. Lend
  - _Requirements: 1.1_
  - _Files: lend.ts_
- [ ] 2. Refuse
  - _Requirements: 1.2_
- [ ] 3. Parts
  - [ ] 3.1 Return
    - _Requirements: 2.1_
    - _Files: return.ts_
  - [ ] 3.2 Tidy
`;
const first = {
  requirements: parse('requirements', requirementsText),
  design: parse('design', designText),
  tasks: parse('tasks', tasksText),
};
type Documents = typeof first;

const approved = (stage: SpecStage, { blocks }: SpecDocument, ...ids: string[]): LedgerFact => ({
  type: 'approved',
  stage,
  blocks: blocks
    .filter(({ id }) => ids.length === 0 || ids.includes(id))
    .map(({ id, hash, text }) => ({ id, hash, text })),
  ...(ids.length === 0 && { whole: true }),
});
const all = ({ requirements, design, tasks }: Documents): LedgerFact[] => [
  approved('requirements', requirements),
  approved('design', design),
  approved('tasks', tasks),
];
const proved = (task: string, exitCode = 0): LedgerFact => {
  return { type: 'evidence', task, command: 'test', exitCode, outputDigest: 'd', commit: 'c', run: 'r' };
};
const changed = (stage: keyof Documents, from: string, to: string): Documents => {
  const text = first[stage].text.replace(from, to);
  expect(text).not.toBe(first[stage].text);
  return { ...first, [stage]: parse(stage, text) };
};
const suspects = (documents: Documents, ...facts: LedgerFact[]) =>
  findSuspects(documents, seal(...facts)).map(({ block, todo, because }) => `${todo} ${block}: ${because.join(', ')}`);

const lent = changed('requirements', 'note the reader', 'note the day');
const returned = changed('requirements', 'forget the reader', 'thank the reader');

describe('what is traced from a changed criterion is suspect, and nothing else', () => {
  test('nothing is, as long as nothing changed or nothing was approved', () => {
    expect(suspects(first, ...all(first))).toEqual([]);
    expect(suspects(lent)).toEqual([]);
  });

  test('sections and open tasks that cite it', () => {
    const wanted = ['recheck design/lending: 1.1', 'replan tasks/1: 1.1'];
    expect(suspects(lent, ...all(first))).toEqual(wanted);
    expect(suspects(lent, ...all(first), approved('requirements', lent.requirements))).toEqual(wanted);
  });

  test('sections that cite the whole requirement, or cite nothing and name it', () => {
    const wanted = ['recheck design/overview: 2.1', 'recheck design/returning: 2.1', 'replan tasks/3.1: 2.1'];
    expect(suspects(returned, ...all(first))).toEqual(wanted);
  });

  test('a requirement whose title or story changed, or that is gone, is changed as a whole', () => {
    const titled = changed('requirements', 'Requirement 1: Lend', 'Requirement 1: Lend out');
    expect(suspects(titled, ...all(first))).toEqual([
      'recheck design/lending: requirement 1',
      'replan tasks/1: requirement 1',
      'replan tasks/2: requirement 1',
    ]);
    const gone = changed('requirements', requirementsText.slice(requirementsText.indexOf('### Requirement 2')), '');
    expect(suspects(gone, ...all(first))).toContain('replan tasks/3.1: requirement 2');
  });

  test('a block that others are not traced from makes nothing suspect, nor does blank space', () => {
    expect(suspects(changed('requirements', 'Books.', 'Books, and maps.'), ...all(first))).toEqual([]);
    expect(suspects(changed('requirements', 'note the reader', 'note the reader   '), ...all(first))).toEqual([]);
  });

  test('tasks whose files a changed section names', () => {
    expect(suspects(changed('design', 'a table', 'a list'), ...all(first))).toEqual(['replan tasks/1: design/lending']);
  });
});

describe('a suspect is settled', () => {
  const again = [...all(first), approved('requirements', lent.requirements)];

  test('by an approval of that block', () => {
    expect(suspects(lent, ...again, approved('design', lent.design, 'design/lending'))).toEqual([
      'replan tasks/1: 1.1',
    ]);
    expect(suspects(lent, ...again, approved('tasks', lent.tasks, 'tasks/2'))).toHaveLength(2);
    expect(suspects(lent, ...again, approved('design', lent.design), approved('tasks', lent.tasks, 'tasks/1'))).toEqual(
      [],
    );
  });

  test('of a task that is done, by new evidence, not by an approval', () => {
    const done = [
      ...all(first),
      proved('1'),
      approved('requirements', lent.requirements),
      approved('design', lent.design),
    ];
    expect(suspects(lent, ...done)).toEqual(['verify tasks/1: 1.1']);
    expect(suspects(lent, ...done, approved('tasks', lent.tasks))).toEqual(['verify tasks/1: 1.1']);
    expect(suspects(lent, ...done, proved('1'))).toEqual([]);
    expect(suspects(lent, ...done, proved('1', 1))).toEqual([]);
  });

  test('by taking the change back', () => {
    expect(suspects(first, ...all(first), proved('1'))).toEqual([]);
  });

  test('a task done by the word of a human is verified too, until he says so again', () => {
    const byWord = { ...approved('tasks', first.tasks), done: ['1'] } as LedgerFact;
    const start = [
      ...all(first).slice(0, 2),
      byWord,
      approved('requirements', lent.requirements),
      approved('design', lent.design),
    ];
    expect(suspects(lent, ...start)).toEqual(['verify tasks/1: 1.1']);
    expect(suspects(lent, ...start, byWord)).toEqual([]);
  });

  test('a done task whose own text changed since is verified again', () => {
    const other = changed('tasks', '- [ ] 2. Refuse', '- [ ] 2. Refuse politely');
    const facts = [...all(first), proved('2'), approved('tasks', other.tasks)];
    expect(suspects(other, ...facts)).toEqual(['verify tasks/2: the task itself']);
    expect(suspects(other, ...facts, proved('2'))).toEqual([]);
  });
});

test('a bug is traced by its three parts', () => {
  const text =
    '# Bug\n\n### Current Behavior\n1.1 WHEN a THEN b\n\n### Expected Behavior\n2.1 WHEN a THEN c\n2.2 WHEN b THEN c\n';
  const [old, now] = [parse('bugfix', text), parse('bugfix', text.replace('2.2 WHEN b', '2.2 WHEN d'))];
  const tasks = parse('tasks', '- [ ] 1. x\n  - _Requirements: 2.1_\n- [ ] 2. y\n  - _Requirements: 2.2_\n');
  const lines = seal(approved('requirements', old), approved('tasks', tasks));
  expect(findSuspects({ requirements: now, tasks }, lines).map(({ block }) => block)).toEqual(['tasks/2']);
});
