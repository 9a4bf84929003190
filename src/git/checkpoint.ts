import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { AshlarError } from '../base/errors.ts';
import { limits } from '../base/limits.ts';
import { syncFiles } from '../base/sync-files.ts';
import { type ChangedFile, readChanges, stage } from './changes.ts';
import type { Place } from './place.ts';
import { entriesOf, revision, textOf } from './run-git.ts';

export interface CheckpointVerbs {
  /** What differs from HEAD, untracked files included; not what lies in repositories within this one. */
  changedFiles(): Promise<ChangedFile[]>;
  /** Commits everything that differs from HEAD and gives the commit; it is on disk when this returns. */
  commitAll(commit: CommitAll): Promise<string>;
  /** Fills a working tree into which nothing was checked out yet; its files are on disk when this returns. */
  checkOut(): Promise<void>;
  /** Makes index and files those of the commit, and on disk. Untracked files go, ignored ones stay. */
  resetTo(commit: string): Promise<void>;
  /** Makes these files what they are in the commit, in the index too; those that it does not have go. */
  putBack(paths: readonly string[], commit: string): Promise<void>;
  /** Moves the branch to the commit and leaves index and files as they are. */
  softResetTo(commit: string): Promise<void>;
}

export interface CommitAll {
  message: string;
  /** Files and folders to leave out, relative to the root; what is staged of them stays staged. */
  exclude?: readonly string[];
  allowEmpty?: boolean;
  /** The date of the commit, in milliseconds since the epoch; equal commits then have equal names. */
  at?: number;
}

export function checkpointVerbs(place: Place): CheckpointVerbs {
  const { run } = place;
  return {
    changedFiles: () => readChanges(run),
    commitAll: (commit) => commitAll(place, commit),
    checkOut: async () => {
      await run(['reset', '--hard', 'HEAD', '--']);
      await syncFiles(place.root, limits.syncMs);
    },
    resetTo: async (commit) => {
      await run(['reset', '--hard', revision(commit), '--']);
      await run(['clean', '-ffd', '--quiet']);
      await syncFiles(place.root, limits.syncMs);
    },
    putBack: (paths, commit) => putBack(place, paths, revision(commit)),
    softResetTo: async (commit) => {
      await run(['reset', '--soft', revision(commit), '--']);
    },
  };
}

async function putBack({ root, run }: Place, paths: readonly string[], commit: string): Promise<void> {
  const known = new Set(entriesOf(await run(['ls-tree', '-r', '--name-only', '-z', '--full-tree', commit])));
  const [there, gone] = [paths.filter((path) => known.has(path)), paths.filter((path) => !known.has(path))];
  if (gone.length > 0) {
    await run(['rm', '--cached', '--force', '--quiet', '--ignore-unmatch', ...fromInput], { input: gone.join('\0') });
    for (const path of gone) rmSync(join(root, path), { force: true });
  }
  if (there.length > 0)
    await run(['checkout', '--force', '--quiet', commit, ...fromInput], { input: there.join('\0') });
  await syncFiles(root, limits.syncMs);
}

const fromInput = ['--pathspec-from-file=-', '--pathspec-file-nul'];

async function commitAll(
  { root, commonDir, run, reach }: Place,
  { message, exclude = [], allowEmpty = false, at }: CommitAll,
) {
  const changes = await readChanges(run);
  const paths = changes.map(({ path }) => path).filter((path) => !exclude.some((place) => isBelow(place, path)));
  if (paths.length === 0 && !allowEmpty) throw nothingToCommit(root);
  await stage(run, paths);
  reach('git:added');
  const how = ['--cleanup=whitespace', ...(allowEmpty ? ['--allow-empty'] : [])];
  const { args, input } = paths.length === changes.length ? wholeIndex(message) : onlyThese(paths, message);
  const committed = textOf(await run(['commit', ...how, ...args], { input, env: datedAt(at) }));
  reach('git:committed');
  // git syncs objects and refs, and never the folders that hold their names.
  await syncFiles(commonDir, limits.syncMs);
  const name = committed.match(/^\[(?:detached HEAD|\S+)(?: \(root-commit\))? ([0-9a-f]{40,64})\]/m)?.[1];
  return name ?? textOf(await run(['rev-parse', '--verify', 'HEAD']));
}

function wholeIndex(message: string) {
  return { args: ['--file=-'], input: message };
}

/** What is staged of other files stays staged. */
function onlyThese(paths: readonly string[], message: string) {
  if (paths.length === 0) return { args: ['--only', '--file=-'], input: message };
  const args = ['--only', `--message=${message}`, '--pathspec-from-file=-', '--pathspec-file-nul'];
  return { args, input: paths.join('\0') };
}

function isBelow(place: string, path: string): boolean {
  return path === place || path.startsWith(`${place.replace(/\/$/, '')}/`);
}

function datedAt(ms: number | undefined): Record<string, string> {
  if (ms === undefined) return {};
  const date = `@${Math.floor(ms / 1000)} +0000`;
  return { GIT_AUTHOR_DATE: date, GIT_COMMITTER_DATE: date };
}

function nothingToCommit(root: string): AshlarError {
  return new AshlarError({
    kind: 'failed',
    what: 'there is nothing to commit',
    why: `no file of ${root} differs from HEAD`,
  });
}
