import type { Reach } from '../base/failpoints.ts';
import type { RepositoryPaths } from './find-repository.ts';
import type { RunGit } from './run-git.ts';

/** A working tree and the way to run git in it; what every group of verbs is made from. */
export interface Place extends RepositoryPaths {
  run: RunGit;
  reach: Reach;
}
