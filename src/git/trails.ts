import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { TrailedCommit } from '../domain/trace.ts';
import type { Place } from './place.ts';
import { readTrails } from './read-trails.ts';
import { entriesOf, type RunGit, revision } from './run-git.ts';

/** Verbs that look for what was done for which task. */
export interface TrailVerbs {
  /** The commits of all tips, newest first, with what they were made for; those of `since` are left out. Unknown names are passed over. */
  trails(tips: readonly string[], since?: string): Promise<TrailedCommit[]>;
  /** By commit the paths that differ from its first parent. */
  pathsChangedBy(commits: readonly string[]): Promise<Map<string, string[]>>;
  /** Text files, tracked or not but not ignored, in which a line fits the POSIX extended regular expression; relative to the root. */
  filesMatching(pattern: string): Promise<string[]>;
  /** Whether history was cut off when this clone was made. */
  isShallow(): boolean;
  /** The paths below a folder (relative to the root) in a commit. */
  pathsAt(commit: string, folder: string): Promise<string[]>;
  /** The text of a file in a commit. */
  textAt(commit: string, path: string): Promise<string>;
}

export function trailVerbs({ run, commonDir }: Place): TrailVerbs {
  return {
    trails: (tips, since) => readLog(run, tips, since),
    pathsChangedBy: (commits) => pathsChangedBy(run, commits),
    filesMatching: async (pattern) => {
      const how = ['-l', '-z', '-I', '--untracked', '--exclude-standard', '--no-recurse-submodules', '--no-textconv'];
      return entriesOf(await run(['grep', ...how, '-E', '-e', pattern, '--'], { accept: [1] }));
    },
    isShallow: () => existsSync(join(commonDir, 'shallow')),
    pathsAt: async (commit, folder) =>
      entriesOf(await run(['ls-tree', '-r', '-z', '--full-tree', '--name-only', revision(commit), '--', folder])),
    textAt: async (commit, path) =>
      (await run(['cat-file', 'blob', `${revision(commit)}:${path}`])).stdout.toString('utf8'),
  };
}

/** A message cannot contain NUL, so that three fields a commit and `-z` between them are unambiguous. */
async function readLog(run: RunGit, tips: readonly string[], since: string | undefined): Promise<TrailedCommit[]> {
  const format = ['-z', '--no-color', '--no-show-signature', '--format=%H%x00%P%x00%B'];
  const without = since === undefined ? [] : ['--not', revision(since)];
  const fields = entriesOf(await run(['log', '--ignore-missing', ...format, ...tips.map(revision), ...without, '--']));
  return fields.flatMap((commit, index) => {
    if (index % 3 !== 0) return [];
    const parents = (fields[index + 1] ?? '').split(' ').filter((parent) => parent !== '');
    return [{ commit, parents, trails: readTrails(fields[index + 2] ?? '') }];
  });
}

async function pathsChangedBy(run: RunGit, commits: readonly string[]): Promise<Map<string, string[]>> {
  const changed = new Map<string, string[]>();
  if (commits.length === 0) return changed;
  const quiet = ['--no-color', '--no-show-signature', '--no-ext-diff', '--no-textconv', '--no-renames'];
  const what = ['--name-only', '--ignore-submodules=all', '-m', '--first-parent', '--root'];
  const args = [
    'log',
    '--no-walk=unsorted',
    '-z',
    '--format=%x01%H',
    ...quiet,
    ...what,
    ...commits.map(revision),
    '--',
  ];
  let paths: string[] = [];
  for (const entry of entriesOf(await run(args))) {
    const field = entry.replace(/^\n/, '');
    if (field.startsWith(commitMark)) {
      paths = [];
      changed.set(field.slice(1), paths);
    } else if (field !== '') paths.push(field);
  }
  return changed;
}

const commitMark = '\u0001';
