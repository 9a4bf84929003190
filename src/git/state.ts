import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { readTextIfThere } from '../base/files.ts';
import type { Place } from './place.ts';

export type TreeState = 'clean' | 'merge' | 'rebase' | 'cherry-pick' | 'revert' | 'bisect' | 'am';

export interface StateVerbs {
  /** What the user is in the middle of. */
  state(): TreeState;
  /** The locks that lie in a worktree which `addWorktree` made, absolute; of a main working tree none are told. */
  locks(): string[];
  /** Deletes these, and gives their paths. Must only be called while nothing else works there. */
  removeStaleLocks(): string[];
  /** The lock of a branch that only a run moves, as where a crash came while it was made; empty where there is none. */
  branchLocks(branch: string): string[];
  /** Whether there may be locks in a worktree of ours or on its branch; looks at names of files only. */
  mayBeLocked(worktree: { path: string; branch: string }): boolean;
}

export function stateVerbs(place: Place): StateVerbs {
  return {
    state: () => stateOf(place.gitDir),
    locks: () => locksOf(place),
    removeStaleLocks: () => {
      const stale = locksOf(place);
      for (const lock of stale) rmSync(lock, { force: true });
      return stale;
    },
    branchLocks: (branch) => [branchLock(place, branch)].filter((lock) => existsSync(lock)),
    mayBeLocked: ({ path, branch }) => {
      const own = /^gitdir: (.+)\n?$/.exec(readTextIfThere(join(path, '.git')) ?? '')?.[1];
      const folder = own === undefined ? undefined : resolve(path, own);
      const names = folder !== undefined && existsSync(folder) ? readdirSync(folder) : [];
      return names.some((name) => name.endsWith('.lock')) || existsSync(branchLock(place, branch));
    },
  };
}

/** First match counts: an `am` keeps its patches in the folder of a rebase, a rebase picks its commits. */
const marks: readonly [path: string, state: TreeState][] = [
  ['rebase-merge', 'rebase'],
  ['rebase-apply/applying', 'am'],
  ['rebase-apply', 'rebase'],
  ['MERGE_HEAD', 'merge'],
  ['CHERRY_PICK_HEAD', 'cherry-pick'],
  ['REVERT_HEAD', 'revert'],
  ['BISECT_LOG', 'bisect'],
];

function stateOf(gitDir: string): TreeState {
  return marks.find(([path]) => existsSync(join(gitDir, path)))?.[1] ?? 'clean';
}

function locksOf({ gitDir, commonDir }: Place): string[] {
  if (gitDir === commonDir) return [];
  const branch = readFileSync(join(gitDir, 'HEAD'), 'utf8').match(/^ref: refs\/heads\/(.+)/)?.[1];
  const own = ['index.lock', 'HEAD.lock', 'ORIG_HEAD.lock'].map((name) => join(gitDir, name));
  const locks = branch === undefined ? own : [...own, branchLock({ commonDir }, branch)];
  return locks.filter((lock) => existsSync(lock));
}

function branchLock({ commonDir }: Pick<Place, 'commonDir'>, branch: string): string {
  return join(commonDir, 'refs', 'heads', `${branch}.lock`);
}
