import { AshlarError } from '../base/errors.ts';
import type { Surroundings } from './surroundings.ts';

/**
 * Throws where this program was started by a command that an agent or a check runs: deciding is for people. The mark is
 * inherited by whatever such a command starts.
 */
export function refuseAgents({ env }: Pick<Surroundings, 'env'>): void {
  if (env.ASHLAR_COMMAND === undefined) return;
  throw new AshlarError({
    kind: 'denied',
    what: 'nothing was decided: this ashlar was started by a command of a run',
    why: 'only a person approves, rejects, answers and says whom to trust',
    next: 'type it in a terminal of your own',
  });
}
