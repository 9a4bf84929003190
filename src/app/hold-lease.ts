import { AshlarError } from '../base/errors.ts';
import { limits } from '../base/limits.ts';
import { currentHolder, isHolderAlive } from '../base/process-identity.ts';
import type { Lease, SeenHolder } from '../journal/lease.ts';
import type { Journal } from '../journal/open-journal.ts';
import type { Surroundings } from './surroundings.ts';

export interface LeaseChoice {
  /** Takes the lease from a process on another machine, of which a person knows that it is gone. */
  force?: boolean;
}

/** The right to write for a spec, of this process. Throws AshlarError `held` where another one still works. */
export function takeLease(journal: Journal, spec: string, { host }: Pick<Surroundings, 'host'>, how: LeaseChoice = {}) {
  const isAlive = (holder: SeenHolder) => isStillWorking(holder, host) && !(how.force === true && holder.host !== host);
  return journal.takeLease({ spec, holder: currentHolder(host), isAlive });
}

/** A process of this host is looked at; one of another host is believed for as long as it says that it is there. */
export function isStillWorking(holder: SeenHolder, host: string): boolean {
  return holder.host === host ? isHolderAlive(holder, host) : holder.silentMs < limits.leaseSilenceMs;
}

/** Says again and again that the holder is there, until the function that is returned is called. A beat is in real time. */
export function keepLease(lease: Lease, everyMs: number = limits.leaseBeatMs): () => void {
  const timer = setInterval(() => renew(lease), everyMs).unref();
  return () => clearInterval(timer);
}

/** A renewal that fails is no end: what is written next is refused where the lease is lost, and fails where the disk does. */
function renew(lease: Lease): boolean {
  try {
    lease.renew();
    return true;
  } catch (error) {
    if (error instanceof AshlarError) return false;
    throw error;
  }
}
