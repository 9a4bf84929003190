import { readdirSync, readFileSync } from 'node:fs';

/** Megabytes that a process and all below it hold, shared pages counted once (PSS); undefined where there is no /proc. */
export function treeMegabytes(root) {
  const parents = readParents();
  if (parents === undefined) return undefined;
  const belongs = (pid) => pid === root || (parents.has(pid) && belongs(parents.get(pid)));
  const kilobytes = [...parents.keys()].filter(belongs).map(proportionalKilobytes);
  return kilobytes.reduce((sum, each) => sum + each, 0) / 1024;
}

function readParents() {
  if (process.platform !== 'linux') return undefined;
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return new Map(pids.flatMap((pid) => parentOf(pid) ?? []));
}

function parentOf(pid) {
  const stat = readIfThere(`/proc/${pid}/stat`);
  const parent = stat?.slice(stat.lastIndexOf(')') + 2).split(' ')[1];
  return parent === undefined ? undefined : [[Number(pid), Number(parent)]];
}

function proportionalKilobytes(pid) {
  const rollup = readIfThere(`/proc/${pid}/smaps_rollup`) ?? '';
  return Number(/^Pss:\s+(\d+) kB/m.exec(rollup)?.[1] ?? 0);
}

/** A process may end while it is looked at, and that of another user cannot be read. */
function readIfThere(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
