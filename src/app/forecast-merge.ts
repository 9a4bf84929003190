import type { Git } from '../git/open-git.ts';
import type { Workplace } from './workplace.ts';

/** What a merge of a run's branch would meet. */
export interface MergeForecast {
  /** The branch that the run began on, or else what is checked out. */
  into: string;
  /** Files in which it would conflict. */
  conflicts: string[];
}

/** Undefined where there is nothing to merge into, or where git is too old to tell. Nothing is changed by asking. */
export async function forecastMerge(
  { from, branch }: Pick<Workplace, 'from' | 'branch'>,
  git: Git,
): Promise<MergeForecast | undefined> {
  const begun = from?.branch === undefined ? undefined : await git.resolve(`refs/heads/${from.branch}`);
  const { commit, branch: current } = await git.head();
  const into = begun === undefined ? (current ?? 'the commit that is checked out') : (from?.branch ?? '');
  const ours = begun ?? commit;
  if (ours === undefined || into === branch) return undefined;
  const conflicts = await git.conflictsBetween(ours, `refs/heads/${branch}`);
  return conflicts === undefined ? undefined : { into, conflicts };
}
