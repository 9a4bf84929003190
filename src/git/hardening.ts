import { driverOverrides } from './drivers.ts';
import { bareEnvironment, type OuterEnvironment, type Setting, settingsAsEnvironment } from './environment.ts';
import type { RepositoryPaths } from './find-repository.ts';
import type { ConfigEntry } from './git-config.ts';

/** In whose name commits are made. */
export interface Identity {
  name: string;
  email: string;
}

export interface Hardening {
  env: OuterEnvironment;
  identity: Identity;
  paths: RepositoryPaths;
  /** What `readConfig` found in this very working tree: settings may depend on the branch and the folder. */
  config: readonly ConfigEntry[];
}

/**
 * The whole environment of every git command: built from nothing, with settings that keep git from running any program
 * that a repository names. The git folder is named too, so that a `.git` that is replaced later leads nowhere else.
 */
export function hardenedEnvironment({ env, identity, paths, config }: Hardening): Record<string, string> {
  return {
    ...bareEnvironment(env, paths.root),
    ...settingsAsEnvironment([...safeSettings, ...driverOverrides(config), ...carriedSettings(config)]),
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_DIR: paths.gitDir,
    GIT_WORK_TREE: paths.root,
    GIT_AUTHOR_NAME: identity.name,
    GIT_AUTHOR_EMAIL: identity.email,
    GIT_COMMITTER_NAME: identity.name,
    GIT_COMMITTER_EMAIL: identity.email,
  };
}

/** The environment of a command that looks at commits only: no driver can play a part in it, so no settings need be read. */
export function commitsOnlyEnvironment(
  env: OuterEnvironment,
  { root, gitDir }: RepositoryPaths,
): Record<string, string> {
  return { ...bareEnvironment(env, root), ...settingsAsEnvironment(safeSettings), GIT_DIR: gitDir };
}

/** No programs, no surprises in output, and every object and ref on disk before a command ends. */
const safeSettings: readonly Setting[] = [
  ['core.fsmonitor', 'false'],
  ['core.hooksPath', '/dev/null'],
  ['core.pager', 'cat'],
  ['core.editor', 'true'],
  ['sequence.editor', 'true'],
  ['core.attributesFile', '/dev/null'],
  ['core.askPass', ''],
  ['core.sshCommand', 'ssh'],
  ['credential.helper', ''],
  ['protocol.ext.allow', 'never'],
  ['diff.external', ''],
  ['commit.gpgSign', 'false'],
  ['log.showSignature', 'false'],
  ['submodule.recurse', 'false'],
  ['diff.ignoreSubmodules', 'all'],
  ['gc.auto', '0'],
  ['maintenance.auto', 'false'],
  ['color.ui', 'false'],
  ['core.abbrev', 'no'],
  ['core.fsync', 'all'],
  ['core.splitIndex', 'false'],
  ['trailer.separators', ':'],
  ['i18n.commitEncoding', 'UTF-8'],
  ['i18n.logOutputEncoding', 'UTF-8'],
];

/** Of the user's own settings only these count. They are data, and what the repository sets goes before them. */
const carried: ReadonlySet<string> = new Set(['core.excludesfile', 'core.autocrlf', 'core.eol']);

function carriedSettings(config: readonly ConfigEntry[]): Setting[] {
  const ofRepository = new Set(config.filter(({ own }) => !own).map(({ key }) => key));
  return config
    .filter(({ key, own }) => own && carried.has(key) && !ofRepository.has(key))
    .map(({ key, value }) => [key, value]);
}
