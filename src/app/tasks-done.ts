import type { Git } from '../git/open-git.ts';
import type { PlannedTask } from '../orchestrator/plan-tasks.ts';
import type { OpenSpec } from './open-spec.ts';
import { requireDocument } from './open-spec.ts';
import type { Workplace } from './workplace.ts';

export interface TasksDone {
  ids: Set<string>;
  notes: string[];
}

/**
 * What counts as done: a task with evidence in the ledger whose commit is on the branch, and one whose box was ticked in
 * the text that a human approved. A box that was ticked since counts for nothing.
 */
export async function tasksDone(
  spec: OpenSpec,
  workplace: Workplace,
  planned: readonly PlannedTask[],
): Promise<TasksDone> {
  const evidence = spec.ledger.flatMap(({ fact }) => (fact.type === 'evidence' && isProof(fact) ? [fact] : []));
  const own = evidence.length === 0 ? [] : await workplace.commits();
  const commits = new Set(own.map(({ commit }) => commit));
  for (const { commit } of evidence) {
    if (!commits.has(commit) && (await isMerged(commit, workplace.git))) commits.add(commit);
  }
  const proved = evidence.filter(({ commit }) => commits.has(commit)).map(({ task }) => task);
  const approval = spec.ledger.findLast(({ fact }) => fact.type === 'approved' && fact.stage === 'tasks')?.fact;
  const waived = approval?.type === 'approved' ? (approval.done ?? []) : [];
  const ids = new Set([...proved, ...waived]);
  const ticked = requireDocument(spec, 'tasks').tasks.filter(({ id, mark }) => mark === 'done' && !ids.has(id));
  const unproved = ticked.filter(({ id }) => planned.some((task) => task.id === id)).map(({ id }) => id);
  const note = `ticked without evidence, so worked on and proved now: ${unproved.join(', ')}`;
  return { ids, notes: unproved.length === 0 ? [] : [note] };
}

/** Evidence that a test failed on the old code is as good as one that a command passed. */
const isProof = ({ exitCode, expect }: { exitCode: number; expect?: 'pass' | 'fail' | undefined }) =>
  expect === 'fail' ? exitCode !== 0 : exitCode === 0;

/** Whether a commit of an earlier run is part of the branch's history although the branch begins after it. */
async function isMerged(commit: string, git: Git): Promise<boolean> {
  if ((await git.resolve(commit)) === undefined) return false;
  return (await git.commitsBetween('HEAD', commit)).length === 0;
}
