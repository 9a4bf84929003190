import type { Surroundings } from '../app/surroundings.ts';
import { askTrust, type TrustRequest, trust } from '../app/trust.ts';
import { takesEffect } from '../app/what-takes-effect.ts';
import { AshlarError } from '../base/errors.ts';
import { askYes } from './ask-yes.ts';
import { describeTrust } from './describe-trust.ts';
import type { GlobalOptions } from './options.ts';

/**
 * Stands before everything that reads a repository's settings: throws kind `denied` where the folder brings along what would
 * take effect and nobody said that it may. A folder that brings nothing of the kind needs no word.
 */
export async function confirmTrust(surroundings: Surroundings, options: GlobalOptions): Promise<void> {
  const request = askTrust('.', surroundings);
  if (request.standing.state === 'trusted' || !request.effects.some(takesEffect)) return;
  if (!options.trust && !(await isAgreed(request, surroundings))) throw notTrusted(request);
  trust(request, surroundings);
}

/** What a command of the user's wrote himself stays trusted: he typed it. */
export function trustOwnChange(surroundings: Surroundings): void {
  const request = askTrust('.', surroundings);
  if (request.standing.state !== 'trusted' && request.effects.some(takesEffect)) trust(request, surroundings);
}

async function isAgreed(request: TrustRequest, { ask }: Surroundings): Promise<boolean> {
  if (ask === undefined) return false;
  return askYes(`${describeTrust(request)}\nTrust it?`);
}

function notTrusted(request: TrustRequest): AshlarError {
  return new AshlarError({
    kind: 'denied',
    what: `${request.folder} is not trusted, and nothing of it was read`,
    why: describeTrust(request),
    next: 'look at these, then: ashlar trust , or give --trust',
  });
}
