import { AshlarError } from '../base/errors.ts';
import { type BranchVerbs, branchVerbs } from './branches.ts';
import { type CheckpointVerbs, checkpointVerbs } from './checkpoint.ts';
import { bareEnvironment, type OuterEnvironment } from './environment.ts';
import { type FileVerbs, fileVerbs } from './files.ts';
import { findRepository, type RepositoryPaths } from './find-repository.ts';
import { readConfig } from './git-config.ts';
import { hardenedEnvironment, type Identity } from './hardening.ts';
import { type HistoryVerbs, historyVerbs } from './history.ts';
import type { Place } from './place.ts';
import { gitRunner, textOf } from './run-git.ts';
import { type SnapshotVerbs, snapshotVerbs } from './snapshot.ts';
import { type StateVerbs, stateVerbs } from './state.ts';
import { type WorktreeVerbs, worktreeVerbs } from './worktrees.ts';

/** The few verbs Ashlar needs, in one working tree. None of them runs a program that the repository names. */
export interface Git
  extends HistoryVerbs,
    FileVerbs,
    BranchVerbs,
    CheckpointVerbs,
    SnapshotVerbs,
    StateVerbs,
    WorktreeVerbs<Git>,
    Readonly<RepositoryPaths> {}

export interface OpenGit {
  /** Any folder of a working tree. */
  folder: string;
  env: OuterEnvironment;
  identity: Identity;
}

/** Throws AshlarError where git is missing or too old, or where the folder is in no working tree. */
export async function openGit({ folder, env, identity }: OpenGit): Promise<Git> {
  const paths = findRepository(folder);
  const hardened = async () => {
    const config = await readConfig(paths.root, env);
    return gitRunner(paths.root, hardenedEnvironment({ env, identity, paths, config }));
  };
  let [current] = await Promise.all([hardened(), checkWithGit(paths, env)]);
  const place: Place = { ...paths, run: (args, options) => current(args, options) };
  const harden = async () => {
    current = await hardened();
  };
  return {
    ...paths,
    ...historyVerbs(place),
    ...fileVerbs(place),
    ...branchVerbs(place, harden),
    ...checkpointVerbs(place),
    ...snapshotVerbs(place),
    ...stateVerbs(place),
    ...worktreeVerbs(place, (path) => openGit({ folder: path, env, identity })),
  };
}

/** git must see the same working tree as we do: `core.worktree` can send it to any folder of the machine. */
async function checkWithGit({ root, gitDir }: RepositoryPaths, env: OuterEnvironment): Promise<void> {
  const seen = textOf(
    await gitRunner(root, bareEnvironment(env, root))(['rev-parse', '--show-toplevel', '--absolute-git-dir']),
  );
  if (seen === `${root}\n${gitDir}`) return;
  throw new AshlarError({
    kind: 'invalid',
    what: `${root} is not the working tree that its repository names`,
    why: `git takes ${seen.split('\n')[0]} for it`,
    next: 'git config --unset core.worktree',
  });
}
