import { basename, join, relative } from 'node:path';
import { makeFolder, writeFileWhole } from '../base/files.ts';
import type { Git } from '../git/open-git.ts';
import type { Workspace } from './workspace.ts';

/** Keeps all that differs from the last commit as a patch in Ashlar's state. Returns its path from the root, if there is anything to keep. */
export async function keepAsPatch(
  git: Git,
  name: string,
  { root, stateFolder }: Workspace,
): Promise<string | undefined> {
  const patch = await git.patchAgainst('HEAD');
  if (patch.length === 0) return undefined;
  const folder = join(stateFolder, 'patches');
  makeFolder(folder, 0o700);
  const path = join(folder, `${basename(name)}.patch`);
  writeFileWhole(path, patch, { mode: 0o600 });
  return relative(root, path);
}
