import type { PlannedTask } from '../orchestrator/plan-tasks.ts';
import { doneByWord } from '../specs/approval.ts';
import { taskProofs } from '../specs/task-proofs.ts';
import type { OpenSpec } from './open-spec.ts';
import { requireDocument } from './open-spec.ts';
import type { Workplace } from './workplace.ts';

export interface TasksDone {
  ids: Set<string>;
  notes: string[];
}

/**
 * What counts as done: a task whose latest evidence in the ledger is green on a commit of the branch, and one whose box was
 * ticked in the text that a human approved and that was not red since. A box that was ticked since counts for nothing.
 */
export async function tasksDone(
  spec: OpenSpec,
  workplace: Workplace,
  planned: readonly PlannedTask[],
): Promise<TasksDone> {
  const proofs = [...taskProofs(spec.ledger)].filter(([, { isGreen }]) => isGreen);
  const own = proofs.length === 0 ? [] : await workplace.commits();
  const commits = new Set(own.map(({ commit }) => commit));
  // Those of an earlier run are part of the branch's history although the branch begins after them.
  const others = new Set(proofs.flatMap(([, proof]) => proof.commits.filter((commit) => !commits.has(commit))));
  const merged = others.size === 0 ? [] : await workplace.git.mergedInto('HEAD', [...others]);
  for (const commit of merged) commits.add(commit);
  const proved = proofs.filter(([, proof]) => proof.commits.some((commit) => commits.has(commit))).map(([id]) => id);
  const reopened = [...taskProofs(spec.ledger)].flatMap(([id, { isGreen }]) => (isGreen ? [] : [id]));
  const waived = [...doneByWord(spec.ledger).keys()].filter((id) => !reopened.includes(id));
  const ids = new Set([...proved, ...waived]);
  const ticked = requireDocument(spec, 'tasks').tasks.filter(({ id, mark }) => mark === 'done' && !ids.has(id));
  const unproved = ticked.filter(({ id }) => planned.some((task) => task.id === id)).map(({ id }) => id);
  const note = `ticked without evidence, so worked on and proved now: ${unproved.join(', ')}`;
  return { ids, notes: unproved.length === 0 ? [] : [note] };
}
