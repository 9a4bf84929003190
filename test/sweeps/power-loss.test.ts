import { spawnSync } from 'node:child_process';
import { appendFileSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';

import { program, startProgram } from '../e2e/support/ashlar.ts';
import {
  approvedSpec,
  dirtyCheckout,
  expectBuilt,
  expectNothingLeft,
  type Scene,
  setScene,
} from '../e2e/support/crash-scene.ts';
import { type Disk, type PowerCut, readDisk } from './support/disk.ts';
import { type DiskStep, readTrace, traceOptions } from './support/read-trace.ts';

/**
 * A run is recorded with all that it does to files. Then the disk is made as a power cut would have left it after the n-th
 * sync, and the run is resumed. `ASHLAR_SWEEP=whole` takes every n; without it a few stand for all. `ASHLAR_SWEEP_STEP`,
 * `ASHLAR_SWEEP_AT` and `ASHLAR_SWEEP_LOG` are as in the sweep of system calls.
 */
const isWhole = process.env.ASHLAR_SWEEP === 'whole';
const step = Number(process.env.ASHLAR_SWEEP_STEP ?? 1);
const only = (process.env.ASHLAR_SWEEP_AT ?? '').split(',').filter(Boolean).map(Number);

const canTrace = spawnSync('strace', ['-f', '-qq', '-o', '/dev/null', 'true']).status === 0;

async function recordRun(scene: Scene): Promise<DiskStep[]> {
  const log = join(scene.home, '..', 'trace.log');
  const args = [...traceOptions(log), process.execPath, program, 'run', 'greet', '--json'];
  const { code, stderr } = await startProgram('strace', args, { cwd: scene.root, env: scene.env }).ended;
  expect(code, stderr).toBe(0);
  return readTrace(readFileSync(log, 'latin1'), scene.root);
}

const isSync = ({ kind }: DiskStep) => kind === 'sync' || kind === 'sync_all';

/** The instants after these syncs. */
function chosen(steps: readonly DiskStep[]): number[] {
  const syncs = steps.filter(isSync).length;
  if (only.length > 0) return only;
  if (isWhole) return Array.from({ length: Math.ceil(syncs / step) }, (_, at) => at * step);
  return [0.1, 0.4, 0.8].map((share) => Math.floor(share * syncs));
}

/** Takes over the steps up to the end of the n-th sync, and a little more: what came before the next one. */
function takeUntil(disk: Disk, steps: DiskStep[], syncs: { taken: number; wanted: number }): number {
  let requests = 0;
  for (let next = steps[0]; next !== undefined; next = steps[0]) {
    if (isSync(next) && syncs.taken === syncs.wanted) break;
    if (isSync(next)) syncs.taken += 1;
    if (next.kind === 'request') requests += 1;
    disk.take(next);
    steps.shift();
  }
  return requests;
}

/** The same numbers each time. */
function pseudoRandom(): () => number {
  let seed = 7;
  return () => {
    seed = (seed * 48_271) % 2_147_483_647;
    return seed / 2_147_483_647;
  };
}

const cuts: readonly PowerCut[] = ['journaled', 'strict', 'torn'];

test.runIf(canTrace).each(cuts)(
  'a run goes on from what a power cut leaves: %s',
  { timeout: 7_200_000 },
  async (cut) => {
    const scene = await setScene(await approvedSpec(), 0);
    const expectUntouched = dirtyCheckout(scene);
    const roots = [dirname(scene.root), scene.env.XDG_STATE_HOME ?? ''];
    const disk = readDisk(roots, cut, pseudoRandom());
    const steps = await recordRun(scene);
    const first = [...scene.server.asked];
    const syncs = { taken: 0, wanted: 0 };
    let requests = 0;
    for (const wanted of chosen(steps)) {
      syncs.wanted = wanted;
      requests += takeUntil(disk, steps, syncs);
      disk.restore();
      scene.server.asked.splice(0, Infinity, ...first.slice(0, requests));
      const resumed = await scene.ashlar('run', 'greet', '--json');
      expect(resumed.code, `${cut} after sync ${wanted}: ${resumed.stderr}`).toBe(0);
      expectBuilt(scene, 1);
      expectUntouched();
      expectNothingLeft(scene);
      const log = process.env.ASHLAR_SWEEP_LOG;
      if (log !== undefined) appendFileSync(log, `${cut} after sync ${wanted}\n`);
    }
  },
);

test.runIf(canTrace)('the model of the disk sees what the processes saw', async () => {
  const scene = await setScene(await approvedSpec(), 0);
  const roots = [dirname(scene.root), scene.env.XDG_STATE_HOME ?? ''];
  const disk = readDisk(roots, 'strict', () => 0);
  for (const each of await recordRun(scene)) disk.take(each);
  const real = readDisk(roots, 'strict', () => 0).seen();
  const told = disk.seen();
  for (const path of real.keys()) if (/trace\.log$|-shm$/.test(path)) real.delete(path);
  for (const path of told.keys()) if (/trace\.log$|-shm$/.test(path)) told.delete(path);
  expect([...told.keys()].sort()).toEqual([...real.keys()].sort());
  for (const [path, text] of real) expect(told.get(path) === text, path).toBe(true);
});
