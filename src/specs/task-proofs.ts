import type { LedgerLine } from '../domain/ledger.ts';

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
    if (fact.type !== 'evidence') continue;
    const before = proofs.get(fact.task);
    const isGreen = isProof(fact);
    const commits = isGreen ? [...(before?.commits ?? []), fact.commit] : [];
    proofs.set(fact.task, { isGreen, commits, at });
  }
  return proofs;
}

/** Whether a command ended as it had to: a test that had to fail proves its task by failing. */
export function isProof({ exitCode, expect }: { exitCode: number; expect?: 'pass' | 'fail' | undefined }): boolean {
  return (exitCode === 0) === (expect !== 'fail');
}
