import { hostname } from 'node:os';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { expect, test, vi } from 'vitest';
import { expectDone } from './support/ashlar.ts';
import { approvedSpec, expectBuilt, type Scene, setScene } from './support/crash-scene.ts';

/** Each of these is several whole runs. */
vi.setConfig({ testTimeout: 120_000 });

/** `ASHLAR_SWEEP=whole` races fifty times. */
const races = process.env.ASHLAR_SWEEP === 'whole' ? 50 : 3;

test('S01: of two processes that begin one spec at once exactly one runs, and the other says who', {
  timeout: 900_000,
}, async () => {
  const approved = await approvedSpec();
  for (let race = 0; race < races; race++) {
    const scene = await setScene(approved, 60);
    const runners = [0, 1].map(() => scene.start('run', 'greet', '--json'));
    const ends = await Promise.all(runners.map(({ ended }) => ended));
    const winner = ends.findIndex(({ code }) => code === 0);
    expect(ends.map(({ code }) => code).sort()).toEqual([0, 9]);
    expect(ends[1 - winner]?.stderr).toContain(`process ${runners[winner]?.child.pid} on `);
    expectBuilt(scene, 0);
  }
});

/** Writes as holder of the spec whom the test names, as that process would have done. */
function leaveLease({ root }: Scene, { host, silentMs }: { host: string; silentMs: number }): void {
  const database = new Sqlite(join(root, '.ashlar/state/journal.db'));
  const seenAt = Date.now() - silentMs;
  database
    .prepare(
      'INSERT OR REPLACE INTO leases (spec, token, held, pid, host, started, taken_at, seen_at) VALUES (?,?,?,?,?,?,?,?)',
    )
    .run('greet', 7, 1, process.pid, host, 'another boot:1', seenAt, seenAt);
  database.close();
}

async function sceneWithJournal(): Promise<Scene> {
  const scene = await setScene(await approvedSpec(), 0);
  expectDone(await scene.ashlar('reject', 'greet', 'design', '--comment', 'Once more.', '--no-draft'));
  expectDone(await scene.ashlar('approve', 'greet', 'design', '--yes', '--no-draft'));
  return scene;
}

test('S03: a lease of another machine is refused with its age, and taken with --force-lease', async () => {
  const scene = await sceneWithJournal();
  leaveLease(scene, { host: 'another-host', silentMs: 30_000 });
  const refused = await scene.ashlar('run', 'greet');
  expect(refused.code).toBe(9);
  expect(refused.stderr).toMatch(/on another-host holds it since .*, last heard of 3\d s ago\n {2}→ .*--force-lease/);
  expectDone(await scene.ashlar('run', 'greet', '--force-lease'));
  expectBuilt(scene, 0);
});

test('S03: a lease of another machine that has long been silent, and one whose number a later process has, are taken over', async () => {
  for (const host of ['another-host', hostname()]) {
    const scene = await sceneWithJournal();
    leaveLease(scene, { host, silentMs: 3_600_000 });
    expectDone(await scene.ashlar('run', 'greet'));
    expectBuilt(scene, 0);
  }
});
