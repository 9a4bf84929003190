import { AshlarError } from '../base/errors.ts';
import type { Git } from '../git/open-git.ts';
import { planBug } from '../orchestrator/plan-bug.ts';
import { type PlannedTask, planTasks } from '../orchestrator/plan-tasks.ts';
import { taskProofs } from '../specs/task-proofs.ts';
import { branchOf, type OpenSpec, requireDocument } from './open-spec.ts';
import { commitsOfTask } from './task-commits.ts';

/** What a person is asked before a task is taken back. */
export interface UndoQuestion {
  spec: string;
  task: string;
  title: string;
  branch: string;
  /** The commit that the branch is at. */
  tip: string;
  /** The task's own, newest first. */
  commits: string[];
  /** Done tasks that build on it, in the order of the file. */
  reopened: string[];
}

/** Throws AshlarError where there is no such task, or no commit of it on the branch. */
export async function findUndo(spec: OpenSpec, task: string, git: Git): Promise<UndoQuestion> {
  const branch = branchOf(spec);
  const planned = planOf(spec);
  const found = planned.find(({ id }) => id === task);
  if (found === undefined) throw noSuchTask(spec, task, planned);
  const tip = await git.resolve(`refs/heads/${branch}`);
  if (tip === undefined) throw noBranch(spec, branch, task);
  const base = spec.yaml?.base === undefined ? undefined : await git.resolve(spec.yaml.base);
  const commits = commitsOfTask(await git.commitsBetween(base, tip), spec.slug, task).map(({ commit }) => commit);
  if (commits.length === 0) throw notThere(spec, branch, task);
  return { spec: spec.slug, task, title: found.title, branch, tip, commits, reopened: doneAfter(task, planned, spec) };
}

function planOf(spec: OpenSpec): PlannedTask[] {
  const planned = planTasks(requireDocument(spec, 'tasks').tasks, true);
  return spec.requirements?.kind === 'bugfix' ? planBug(planned) : planned;
}

/** The tasks with evidence that need this one, or need one that does. */
function doneAfter(task: string, planned: readonly PlannedTask[], { ledger }: OpenSpec): string[] {
  const proofs = taskProofs(ledger);
  const after = new Set([task]);
  for (let size = 0; size < after.size; ) {
    size = after.size;
    for (const { id, needs } of planned) if (needs.some((need) => after.has(need))) after.add(id);
  }
  return planned.map(({ id }) => id).filter((id) => id !== task && after.has(id) && proofs.get(id)?.isGreen === true);
}

function noSuchTask({ slug, tasks }: OpenSpec, task: string, planned: readonly PlannedTask[]): AshlarError {
  const parts = planned.filter(({ id }) => id.startsWith(`${task}.`)).map(({ id }) => id);
  const isParent = tasks?.tasks.some(({ id }) => id === task) === true;
  return new AshlarError({
    kind: 'usage',
    what: isParent ? `task ${task} of ${slug} has sub-tasks` : `${slug} has no task ${task}`,
    why: `its ${isParent ? 'parts' : 'tasks'} are ${(isParent ? parts : planned.map(({ id }) => id)).join(', ')}`,
    next: `ashlar undo ${slug} ${parts.at(-1) ?? 'TASK'}`,
  });
}

function noBranch({ slug }: OpenSpec, branch: string, task: string): AshlarError {
  return new AshlarError({
    kind: 'usage',
    what: `there is no branch ${branch}, so nothing of task ${task} is taken back`,
    why: 'a task is taken back on the branch of its run only',
    next: `where it was merged: git branch ${branch} , then: ashlar undo ${slug} ${task}`,
  });
}

function notThere({ slug }: OpenSpec, branch: string, task: string): AshlarError {
  return new AshlarError({
    kind: 'usage',
    what: `${branch} has no commit of task ${task} to take back`,
    why: 'it was not done there, or it was taken back already',
    next: `ashlar status ${slug}`,
  });
}
