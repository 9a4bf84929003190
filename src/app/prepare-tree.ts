import { join } from 'node:path';
import { AshlarError } from '../base/errors.ts';
import { readTextIfThere, writeFileWhole } from '../base/files.ts';
import type { Git } from '../git/open-git.ts';
import { bringDependencies, dependencyFolders } from './bring-dependencies.ts';
import { noteGroups } from './running-groups.ts';
import type { Wire } from './wire.ts';

/**
 * Makes a fresh worktree one in which commands can run: copies what the configuration names, or the folders in which dependencies lie; then
 * runs the team's setup command.
 */
export async function prepareTree(tree: Git, git: Git, wire: Wire): Promise<void> {
  const { workspace, surroundings } = wire;
  const { setup, bring: names } = workspace.config.worktree ?? {};
  const folders = names ?? (await git.ignoredFolders(dependencyFolders));
  const { clock, newId, signal, env, host } = surroundings;
  await bringDependencies({
    from: git.root,
    to: tree.root,
    folders,
    scratch: join(workspace.stateFolder, 'scratch'),
    env: { PATH: env.PATH ?? '/usr/bin:/bin' },
    clock,
    newId,
    signal,
    onGroup: noteGroups({ stateFolder: workspace.stateFolder, host })('cp of dependencies'),
  });
  if (setup !== undefined) await runSetup(tree, setup, wire);
}

/** Once a worktree: a file in its git folder, which goes when the worktree goes, says that it was done. */
async function runSetup({ root, gitDir }: Git, command: string, wire: Wire): Promise<void> {
  const mark = join(gitDir, 'ashlar-setup');
  if (readTextIfThere(mark) === command) return;
  const { exitCode, output } = await wire.runCheck(root, command, { network: 'all' });
  if (exitCode === 0) {
    writeFileWhole(mark, command);
    return;
  }
  throw new AshlarError({
    kind: 'verification',
    what: `the setup command of the worktree failed: ${command}`,
    why: output.trim().split('\n').at(-1) ?? `exit code ${exitCode}`,
    next: 'correct worktree.setup in .ashlar/config.yaml',
  });
}
