import { setTimeout as delay } from 'node:timers/promises';
import { errorCode } from './errors.ts';

/**
 * Ends the process group that `pid` leads. With a grace, asks it to end first and waits until it is gone, or until
 * `closed` resolves: zombies that nobody reaps stay in their group for ever.
 */
export async function endGroup(pid: number | undefined, graceMs: number, closed: Promise<boolean>): Promise<void> {
  if (pid === undefined) return;
  if (graceMs > 0) signalGroup(pid, 'SIGTERM');
  for (let leftMs = graceMs; leftMs > 0 && signalGroup(pid, 0); leftMs -= pollMs) {
    if (await Promise.race([closed, delay(pollMs, false)])) break;
  }
  signalGroup(pid, 'SIGKILL');
}

const pollMs = 20;

/** Whether anyone in the group could be signalled. */
export function signalGroup(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(-pid, signal);
  } catch (error) {
    if (errorCode(error) === 'ESRCH' || errorCode(error) === 'EPERM') return false;
    throw error;
  }
}
