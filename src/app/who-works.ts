import type { Journal } from '../journal/open-journal.ts';
import { isStillWorking } from './hold-lease.ts';
import type { Surroundings } from './surroundings.ts';

/** Whether a living process works on a spec. */
export function isWorkedOn(spec: string, journal: Journal, { host }: Pick<Surroundings, 'host'>): boolean {
  const holder = journal.holder(spec);
  return holder !== undefined && isStillWorking(holder, host);
}

/** Whether a living process waits for a human who is to decide on a spec. */
export function isWaitedFor(spec: string, journal: Journal, surroundings: Pick<Surroundings, 'host'>): boolean {
  return isWorkedOn(waiterOf(spec), journal, surroundings);
}

/** The lease of the process that waits; that of the spec itself is free meanwhile, so that the human can decide. */
export function waiterOf(spec: string): string {
  return `${spec} waits`;
}
