import { join } from 'node:path';
import { AshlarError } from '../base/errors.ts';
import { commitMessage } from '../git/message.ts';
import type { Git } from '../git/open-git.ts';
import { undoes } from './task-commits.ts';
import type { UndoQuestion } from './undo-question.ts';
import type { Wire } from './wire.ts';

/**
 * Makes the commit that follows on the branch and takes the task out of it, in a working tree that is gone afterwards; the
 * branch is not moved. Throws, and nothing has changed, where that conflicts or where files that `tree` holds are in the way.
 */
export async function takeOutOfBranch(
  { spec, task, title, tip, commits }: UndoQuestion,
  { git, tree, wire }: { git: Git; tree: Git; wire: Wire },
): Promise<string> {
  const path = join(wire.workspace.stateFolder, 'undo', spec.replaceAll('/', '-'));
  try {
    const scratch = await git.addDetached({ path, commit: tip });
    const conflicts = await scratch.takeOut(commits);
    if (conflicts.length > 0) throw conflicting(spec, task, conflicts);
    const body = commits.map((commit) => `This reverts commit ${commit}.`).join('\n');
    const trailers = [
      ['Spec', spec],
      [undoes, task],
    ] as const;
    const message = commitMessage({ subject: `Revert "${title}"`, body, trailers });
    const revert = await scratch.commitAll({ message, allowEmpty: true });
    await confirmFree(await git.changedPaths(tip, revert), { task, git, tree });
    return revert;
  } finally {
    await git.removeWorktree(path);
  }
}

/** In the user's checkout nothing that is not committed is ever written over. */
async function confirmFree(
  paths: readonly string[],
  { task, git, tree }: { task: string; git: Git; tree: Git },
): Promise<void> {
  if (tree.root !== git.root) return;
  const changed = new Set((await tree.changedFiles()).map(({ path }) => path));
  const files = paths.filter((path) => changed.has(path));
  if (files.length === 0) return;
  throw new AshlarError({
    kind: 'needs_human',
    what: `task ${task} cannot be taken back here`,
    why: `${files.join(', ')} would change and has changes that are not committed`,
    next: 'commit them or put them away, then try again',
  });
}

function conflicting(spec: string, task: string, files: readonly string[]): AshlarError {
  return new AshlarError({
    kind: 'needs_human',
    what: `task ${task} cannot be taken back by itself: later commits changed the same lines of ${files.join(', ')}`,
    next: `take back what was built on it first (git log --oneline ashlar/${spec} -- ${files.join(' ')}), or change the task and run it again`,
  });
}
