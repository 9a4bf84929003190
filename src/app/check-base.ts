import { join } from 'node:path';
import { AshlarError } from '../base/errors.ts';
import type { Event } from '../domain/event.ts';
import type { ExecuteWork } from './execute-work.ts';
import { prepareTree } from './prepare-tree.ts';
import type { Wire } from './wire.ts';

/**
 * Runs a check on the commit that the run began at, in a worktree of its own that is gone afterwards. Undefined where it
 * could not be tried: the run goes on without knowing.
 */
export async function checkBase(
  command: string,
  { spec, workplace }: ExecuteWork,
  wire: Wire,
): Promise<(Event & { type: 'base_checked' }) | undefined> {
  const git = await wire.git();
  const path = join(wire.workspace.stateFolder, 'base', spec.slug.replaceAll('/', '-'));
  try {
    const tree = await git.addDetached({ path, commit: workplace.base });
    await prepareTree(tree, git, wire);
    const check = await wire.runCheck(tree.root, command);
    return { type: 'base_checked', commit: workplace.base, check };
  } catch (error) {
    wire.surroundings.signal.throwIfAborted();
    if (error instanceof AshlarError) return undefined;
    throw error;
  } finally {
    await git.removeWorktree(path);
  }
}
