import { basename } from 'node:path';
import { plural } from '../base/text.ts';
import type { Git } from '../git/open-git.ts';
import type { Workplace } from './workplace.ts';

/** What happened since a run began to the branch that the user had checked out then; nothing where it stands as it did. */
export async function describeBaseMoves(
  { from, branch }: Pick<Workplace, 'from' | 'branch'>,
  git: Git,
): Promise<string[]> {
  if (from?.branch === undefined || from.branch === branch) return [];
  const tip = await git.resolve(`refs/heads/${from.branch}`);
  if (tip === from.commit) return [];
  if (tip === undefined) return [`${from.branch}, on which the run began, was deleted; the run goes on without it`];
  const known = await git.resolve(from.commit);
  const gone = known === undefined ? 1 : (await git.commitsBetween(tip, known)).length;
  if (gone > 0)
    return [
      `${from.branch}, on which the run began, was rebased or force-pushed; the run goes on from ${from.commit.slice(0, 10)}`,
    ];
  const [commits, paths] = await Promise.all([
    git.commitsBetween(from.commit, tip),
    git.changedPaths(from.commit, tip),
  ]);
  const locked = paths.filter((path) => lockfiles.has(basename(path)));
  const among = locked.length === 0 ? '' : `, with changes of ${locked.join(', ')}`;
  return [
    `${from.branch} has ${plural(commits.length, 'commit')} since the run began${among}; the run goes on from ${from.commit.slice(0, 10)}`,
  ];
}

/** What says which versions are installed. */
const lockfiles = new Set([
  'package-lock.json',
  'npm-shrinkwrap.json',
  'yarn.lock',
  'pnpm-lock.yaml',
  'bun.lock',
  'bun.lockb',
  'poetry.lock',
  'uv.lock',
  'Pipfile.lock',
  'requirements.txt',
  'Cargo.lock',
  'go.sum',
  'Gemfile.lock',
  'composer.lock',
  'packages.lock.json',
  'gradle.lockfile',
]);
