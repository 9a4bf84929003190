import { existsSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { AshlarError } from '../base/errors.ts';
import { userFolders } from '../base/paths.ts';
import type { Config } from '../domain/config.ts';
import { loadConfig } from './load-config.ts';
import type { Surroundings } from './surroundings.ts';

/** A repository as Ashlar sees it; nothing here starts a process. */
export interface Workspace {
  /** The top of the user's checkout, links resolved. */
  root: string;
  /** `.ashlar/state`: journal, worktrees, cache; ignored by git. */
  stateFolder: string;
  config: Config;
  /** The user's own state folder, outside of every repository: key, trusted signers, known ledgers. */
  userState: string;
}

export function openWorkspace(surroundings: Surroundings): Workspace {
  const root = findRoot(surroundings.cwd);
  const folders = userFolders(surroundings.env, surroundings.home);
  const stateFolder = join(root, '.ashlar', 'state');
  return { root, stateFolder, config: loadConfig(root, folders.config, { isTrusted: true }), userState: folders.state };
}

/** The nearest folder above that holds `.git`. */
function findRoot(cwd: string): string {
  if (!existsSync(cwd)) {
    throw new AshlarError({ kind: 'usage', what: `there is no folder ${cwd}`, next: 'give --cwd an existing folder' });
  }
  const start = realpathSync(cwd);
  for (let folder = start; ; folder = dirname(folder)) {
    if (existsSync(join(folder, '.git'))) return folder;
    if (dirname(folder) === folder) break;
  }
  throw new AshlarError({
    kind: 'usage',
    what: `${start} is not inside a git repository`,
    next: 'go to the folder of your project, or make it a repository with: git init && git add -A && git commit -m "first commit"',
  });
}
