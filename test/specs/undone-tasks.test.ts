import { expect, test } from 'vitest';
import type { Anchor, LedgerFact, LedgerLine } from '../../src/domain/ledger.ts';
import { foldAnchors, unanchoredTasks } from '../../src/specs/drift.ts';
import { describeFact } from '../../src/specs/known-lines.ts';
import { proveTasks } from '../../src/specs/prove-tasks.ts';
import { takenBack, taskProofs } from '../../src/specs/task-proofs.ts';
import { parse } from './fixtures.ts';

const ledgerOf = (...facts: LedgerFact[]): LedgerLine[] =>
  facts.map((fact) => ({ at: '', by: '', spec: 'lend', fact, prev: '', key: '', hash: '', sig: '' }));
const evidence = (task: string, commit = `c${task}`, exitCode = 0): LedgerFact => {
  return { type: 'evidence', task, command: 'npm test', exitCode, outputDigest: 'd', commit, run: 'run_1' };
};
const undone = (task: string, ...reopened: string[]): LedgerFact => {
  return { type: 'undone', task, commit: `c${task}`, revert: `r${task}`, reopened };
};
const anchor = (hash: string): Anchor => {
  return { id: 'a.ts#f', path: 'a.ts', symbol: 'f', language: 'typescript', hash, criteria: ['1.1'] };
};
const anchored = (task: string, hash: string): LedgerFact => {
  return { type: 'anchored', task, commit: `c${task}`, anchors: [anchor(hash)] };
};

test('a task that was taken back, and those that build on it, are no longer proved until they are proved anew', () => {
  const before = [evidence('1'), evidence('2'), evidence('3'), undone('1', '2')];
  const green = (facts: LedgerFact[]) =>
    [...taskProofs(ledgerOf(...facts))].flatMap(([id, { isGreen }]) => (isGreen ? [id] : []));
  expect(green(before)).toEqual(['3']);
  expect(green([...before, evidence('2', 'c9')])).toEqual(['2', '3']);
  expect(taskProofs(ledgerOf(...before, evidence('1', 'c9'))).get('1')?.commits).toEqual(['c9']);
});

test('in a trace, evidence from before an undo proves nothing although its commit is in the history', () => {
  const { tasks } = parse('tasks', '# Tasks\n\n- [ ] 1. One\n- [ ] 2. Two\n');
  const trail = (task: string) => ({
    commit: `c${task}`,
    parents: [],
    trails: [{ spec: 'lend', tasks: [task], requirements: [] }],
  });
  const commits = [trail('2'), trail('1')];
  const outcomes = (...facts: LedgerFact[]) =>
    [...proveTasks(tasks, { slug: 'lend', ledger: ledgerOf(...facts), commits }).values()].map(
      ({ outcome }) => outcome,
    );
  expect(outcomes(evidence('1'), evidence('2'))).toEqual(['proved', 'proved']);
  expect(outcomes(evidence('1'), evidence('2'), undone('1', '2'))).toEqual(['unproved', 'unproved']);
  expect(outcomes(evidence('1'), evidence('2'), undone('1', '2'), evidence('2'))).toEqual(['unproved', 'proved']);
});

test('what a task left behind is held against the code no longer; what an earlier one left is again', () => {
  const lines = ledgerOf(anchored('1', 'h1'), anchored('2', 'h2'), undone('2'));
  expect([...foldAnchors(lines).values()]).toEqual([{ ...anchor('h1'), tasks: ['1'], commit: 'c1' }]);
  const again = ledgerOf(anchored('1', 'h1'), undone('1'), anchored('1', 'h3'));
  expect(foldAnchors(again).get('a.ts#f')?.hash).toBe('h3');
  expect(unanchoredTasks(ledgerOf(evidence('1'), evidence('2'), undone('1')))).toEqual(['2']);
});

test('only what stands before an undo is taken back by it', () => {
  const isTakenBack = takenBack(ledgerOf(evidence('1'), undone('1', '2'), evidence('1'), evidence('3')));
  expect([isTakenBack('1', 0), isTakenBack('2', 0), isTakenBack('1', 2), isTakenBack('3', 0)]).toEqual([
    true,
    true,
    false,
    false,
  ]);
  expect(describeFact(undone('2.1'))).toBe('undid task 2.1');
});
