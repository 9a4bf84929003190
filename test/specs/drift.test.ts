import { expect, test } from 'vitest';
import type { Anchor, LedgerFact, LedgerLine } from '../../src/domain/ledger.ts';
import {
  compareAnchor,
  type Drift,
  foldAnchors,
  isDrift,
  markAccepted,
  type TracedAnchor,
  unanchoredTasks,
} from '../../src/specs/drift.ts';

const line = (fact: LedgerFact): LedgerLine => {
  return { at: '', by: '', spec: 'lockout', fact, prev: '', key: '', hash: '', sig: '' };
};
const anchor = (hash: string, more: Partial<Anchor> = {}): Anchor => {
  return { id: 'a.ts#f', path: 'a.ts', symbol: 'f', language: 'typescript', hash, criteria: ['1.1'], ...more };
};
const anchored = (task: string, ...anchors: Anchor[]) => line({ type: 'anchored', task, commit: `c${task}`, anchors });
const traced: TracedAnchor = { ...anchor('h'), tasks: ['1'], commit: 'c1' };

test('the last task that touched a symbol says how it was left, for the criteria of all', () => {
  const lines = [anchored('1', anchor('h1')), anchored('2', anchor('h2', { criteria: ['1.2'] }))];
  expect([...foldAnchors(lines).values()]).toEqual([
    { ...anchor('h2', { criteria: ['1.1', '1.2'] }), tasks: ['1', '2'], commit: 'c2' },
  ]);
});

test('a symbol that a task itself took away is no longer anchored', () => {
  expect(foldAnchors([anchored('1', anchor('h1')), anchored('2', anchor(''))]).size).toBe(0);
});

test.each<[string, Partial<Anchor>, Parameters<typeof compareAnchor>[1], Drift['class'] | undefined]>([
  ['the same', {}, { state: 'same' }, undefined],
  ['changed', {}, { state: 'changed', hash: 'n', line: 1, isTest: false }, 'code_ahead'],
  ['gone', {}, { state: 'missing' }, 'deleted'],
  ['moved', {}, { state: 'moved', to: 'b.ts#f', hash: 'h', line: 1, isTest: false }, 'moved'],
  ['unreadable', {}, { state: 'unchecked', why: 'too large' }, 'not_checked'],
  ['a changed test', { test: true }, { state: 'changed', hash: 'n', line: 1, isTest: true }, 'code_ahead'],
  ['a skipped test', { test: true }, { state: 'changed', hash: 'n', line: 1, isTest: false }, 'test_lost'],
  ['a test that is gone', { test: true }, { state: 'missing' }, 'test_lost'],
  ['a moved test', { test: true }, { state: 'moved', to: 'b', hash: 'h', line: 1, isTest: true }, 'moved'],
  ['a renamed away test', { test: true }, { state: 'moved', to: 'b', hash: 'h', line: 1, isTest: false }, 'test_lost'],
])('what is %s has its class', (_, more, present, wanted) => {
  expect(compareAnchor({ ...traced, ...more }, present, 'lockout')?.class).toBe(wanted);
});

test('an accepted drift is accepted for one hash, and a deletion for as long as it is gone', () => {
  const drift = compareAnchor(traced, { state: 'changed', hash: 'n', line: 1, isTest: false }, 'lockout');
  const gone = compareAnchor(traced, { state: 'missing' }, 'lockout');
  if (drift === undefined || gone === undefined) throw new Error('no drift');
  const accept = (hash?: string) => [line({ type: 'drift_accepted', anchor: 'a.ts#f', hash, reason: 'so' })];
  expect(markAccepted([drift], accept('n'))[0]).toMatchObject({ class: 'accepted', why: 'accepted: so' });
  expect(markAccepted([drift], accept('other'))[0]?.class).toBe('code_ahead');
  expect(markAccepted([gone], accept())[0]?.class).toBe('accepted');
  expect(markAccepted([gone], accept('n'))[0]?.class).toBe('deleted');
  expect([drift, gone].map(isDrift)).toEqual([true, true]);
  expect(isDrift({ ...drift, class: 'still_verified' })).toBe(false);
});

test('a task with evidence and without anchors is known', () => {
  const evidence = (task: string, exitCode: number) =>
    line({ type: 'evidence', task, command: 'test', exitCode, outputDigest: '', commit: 'c', run: 'r' });
  expect(unanchoredTasks([evidence('1', 0), evidence('2', 0), anchored('2'), evidence('3', 1)])).toEqual(['1']);
});
