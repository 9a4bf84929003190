import type { JournaledEvent } from '../domain/event.ts';
import type { OpenSpec } from './open-spec.ts';
import type { Workplace } from './workplace.ts';

export type TaskUndone = Extract<JournaledEvent, { type: 'task_undone' }>;

/**
 * Moves the branch on where an undo was cut off between its line in the ledger and its commit on the branch; else the commit
 * that was taken back would be found by its trailers and count again. Gives what the journal is still to be told.
 */
export async function finishUndo(
  { ledger }: OpenSpec,
  { git }: Pick<Workplace, 'git'>,
): Promise<TaskUndone | undefined> {
  const facts = ledger.map(({ fact }) => fact);
  const at = facts.findLastIndex(({ type }) => type === 'undone');
  const undone = facts[at];
  if (undone?.type !== 'undone') return undefined;
  const { task, revert, reopened } = undone;
  if (facts.slice(at).some((fact) => fact.type === 'evidence' && fact.task === task)) return undefined;
  if ((await git.resolve(revert)) === undefined) return undefined;
  const [missing, beyond] = await Promise.all([git.commitsBetween('HEAD', revert), git.commitsBetween(revert, 'HEAD')]);
  if (missing.length !== 1 || beyond.length > 0) return undefined;
  await git.fastForwardTo(revert);
  return { type: 'task_undone', task, commit: revert, reopened };
}
