import { existsSync, readdirSync, realpathSync, rmSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { AshlarError } from '../base/errors.ts';
import { readTextIfThere, writeFileWhole } from '../base/files.ts';
import type { CheckpointVerbs } from './checkpoint.ts';
import type { RepositoryPaths } from './find-repository.ts';
import type { HistoryVerbs } from './history.ts';
import type { Place } from './place.ts';
import { type RunGit, revision, textOf } from './run-git.ts';

export interface WorktreeVerbs<Tree> {
  /**
   * A working tree of `branch` at `path`. The branch is made at `start` where it does not exist; a tree of that branch
   * that is there is taken as it is; one whose folder was deleted is made again from the branch.
   * Throws AshlarError `held` where the branch is checked out elsewhere.
   */
  addWorktree(worktree: { path: string; branch: string; start: string }): Promise<Tree>;
  /** A fresh working tree of a commit, on no branch; what was there at `path` of an earlier one is deleted. */
  addDetached(worktree: { path: string; commit: string }): Promise<Tree>;
  /** Throws AshlarError where the folder is no worktree of this repository. */
  openWorktree(path: string): Promise<Tree>;
  /**
   * Whether a folder is a worktree no more: the notes by which it and git's folder know of each other are empty, as a power
   * cut leaves them, were taken away, or lead nowhere.
   */
  isCutOff(path: string): boolean;
  /** Ties the worktree of a branch to this repository again where both were moved or copied together. Does nothing otherwise. */
  relink(worktree: { path: string; branch: string }): void;
  /** Deletes the folder with all that is in it; the branch stays. Nothing happens where there is no such worktree. */
  removeWorktree(path: string): Promise<void>;
}

export function worktreeVerbs<Tree extends HistoryVerbs & CheckpointVerbs & Readonly<RepositoryPaths>>(
  place: Place,
  open: (path: string, how: { isNew: boolean }) => Promise<Tree>,
): WorktreeVerbs<Tree> {
  const openTree = async (path: string, how: { isNew: boolean }) => {
    const tree = await open(path, how);
    if (tree.root === realpathSync.native(path) && dirname(tree.gitDir) === join(place.commonDir, 'worktrees'))
      return tree;
    throw inTheWay(path, 'it is no worktree of this repository');
  };
  return {
    openWorktree: (path) => openTree(path, { isNew: false }),
    isCutOff: (path) => isCutOff(path, place),
    relink: (worktree) => relink(worktree, place),
    addWorktree: async ({ path, branch, start }) => {
      clearEmptyNotes(place.commonDir, path);
      const found = await findBranch(place.run, branch);
      if (found.tree !== undefined && existsSync(found.tree) && !isSame(found.tree, path))
        throw held(branch, found.tree);
      const isNew = found.tree === undefined || !isWorktreeFolder(path);
      if (isNew) await register(place, { path, branch, start, found });
      const tree = await openTree(path, { isNew });
      // Until there is an index, nothing was checked out: that comes last, when the settings of this very tree are known.
      if (!existsSync(join(tree.gitDir, 'index'))) await tree.checkOut();
      return tree;
    },
    addDetached: async ({ path, commit }) => {
      await forget(place.run, path);
      clearAway(path);
      await place.run(['worktree', 'add', '--no-checkout', '--detach', path, revision(commit)]);
      const tree = await openTree(path, { isNew: false });
      await tree.checkOut();
      return tree;
    },
    removeWorktree: async (path) => forget(place.run, path),
  };
}

interface FoundBranch {
  exists: boolean;
  /** The folder it is checked out in, which may be gone. */
  tree?: string;
}

async function findBranch(run: RunGit, branch: string): Promise<FoundBranch> {
  if (!/^[^-*?[\s][^*?[\s]*$/.test(branch))
    throw new AshlarError({ kind: 'usage', what: `"${branch}" is no branch name` });
  const listed = textOf(await run(['for-each-ref', '--format=%(refname)%00%(worktreepath)', `refs/heads/${branch}`]));
  const prefix = `refs/heads/${branch}\0`;
  if (!listed.startsWith(prefix)) return { exists: false };
  const tree = listed.slice(prefix.length);
  return { exists: true, ...(tree !== '' && { tree }) };
}

interface NewWorktree {
  path: string;
  branch: string;
  start: string;
  found: FoundBranch;
}

async function register({ run, commonDir }: Place, { path, branch, start, found }: NewWorktree): Promise<void> {
  clearAway(path);
  if (isRegistered(commonDir, path)) await forget(run, path);
  if (found.tree !== undefined) await forget(run, found.tree);
  const what = found.exists ? [path, branch] : ['--no-track', '-b', branch, path, revision(start)];
  await run(['worktree', 'add', '--no-checkout', ...what]);
}

function isCutOff(path: string, { commonDir }: Place): boolean {
  if (!existsSync(join(path, '.git'))) return false;
  const notes = notesOf(path);
  if (notes === undefined || !existsSync(notes)) return true;
  return dirname(notes) === join(commonDir, 'worktrees') && lacksNotes(notes);
}

/** The folder in which git keeps what it knows of a worktree, as the worktree names it. */
function notesOf(path: string): string | undefined {
  if (!isWorktreeFolder(path)) return undefined;
  const target = readTextIfThere(join(path, '.git'))?.match(/^gitdir: (.+)\r?\n$/)?.[1];
  return target === undefined ? undefined : resolve(path, target);
}

/** Both name the other by its whole path. `git worktree repair` would believe the worktree, and change what it was copied from. */
function relink({ path, branch }: { path: string; branch: string }, { commonDir }: Place): void {
  const list = join(commonDir, 'worktrees');
  const named = notesOf(path);
  if (named === undefined || isSame(list, dirname(named))) return;
  const own = join(list, basename(named));
  if (lacksNotes(own) || readTextIfThere(join(own, 'HEAD'))?.trim() !== `ref: refs/heads/${branch}`) return;
  const other = dirname(resolve(own, readTextIfThere(join(own, 'gitdir'))?.trim() ?? ''));
  if (notesOf(other) === own) return;
  writeFileWhole(join(own, 'gitdir'), `${join(path, '.git')}\n`);
  writeFileWhole(join(path, '.git'), `gitdir: ${own}\n`);
}

const lacksNotes = (folder: string) =>
  ['HEAD', 'commondir', 'gitdir'].some((name) => isTorn(readTextIfThere(join(folder, name))));

/** Nothing, a beginning, or the zeros that some file systems leave in its place: git ends each of these files with a line break. */
const isTorn = (text = '') => !/^[^\0]*[^\s\0]\r?\n$/.test(text);

/** Deletes what git knows of the worktree at this path where a power cut left it empty: git itself stumbles over that. */
function clearEmptyNotes(commonDir: string, path: string): void {
  const list = join(commonDir, 'worktrees');
  for (const name of existsSync(list) ? readdirSync(list) : []) {
    const target = readTextIfThere(join(list, name, 'gitdir'));
    const isOwn = isTorn(target) ? name === basename(path) : target?.trimEnd() === join(path, '.git');
    if (isOwn && lacksNotes(join(list, name))) rmSync(join(list, name), { recursive: true });
  }
}

/** Whether git lists a worktree at this path, be its folder there or not. */
function isRegistered(commonDir: string, path: string): boolean {
  const list = join(commonDir, 'worktrees');
  const names = existsSync(list) ? readdirSync(list) : [];
  return names.some((name) => {
    const target = readTextIfThere(join(list, name, 'gitdir'))?.trimEnd();
    return target !== undefined && resolve(list, name, target) === join(path, '.git');
  });
}

/** Takes it out of git's list and deletes its folder; `--force` twice, as a creation that was cut off left it locked. */
async function forget(run: RunGit, path: string): Promise<void> {
  const removed = await run(['worktree', 'remove', '--force', '--force', path], { accept: [128] });
  if (removed.exitCode === 0 || /is not a working tree/.test(removed.stderr)) return;
  throw inTheWay(path, removed.stderr.trim());
}

/** Deletes what a creation that was cut off left, and refuses where there is more. */
function clearAway(path: string): void {
  if (!existsSync(path)) return;
  const names = readdirSync(path);
  if (names.length > 1 || (names[0] !== undefined && !isWorktreeFolder(path)))
    throw inTheWay(path, 'there are files in it');
  rmSync(path, { recursive: true });
}

function isWorktreeFolder(path: string): boolean {
  return statSync(join(path, '.git'), { throwIfNoEntry: false })?.isFile() ?? false;
}

function isSame(one: string, other: string): boolean {
  return existsSync(other) && realpathSync.native(one) === realpathSync.native(other);
}

function held(branch: string, tree: string): AshlarError {
  return new AshlarError({
    kind: 'held',
    what: `the branch ${branch} is checked out elsewhere`,
    why: `it is the branch of ${tree}`,
    next: `git -C '${tree}' switch --detach`,
  });
}

function inTheWay(path: string, why: string): AshlarError {
  return new AshlarError({
    kind: 'failed',
    what: `${path} cannot be used as a worktree`,
    why,
    next: `move ${path} away`,
  });
}
