import { basename } from 'node:path';
import { AshlarError } from '../base/errors.ts';
import type { RunState } from '../journal/fold-run.ts';
import type { ExecuteWork } from './execute-work.ts';
import { keepAsPatch } from './keep-as-patch.ts';
import type { Wire } from './wire.ts';
import type { Workplace } from './workplace.ts';

interface SetAside extends Pick<ExecuteWork, 'spec' | 'state'> {
  workplace: Pick<Workplace, 'git' | 'root' | 'branch' | 'inPlace'>;
}

/**
 * Keeps the work on a task that comes to nothing as a patch, puts the worktree back to its last commit and gives the path of
 * the patch; undefined where nothing was changed.
 */
export async function setAside(
  task: string,
  { spec, workplace, state }: SetAside,
  wire: Wire,
): Promise<string | undefined> {
  const { git, inPlace } = workplace;
  await takeBack(task, workplace, state);
  const patch = await keepAsPatch(git, `${basename(spec.slug)}-${task}-${state.run}`, wire);
  if (patch !== undefined && !inPlace) await git.resetTo('HEAD');
  return patch;
}

/** Puts the branch back to where the work on the task began; what was committed since is a change like any other. */
export async function takeBack(
  task: string,
  workplace: Pick<Workplace, 'git' | 'root' | 'branch'>,
  { tasks }: RunState,
): Promise<void> {
  await confirmBranch(workplace);
  const begun = tasks.get(task)?.head;
  if (begun !== undefined && (await workplace.git.head()).commit !== begun) await workplace.git.softResetTo(begun);
}

/** A commit goes to the branch of the run and to no other, wherever somebody pointed HEAD meanwhile. */
async function confirmBranch({ git, root, branch: own }: Pick<Workplace, 'git' | 'root' | 'branch'>): Promise<void> {
  const { branch } = await git.head();
  if (branch === own) return;
  throw new AshlarError({
    kind: 'needs_human',
    what: `HEAD of ${root} was moved to ${branch ?? 'no branch'} while the task was worked on`,
    why: `the run commits to ${own} only`,
    next: `git -C ${root} symbolic-ref HEAD refs/heads/${own} , look at what is there, then: ashlar resume`,
  });
}
