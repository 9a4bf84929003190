import { ancestorEnvironments } from '../base/ancestor-environments.ts';
import { AshlarError } from '../base/errors.ts';
import { digest } from '../base/ids.ts';
import { userFolders } from '../base/paths.ts';
import { resolveRealPath } from '../base/real-path.ts';
import type { Surroundings } from './surroundings.ts';

/** The variable that every command of an agent or a check is started with. */
export const commandMark = 'ASHLAR_COMMAND';

/**
 * Throws where this program was started by a command that an agent or a check runs: deciding is for people. The mark is
 * inherited by whatever such a command starts. One that took it out of its environment is known by its ancestors, unless it
 * decides with a key of its own, which counts nowhere: so do tests that are themselves such a command.
 */
export function refuseAgents({ env, home }: Pick<Surroundings, 'env' | 'home'>): void {
  const own = `${commandMark}=${markOf(userFolders(env, home).state)}`;
  if (env[commandMark] === undefined && !ancestorEnvironments().some((each) => each.includes(own))) return;
  throw new AshlarError({
    kind: 'denied',
    what: 'nothing was decided: this ashlar was started by a command of a run',
    why: 'only a person approves, rejects, answers and says whom to trust',
    next: 'type it in a terminal of your own',
  });
}

/** Says with whose key a person decides who started the run, and not where it lies. */
export function markOf(userState: string): string {
  return digest(resolveRealPath(userState)).slice(0, 16);
}
