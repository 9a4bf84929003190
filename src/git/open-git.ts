import { dirname, join } from 'node:path';
import { AshlarError } from '../base/errors.ts';
import { noReach, type Reach } from '../base/failpoints.ts';
import { type BlameVerbs, blameVerbs } from './blame.ts';
import { type BranchVerbs, branchVerbs } from './branches.ts';
import { type CheckpointVerbs, checkpointVerbs } from './checkpoint.ts';
import { watchConfig } from './config-watch.ts';
import { bareEnvironment, type OuterEnvironment, pathOutside } from './environment.ts';
import { type FileVerbs, fileVerbs } from './files.ts';
import { findRepository, type RepositoryPaths } from './find-repository.ts';
import { type ConfigEntry, readConfig } from './git-config.ts';
import { hardenedEnvironment, type Identity } from './hardening.ts';
import { type HistoryVerbs, historyVerbs } from './history.ts';
import { type LineVerbs, lineVerbs } from './line.ts';
import { type MergeVerbs, mergeVerbs } from './merge.ts';
import { type ObjectVerbs, objectVerbs } from './objects.ts';
import type { Place } from './place.ts';
import { gitRunner, type RunGit, textOf } from './run-git.ts';
import { type SnapshotVerbs, snapshotVerbs } from './snapshot.ts';
import { type StateVerbs, stateVerbs } from './state.ts';
import { type TrailVerbs, trailVerbs } from './trails.ts';
import { type WorktreeVerbs, worktreeVerbs } from './worktrees.ts';

/** The few verbs Ashlar needs, in one working tree. None of them runs a program that the repository names. */
export interface Git
  extends HistoryVerbs,
    LineVerbs,
    ObjectVerbs,
    FileVerbs,
    BranchVerbs,
    CheckpointVerbs,
    MergeVerbs,
    SnapshotVerbs,
    StateVerbs,
    TrailVerbs,
    BlameVerbs,
    WorktreeVerbs<Git>,
    Readonly<RepositoryPaths> {}

export interface OpenGit {
  /** Any folder of a working tree. */
  folder: string;
  env: OuterEnvironment;
  identity: Identity;
  /** What `readConfig` found in this folder, where it was read already. */
  config?: readonly ConfigEntry[];
  reach?: Reach;
}

/** Throws AshlarError where git is missing or too old, or where the folder is in no working tree. */
export async function openGit({ folder, env: given, identity, config: known, reach = noReach }: OpenGit): Promise<Git> {
  const paths = findRepository(folder);
  // Seen from a worktree the programs of the checkout are the repository's too.
  const env = { ...given, PATH: pathOutside(given.PATH, [paths.root, dirname(paths.commonDir)]) };
  const hardened = async (config: readonly ConfigEntry[]) => {
    await confirmPlace(paths, config, env);
    return gitRunner(paths.root, hardenedEnvironment({ env, identity, paths, config }));
  };
  let settings = known ?? (await readConfig(paths.root, env));
  let current = await hardened(settings);
  let hasChanged = watchConfig(paths, settings);
  const harden = async () => {
    settings = await readConfig(paths.root, env);
    current = await hardened(settings);
    hasChanged = watchConfig(paths, settings);
  };
  const run: RunGit = async (args, options) => {
    if (hasChanged()) await harden();
    return current(args, options);
  };
  const place: Place = { ...paths, run, reach };
  return {
    ...paths,
    ...historyVerbs(place),
    ...lineVerbs(place),
    ...objectVerbs(place),
    ...fileVerbs(place),
    ...branchVerbs(place, harden),
    ...checkpointVerbs(place),
    ...mergeVerbs(place),
    ...snapshotVerbs(place),
    ...stateVerbs(place),
    ...trailVerbs(place),
    ...blameVerbs(place),
    ...worktreeVerbs(place, (path, { isNew }) =>
      openGit({ folder: path, env, identity, reach, ...(isNew ? inNewWorktree(settings) : {}) }),
    ),
  };
}

/** The settings of a repository are those of its new worktree too, unless some are of one tree, branch or folder only. */
function inNewWorktree(config: readonly ConfigEntry[]): Pick<OpenGit, 'config'> {
  const isLocal = ({ key }: ConfigEntry) => /^(?:includeif\.|include\.|extensions\.worktreeconfig$)/.test(key);
  return config.some(isLocal) ? {} : { config };
}

/**
 * git must see the same repository and the same working tree as we do: it passes over a repository that another user owns,
 * and `core.worktree` can send it to any folder of the machine. The settings it listed tell; where they cannot, it is asked.
 */
async function confirmPlace(paths: RepositoryPaths, config: readonly ConfigEntry[], env: OuterEnvironment) {
  const { root, gitDir, commonDir } = paths;
  const file = join(commonDir, 'config');
  const isRead = config.some(({ origin }) => origin === `file:${file}`);
  if (isRead && !config.some(({ key }) => key === 'core.worktree')) return;
  const show = ['rev-parse', '--show-toplevel', '--absolute-git-dir'];
  const seen = textOf(await gitRunner(root, bareEnvironment(env, root))(show));
  if (seen === `${root}\n${gitDir}`) return;
  throw new AshlarError({
    kind: 'invalid',
    what: `${root} is not the working tree that its repository names`,
    why: `git takes ${seen.split('\n')[0]} for it`,
    next: 'git config --unset core.worktree',
  });
}
