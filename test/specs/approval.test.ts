import { describe, expect, test } from 'vitest';
import type { LedgerFact, LedgerLine } from '../../src/domain/ledger.ts';
import type { SpecDocument } from '../../src/domain/spec.ts';
import { approvalState, describeChange, isStageApproved, removedBlocks } from '../../src/specs/approval.ts';
import { sealFact } from '../../src/specs/ledger.ts';
import { markTask } from '../../src/specs/tick.ts';
import { makeSigner } from '../support/signing.ts';
import { parse } from './fixtures.ts';

const ann = makeSigner();
const design = (...names: string[]) =>
  parse('design', names.map((name) => `## ${name}\n\ntext of ${name}\n`).join('\n'));
const seal = (...facts: LedgerFact[]): LedgerLine[] =>
  facts.map((fact) => sealFact(fact, { at: '2026-03-01T09:30:00Z', by: 'ann', spec: 'lend', prev: '' }, ann));
const approve = (document: SpecDocument, ...names: string[]): LedgerFact => {
  const wanted = document.blocks.filter(({ id }) => names.length === 0 || names.includes(id.replace('design/', '')));
  const blocks = wanted.map(({ id, hash, text }) => ({ id, hash, text }));
  return { type: 'approved', stage: 'design', blocks, ...(names.length === 0 && { whole: true }) };
};
const reject = (block?: string): LedgerFact => {
  const fact = { type: 'rejected', stage: 'design', comment: 'no' } as const;
  return block === undefined ? fact : { ...fact, block: `design/${block}` };
};
const states = (document: SpecDocument, ...facts: LedgerFact[]) =>
  approvalState(document, 'design', seal(...facts)).map(({ state }) => state);
const removed = (document: SpecDocument, ...facts: LedgerFact[]) =>
  removedBlocks(document, 'design', seal(...facts)).map(({ id }) => id.replace('design/', ''));
const isApproved = (document: SpecDocument, ...facts: LedgerFact[]) =>
  isStageApproved(document, 'design', seal(...facts));

const abc = design('Aa', 'Bb', 'Cc');

describe('a block', () => {
  test('is new until it was approved', () => {
    expect(states(abc)).toEqual(['new', 'new', 'new']);
    expect(states(abc, approve(abc, 'bb'))).toEqual(['new', 'approved', 'new']);
    expect(approvalState(abc, 'design', [])[0]).not.toHaveProperty('approvedText');
  });

  test('is stale once its text differs, and says what was approved', () => {
    const now = parse('design', abc.text.replace('text of Bb', 'another text'));
    expect(states(now, approve(abc))).toEqual(['approved', 'stale', 'approved']);
    expect(approvalState(now, 'design', seal(approve(abc)))[1]?.approvedText).toBe('## Bb\n\ntext of Bb');
  });

  test('is judged by its latest approval', () => {
    const now = parse('design', abc.text.replace('text of Bb', 'another text'));
    expect(states(now, approve(abc), approve(now, 'bb'))).toEqual(['approved', 'approved', 'approved']);
    expect(states(abc, approve(abc), approve(now, 'bb'))).toEqual(['approved', 'stale', 'approved']);
  });

  test('is new again after it or its stage was rejected, until it is approved anew', () => {
    expect(states(abc, approve(abc), reject('bb'))).toEqual(['approved', 'new', 'approved']);
    expect(states(abc, approve(abc), reject())).toEqual(['new', 'new', 'new']);
    expect(states(abc, reject(), approve(abc))).toEqual(['approved', 'approved', 'approved']);
    expect(states(abc, approve(abc), reject(), approve(abc, 'cc'))).toEqual(['new', 'new', 'approved']);
  });

  test('is not approved by a fact of another stage', () => {
    const other = { ...approve(abc), stage: 'tasks' } as LedgerFact;
    expect(states(abc, other)).toEqual(['new', 'new', 'new']);
    expect(states(abc, approve(abc), { type: 'rejected', stage: 'tasks', comment: 'no' })).not.toContain('new');
  });

  test('of the tasks stays approved when it is ticked', () => {
    const plan = parse('tasks', '- [ ] 1. a\n- [ ] 2. b\n');
    const fact = { ...approve(plan), stage: 'tasks' } as LedgerFact;
    const ticked = parse('tasks', markTask(plan.text, '1', 'done'));
    expect(isStageApproved(ticked, 'tasks', seal(fact))).toBe(true);
  });
});

describe('a removed block', () => {
  const ac = design('Aa', 'Cc');

  test('is named with the text that was approved', () => {
    expect(removedBlocks(ac, 'design', seal(approve(abc)))).toEqual([
      { id: 'design/bb', approvedText: '## Bb\n\ntext of Bb' },
    ]);
  });

  test('is forgotten once what is left was approved as a whole', () => {
    expect(removed(ac, approve(abc), approve(ac))).toEqual([]);
    const c = design('Cc');
    expect(removed(c, approve(abc), approve(ac), approve(c))).toEqual([]);
  });

  test('is not forgotten when single blocks are approved', () => {
    expect(removed(ac, approve(abc), approve(ac, 'cc'))).toEqual(['bb']);
  });

  test('stays forgotten when blocks are added later', () => {
    expect(removed(design('Aa', 'Cc', 'Dd'), approve(abc), approve(ac))).toEqual([]);
  });

  test('is named where all blocks were approved one by one', () => {
    const oneByOne = [approve(abc, 'aa'), approve(abc, 'bb'), approve(abc, 'cc')];
    expect(removed(ac, ...oneByOne)).toEqual(['bb']);
    expect(removed(design('Bb', 'Cc'), ...oneByOne)).toEqual(['aa']);
  });

  test('is named where it was approved after the whole', () => {
    const abcd = design('Aa', 'Bb', 'Cc', 'Dd');
    expect(removed(abc, approve(abc), approve(abcd, 'dd'))).toEqual(['dd']);
  });

  test('is not missed after it was rejected', () => {
    expect(removed(ac, approve(abc), reject('bb'))).toEqual([]);
    expect(removed(ac, approve(abc), reject())).toEqual([]);
  });
});

describe('a stage is approved', () => {
  test('when every block is, and none was removed', () => {
    expect(isApproved(abc, approve(abc))).toBe(true);
    expect(isApproved(abc, approve(abc, 'aa'), approve(abc, 'bb'), approve(abc, 'cc'))).toBe(true);
    expect(isApproved(abc, approve(abc, 'aa', 'bb'))).toBe(false);
    expect(isApproved(design('Aa', 'Cc'), approve(abc))).toBe(false);
    expect(isApproved(abc, approve(abc), reject('aa'))).toBe(false);
  });

  test('never where there is nothing in it', () => {
    expect(isApproved(parse('design', ''))).toBe(false);
  });
});

describe('describeChange', () => {
  test('shows a unified diff without file headers', () => {
    expect(describeChange('a\nb\nc', 'a\nB\nc')).toBe('@@ -1,3 +1,3 @@\n a\n-b\n+B\n c');
  });

  test('shows nothing where nothing changed', () => {
    expect(describeChange('a', 'a')).toBe('');
  });

  test('shows a change at the end without a word on line breaks', () => {
    expect(describeChange('a', 'a\nb')).toBe('@@ -1,1 +1,2 @@\n a\n+b');
  });
});
