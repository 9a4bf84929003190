import { chmodSync, existsSync, readdirSync, renameSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { makeFolder } from '../base/files.ts';
import type { Git } from '../git/open-git.ts';
import { freeLocks } from './free-locks.ts';
import { keepAsPatch } from './keep-as-patch.ts';
import type { Wire } from './wire.ts';

/** Where the worktree of a run's branch lies. */
export function worktreeFolder(branch: string, { workspace }: Pick<Wire, 'workspace'>): string {
  return join(workspace.stateFolder, 'worktrees', branch.replace(/^ashlar\//, '').replaceAll('/', '-'));
}

export interface BranchWorktree {
  tree: Git;
  /** This process made the folder. */
  isNew: boolean;
  /** What a process that was killed, or a deleted folder, left to be said. */
  notes: string[];
}

/**
 * The worktree of a run's branch, which is made at `start` where there is none. Nothing in the way of it is lost. Only the
 * holder of the spec's lease may call this.
 */
export async function openBranchWorktree(
  { branch, start }: { branch: string; start: string },
  git: Git,
  wire: Wire,
): Promise<BranchWorktree> {
  const path = worktreeFolder(branch, wire);
  makeFolder(dirname(path), 0o700);
  git.relink({ path, branch });
  const isNew = !existsSync(join(path, '.git')) || git.isCutOff(path);
  const notes = [
    ...(isNew ? putFilesAside(path, wire) : []),
    ...(await freeLocks({ path, branch }, git, wire.surroundings)),
  ];
  const tree = await git.addWorktree({ path, branch, start });
  if (isNew) chmodSync(path, 0o700);
  return { tree, isNew, notes };
}

/** Files in a folder that is no working tree any more, as where it was deleted while a command wrote there, make room for it. */
function putFilesAside(path: string, { workspace, surroundings }: Wire): string[] {
  if (!existsSync(path) || readdirSync(path).length === 0) return [];
  const aside = `${path}-${surroundings.clock.now()}`;
  renameSync(path, aside);
  return [
    `${relative(workspace.root, path)} was no worktree any more; what was in it is in ${relative(workspace.root, aside)}`,
  ];
}

/** What an earlier run left uncommitted and nobody knows of is kept as a patch; the worktree is then as its branch. */
export async function clearWorktree(tree: Git, wire: Wire): Promise<string[]> {
  if ((await tree.changedFiles()).length === 0) return [];
  const name = `${basename(tree.root)}-${wire.surroundings.clock.now()}`;
  const patch = await keepAsPatch(tree, name, wire);
  await tree.resetTo('HEAD');
  return patch === undefined ? [] : [`the worktree held changes of an earlier run; they are kept in ${patch}`];
}
