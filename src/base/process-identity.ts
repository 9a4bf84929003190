import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { errorCode } from './errors.ts';

/** A process that cannot be mistaken for a later one with the same number. */
export interface Holder {
  pid: number;
  host: string;
  /** When it started, in the system's own terms; only good for comparing. */
  startedAt: string;
}

/** This process, on a host of this name. */
export function currentHolder(host: string): Holder {
  return { pid: process.pid, host, startedAt: processStart(process.pid) ?? '' };
}

/** Whether that very process still runs. One on another host cannot be seen from here and counts as alive. */
export function isHolderAlive(holder: Holder, host: string): boolean {
  if (holder.host !== host) return true;
  return processStart(holder.pid) === holder.startedAt;
}

/** When a process of this host started, in the system's own terms; undefined where there is no such process. */
export function processStart(pid: number): string | undefined {
  return process.platform === 'linux' ? linuxStart(pid) : listedStart(pid);
}

/** Ticks since boot, with the boot's own id, as the ticks begin anew with each. */
function linuxStart(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The second field is the program's name in parentheses and may contain anything; the third is its state.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (fields[0] === 'Z' || fields[0] === 'X') return undefined;
    return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()}:${fields[19]}`;
  } catch (error) {
    if (errorCode(error) === 'ENOENT' || errorCode(error) === 'ESRCH') return undefined;
    throw error;
  }
}

function listedStart(pid: number): string | undefined {
  try {
    const env = { PATH: '/bin:/usr/bin', LC_ALL: 'C', TZ: 'UTC' };
    const listed = execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { env, encoding: 'utf8' });
    return listed.trim() || undefined;
  } catch (error) {
    // `ps` ends with 1 where there is no such process.
    if (typeof error === 'object' && error !== null && 'status' in error && error.status === 1) return undefined;
    throw error;
  }
}
