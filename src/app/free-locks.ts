import { existsSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Clock } from '../base/clock.ts';
import { AshlarError } from '../base/errors.ts';
import { limits } from '../base/limits.ts';
import type { Git } from '../git/open-git.ts';

/**
 * Deletes the locks that a git of an interrupted run left in the run's worktree and on its branch, and says which. One may be
 * that of a git which outlived the run: it is given a moment to end. Only the holder of the spec's lease may call this.
 */
export async function freeLocks(
  { path, branch }: { path: string; branch: string },
  git: Git,
  { clock, signal }: { clock: Clock; signal: AbortSignal },
): Promise<string[]> {
  if (!git.mayBeLocked({ path, branch })) return [];
  const tree = await openIfWhole(path, git);
  if ((tree?.locks() ?? []).length + git.branchLocks(branch).length === 0) return [];
  await clock.sleep(limits.orphanGitMs, signal);
  const stale = [...(tree?.removeStaleLocks() ?? []), ...git.branchLocks(branch)];
  for (const lock of stale) rmSync(lock, { force: true });
  return stale.map((lock) => `removed ${basename(lock)}, which a git that was killed left in the run's worktree`);
}

/**
 * Waits for a git of the user's to end in the checkout that a run works in; it is never disturbed. Whoever needs the index after
 * that says whose lock is in the way.
 */
export async function awaitUsersGit(
  { gitDir }: Pick<Git, 'gitDir'>,
  { clock, signal }: { clock: Clock; signal: AbortSignal },
): Promise<void> {
  const lock = join(gitDir, 'index.lock');
  for (let waitedMs = 0; waitedMs < limits.usersGitMs && existsSync(lock); waitedMs += limits.pollMs)
    await clock.sleep(limits.pollMs, signal);
}

/** What else is the matter with the folder is said by whoever goes on to use it. */
async function openIfWhole(path: string, git: Git): Promise<Git | undefined> {
  if (!existsSync(join(path, '.git'))) return undefined;
  try {
    return await git.openWorktree(path);
  } catch (error) {
    if (error instanceof AshlarError) return undefined;
    throw error;
  }
}
