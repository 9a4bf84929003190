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

/**
 * Makes files what they were before the work on the present task; in place that is what the user had there, unless an
 * earlier task changed it.
 */
export async function putBack(
  files: readonly string[],
  { workplace: { git, base, backup }, state }: Pick<ExecuteWork, 'workplace' | 'state'>,
): Promise<void> {
  const begun = [...state.tasks.values()].findLast(({ status }) => status === 'started')?.head ?? 'HEAD';
  if (backup === undefined) return git.putBack(files, begun);
  const at = (commit: string) => git.blobIds(files.map((path) => ({ commit, path })));
  const [now, then] = await Promise.all([at(begun), at(base)]);
  const isUsers = (_path: string, index: number) => now[index] === then[index];
  const [users, others] = [files.filter(isUsers), files.filter((path, index) => !isUsers(path, index))];
  if (users.length > 0) await git.putBack(users, backup);
  if (others.length > 0) await git.putBack(others, begun);
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
