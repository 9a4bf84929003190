import { spawnSync } from 'node:child_process';
import { appendFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { type Ended, program, startProgram } from '../e2e/support/ashlar.ts';
import {
  type Approved,
  approvedSpec,
  dirtyCheckout,
  expectBuilt,
  expectNothingLeft,
  type Scene,
  setScene,
} from '../e2e/support/crash-scene.ts';

/**
 * Faults at the n-th system call, as SQLite's own tests do it: n grows until a run comes through without meeting one.
 * `ASHLAR_SWEEP=whole` takes every n; without it a few stand for all. `ASHLAR_SWEEP_STEP` is the distance between two,
 * `ASHLAR_SWEEP_AT=7,31` takes only these, `ASHLAR_SWEEP_LOG` is a file that gets a line for each.
 */
const isWhole = process.env.ASHLAR_SWEEP === 'whole';
const step = Number(process.env.ASHLAR_SWEEP_STEP ?? 1);
const only = (process.env.ASHLAR_SWEEP_AT ?? '').split(',').filter(Boolean).map(Number);

/** Whether one process may trace another here. */
const canTrace = spawnSync('strace', ['-f', '-qq', '-o', '/dev/null', 'true']).status === 0;

interface Fault {
  name: string;
  calls: string;
  /** What strace puts in place of the call, or sends with it. */
  inject: string;
  /** Whether every later call fails as well. */
  persists?: boolean;
  /** Which calls stand for all. */
  few: readonly number[];
}

const faults: readonly Fault[] = [
  { name: 'K02: a kill at a sync', calls: 'fsync,fdatasync', inject: 'signal=SIGKILL', few: [3, 14] },
  { name: 'K04: a kill at a write', calls: 'pwrite64,write', inject: 'signal=SIGKILL', few: [40, 200] },
  {
    name: 'K05: a kill at a rename',
    calls: 'rename,renameat,renameat2,link,linkat,unlink,unlinkat',
    inject: 'signal=SIGKILL',
    few: [2, 9],
  },
  {
    name: 'K06: a kill at a start of a process',
    calls: 'execve,clone,clone3,vfork',
    inject: 'signal=SIGKILL',
    few: [1, 12],
  },
  { name: 'D01: a disk that fills up', calls: 'pwrite64', inject: 'error=ENOSPC', persists: true, few: [1, 16] },
  { name: 'a write that fails once', calls: 'pwrite64', inject: 'error=EIO', few: [20] },
  { name: 'a sync that fails once', calls: 'fsync,fdatasync', inject: 'error=EIO', few: [8] },
  { name: 'a rename that fails once', calls: 'rename,link,linkat,unlink', inject: 'error=ENOSPC', few: [3] },
];

function runTraced(scene: Scene, { calls, inject, persists }: Fault, n: number): Promise<Ended> {
  const order = `inject=${calls}:${inject}:when=${n}${persists === true ? '+' : ''}`;
  const trace = ['-f', '-qq', '-o', '/dev/null', '-e', `trace=${calls}`, '-e', order];
  const args = [...trace, process.execPath, program, 'run', 'greet', '--json'];
  return startProgram('strace', args, { cwd: scene.root, env: scene.env }).ended;
}

/** Whether the run came through. */
async function survives(approved: Approved, fault: Fault, n: number): Promise<boolean> {
  const scene = await setScene(approved, 0);
  const expectUntouched = dirtyCheckout(scene);
  const stopped = await runTraced(scene, fault, n);
  const what = `${fault.name}, ${fault.calls} ${n}`;
  expect(stopped.stderr, what).not.toMatch(/^\s+at |should not happen/m);
  const resumed = await scene.ashlar('run', 'greet', '--json');
  expect(resumed.code, `${what}: ${stopped.stderr}${resumed.stderr}`).toBe(0);
  // A request that was cut by a failing socket is asked again.
  expectBuilt(scene, fault.inject.startsWith('error') ? 6 : 1);
  expectUntouched();
  expectNothingLeft(scene);
  const log = process.env.ASHLAR_SWEEP_LOG;
  if (log !== undefined) appendFileSync(log, `${what}: ${stopped.signal ?? stopped.code}\n`);
  return stopped.code === 0;
}

test.runIf(canTrace).each(faults)('$name is survived', { timeout: 7_200_000 }, async (fault) => {
  const approved = await approvedSpec();
  if (!isWhole) {
    for (const n of only.length > 0 ? only : fault.few) await survives(approved, fault, n);
    return;
  }
  // Calls are counted for each thread: one run that comes through may still leave a busier thread to be met.
  for (let n = 1, clean = 0; clean < 3; n += step) clean = (await survives(approved, fault, n)) ? clean + 1 : 0;
});
