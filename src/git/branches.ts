import type { Place } from './place.ts';
import { revision } from './run-git.ts';

export interface BranchVerbs {
  /**
   * Checks a branch out in place, made at `start` where it does not exist. Uncommitted changes stay as they are; throws
   * AshlarError where they are in the way of the branch's own files.
   */
  attachBranch(branch: string, start: string): Promise<void>;
}

/** `harden` must be called after the branch has changed: what settings a repository brings may depend on it. */
export function branchVerbs({ run }: Place, harden: () => Promise<void>): BranchVerbs {
  return {
    attachBranch: async (branch, start) => {
      const name = revision(branch);
      const found = await run(['show-ref', '--verify', '--quiet', `refs/heads/${name}`], { accept: [1] });
      const how = found.exitCode === 0 ? ['--no-guess', name] : ['--no-track', '--create', name, revision(start)];
      // Not quiet, git would list what differs, and look into repositories within this one for that.
      await run(['switch', '--quiet', ...how]);
      await harden();
    },
  };
}
