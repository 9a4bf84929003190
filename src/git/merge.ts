import { limits } from '../base/limits.ts';
import { syncFiles } from '../base/sync-files.ts';
import { readChanges } from './changes.ts';
import type { Place } from './place.ts';
import { entriesOf, revision } from './run-git.ts';

export interface MergeVerbs {
  /**
   * The files in which a merge of two commits would conflict; nothing is changed by asking. Undefined where this git cannot
   * tell without a working tree (before 2.38), or where the two have no commit in common.
   */
  conflictsBetween(ours: string, theirs: string): Promise<string[] | undefined>;
  /**
   * Takes the changes of these commits, newest first, out of index and files, and gives the files in which that conflicts.
   * Must only be called in a working tree that is thrown away where there are any.
   */
  takeOut(commits: readonly string[]): Promise<string[]>;
  /**
   * Moves branch, index and files on to a commit that follows on HEAD, all on disk. Throws AshlarError where uncommitted changes are in
   * the way, and has changed nothing then.
   */
  fastForwardTo(commit: string): Promise<void>;
}

export function mergeVerbs({ run, root }: Place): MergeVerbs {
  return {
    conflictsBetween: async (ours, theirs) => {
      const how = ['--write-tree', '--name-only', '--no-messages', '-z'];
      const merged = await run(['merge-tree', ...how, revision(ours), revision(theirs)], { accept: [1, 128, 129] });
      return merged.exitCode > 1 ? undefined : [...new Set(entriesOf(merged).slice(1))];
    },
    takeOut: async (commits) => {
      const { exitCode } = await run(['revert', '--no-commit', ...commits.map(revision)], { accept: [1] });
      if (exitCode === 0) return [];
      const changes = await readChanges(run);
      return changes.filter(({ kind }) => kind === 'conflicted').map(({ path }) => path);
    },
    fastForwardTo: async (commit) => {
      const how = ['--ff-only', '--quiet', '--no-stat', '--no-autostash', '--no-verify-signatures'];
      await run(['merge', ...how, revision(commit)]);
      await syncFiles(root, limits.syncMs);
    },
  };
}
