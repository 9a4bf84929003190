import type { LedgerFact, LedgerLine } from '../domain/ledger.ts';

/** What the ledger says of the checks of one task. */
export interface TaskProof {
  /** Whether the checks were green when they ran last; one that was red takes back all before it. */
  isGreen: boolean;
  /** The commits that they were green on since. */
  commits: string[];
  /** The place of the last evidence in the lines. */
  at: number;
}

/** By the id of the task. Evidence is only ever what Ashlar itself ran. */
export function taskProofs(lines: readonly LedgerLine[]): Map<string, TaskProof> {
  const proofs = new Map<string, TaskProof>();
  for (const [at, { fact }] of lines.entries()) {
    if (fact.type === 'undone') for (const id of undoneTasks(fact)) proofs.set(id, { isGreen: false, commits: [], at });
    if (fact.type !== 'evidence') continue;
    const before = proofs.get(fact.task);
    const isGreen = isProof(fact);
    const commits = isGreen ? [...(before?.commits ?? []), fact.commit] : [];
    proofs.set(fact.task, { isGreen, commits, at });
  }
  return proofs;
}

/** The tasks whose evidence and anchors a human took back, wherever they stand before that line. */
export function undoneTasks({ task, reopened }: Extract<LedgerFact, { type: 'undone' }>): string[] {
  return [task, ...reopened];
}

/** Tells of evidence and anchors, by their place in the lines, whether an undo took them back since. */
export function takenBack(lines: readonly LedgerLine[]): (task: string, at: number) => boolean {
  const last = new Map<string, number>();
  for (const [at, { fact }] of lines.entries()) {
    if (fact.type === 'undone') for (const id of undoneTasks(fact)) last.set(id, at);
  }
  return (task, at) => at < (last.get(task) ?? 0);
}

/** Whether a command ended as it had to: a test that had to fail proves its task by failing. */
export function isProof({ exitCode, expect }: { exitCode: number; expect?: 'pass' | 'fail' | undefined }): boolean {
  return (exitCode === 0) === (expect !== 'fail');
}
