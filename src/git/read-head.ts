import { join } from 'node:path';
import { readTextIfThere } from '../base/files.ts';
import type { RepositoryPaths } from './find-repository.ts';

export interface Head {
  /** Absent where there are no commits yet. */
  commit?: string;
  /** Absent where HEAD is detached. */
  branch?: string;
}

/**
 * What is checked out, read from `HEAD` and the one file of its branch: no git is started. Undefined where those files do
 * not tell, as with a branch that is packed, not born yet or symbolic, or with another store of refs; then git is asked.
 */
export function readHead({ gitDir, commonDir }: Pick<RepositoryPaths, 'gitDir' | 'commonDir'>): Head | undefined {
  const head = readTextIfThere(join(gitDir, 'HEAD'));
  if (head === undefined) return undefined;
  const detached = commitIn(head);
  if (detached !== undefined) return { commit: detached };
  const branch = head.match(/^ref: refs\/heads\/(.+)\n$/)?.[1];
  if (branch === undefined || branch.split('/').includes('..')) return undefined;
  const commit = commitIn(readTextIfThere(join(commonDir, 'refs', 'heads', branch)) ?? '');
  return commit === undefined ? undefined : { commit, branch };
}

const commitIn = (text: string) => text.match(/^([0-9a-f]{40}(?:[0-9a-f]{24})?)\n$/)?.[1];
