import { existsSync, mkdirSync, readdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A control group for the commands of one process of Ashlar. */
export interface UsageGroup {
  /** What a shell says to go into the group. */
  enter: string;
  /** Takes the group away once nothing runs in it. */
  remove(): void;
}

/**
 * Bounds what all commands together may use up, where the system lets this process make control groups. It must for root:
 * the kernel exempts root from `ulimit -u`. Undefined where it does not; `ulimit` is then all that bounds a command.
 */
export function makeUsageGroup(pid: number): UsageGroup | undefined {
  const made = controllers().flatMap(({ parent, bounds }) => makeGroup(parent, bounds, pid) ?? []);
  if (made.length === 0) return undefined;
  return {
    enter: made.map((folder) => `echo $$ > '${folder}/cgroup.procs'`).join(' && '),
    remove: () => {
      for (const folder of made) removeGroup(folder);
    },
  };
}

const mostProcesses = '4096';
const mostMemory = String(16 * 1024 ** 3);
const mount = '/sys/fs/cgroup';

interface Controller {
  /** The group that this process is in. */
  parent: string;
  /** The file of each bound, with its value. */
  bounds: readonly (readonly [string, string])[];
}

function controllers(): Controller[] {
  const own = readOwnGroups();
  const unified = own.get('');
  if (existsSync(join(mount, 'cgroup.controllers')) && unified !== undefined) {
    const bounds = [
      ['pids.max', mostProcesses],
      ['memory.max', mostMemory],
    ] as const;
    return [{ parent: join(mount, unified), bounds }];
  }
  const separate = [
    ['pids', 'pids.max', mostProcesses],
    ['memory', 'memory.limit_in_bytes', mostMemory],
  ] as const;
  return separate.flatMap(([name, file, value]) => {
    const path = own.get(name);
    return path === undefined ? [] : [{ parent: join(mount, name, path), bounds: [[file, value]] as const }];
  });
}

/** By the name of the controller, as Linux lists them: `8:pids:/a`; the unified one has no name. */
function readOwnGroups(): Map<string, string> {
  try {
    const lines = readFileSync('/proc/self/cgroup', 'utf8').split('\n').filter(Boolean);
    return new Map(lines.map((line) => [line.split(':')[1] ?? '', line.split(':').slice(2).join(':')]));
  } catch {
    return new Map();
  }
}

function makeGroup(parent: string, bounds: Controller['bounds'], pid: number): string | undefined {
  const folder = join(parent, `${prefix}${pid}`);
  try {
    for (const name of readdirSync(parent).filter(isLeft)) removeGroup(join(parent, name));
    mkdirSync(folder, { recursive: true });
    for (const [file, value] of bounds) writeFileSync(join(folder, file), value);
    return folder;
  } catch {
    removeGroup(folder);
    return undefined;
  }
}

const prefix = 'ashlar-';

/** Of a process that is no more. */
function isLeft(name: string): boolean {
  return name.startsWith(prefix) && !existsSync(`/proc/${name.slice(prefix.length)}`);
}

/** One in which something still runs, or that was never made, cannot be removed. */
function removeGroup(folder: string): void {
  try {
    rmdirSync(folder);
  } catch {
    return;
  }
}
