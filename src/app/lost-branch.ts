import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Git } from '../git/open-git.ts';
import type { RunState } from '../journal/fold-run.ts';
import type { OpenSpec } from './open-spec.ts';

/**
 * Where the branch of a run that goes on is gone: the last of the commits made on it that git still has, the one at which to
 * make it again. Undefined where the branch is there, or where nothing of it is left.
 */
export async function lastCommitOfLost(
  branch: string,
  { spec, found }: { spec: OpenSpec; found: RunState | undefined },
  git: Git,
): Promise<string | undefined> {
  if (existsSync(join(git.commonDir, 'refs', 'heads', branch))) return undefined;
  if ((await git.resolve(`refs/heads/${branch}`)) !== undefined) return undefined;
  const noted = spec.ledger.flatMap(({ fact }) => {
    if (fact.type === 'undone') return [fact.revert];
    return fact.type === 'evidence' ? [fact.commit] : [];
  });
  const known = [...noted, ...(found?.tip === undefined ? [] : [found.tip])];
  let last: string | undefined;
  for (const commit of [...new Set(known.reverse())].slice(0, tries)) {
    if ((await git.resolve(commit)) === undefined) continue;
    if (last === undefined || (await follows(commit, last, git))) last = commit;
  }
  return last;
}

/** Commits that are looked for, newest first. A task that was found done is noted with a commit older than the branch. */
const tries = 5;

async function follows(commit: string, earlier: string, git: Git): Promise<boolean> {
  return commit !== earlier && (await git.commitsBetween(commit, earlier)).length === 0;
}

export function describeLost(branch: string, commit: string): string {
  return `${branch} was deleted; it is made again at ${commit.slice(0, 10)}, the last commit of its run`;
}
