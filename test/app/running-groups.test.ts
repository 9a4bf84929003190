import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { endLeftGroups, noteGroups } from '../../src/app/running-groups.ts';
import { processStart } from '../../src/base/process-identity.ts';
import { openWire } from '../support/scripted-run.ts';
import { makeRepository } from '../support/temporary-repository.ts';

const host = 'here';

function openPlace() {
  const stateFolder = mkdtempSync(join(tmpdir(), 'ashlar-groups-'));
  onTestFinished(() => rmSync(stateFolder, { recursive: true, force: true }));
  const folder = join(stateFolder, 'running');
  return { place: { stateFolder, host }, notes: () => (existsSync(folder) ? readdirSync(folder) : []), folder };
}

/** A process that leads a group of its own, with another one in that group. */
async function startGroup() {
  const child = spawn('/bin/sh', ['-c', 'sleep 60 & echo $!; wait'], {
    detached: true,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const [output] = (await once(child.stdout, 'data')) as [Buffer];
  const pid = child.pid ?? 0;
  const isAlive = () => processStart(pid) !== undefined || processStart(Number(String(output))) !== undefined;
  onTestFinished(() => void (isAlive() && process.kill(-pid, 'SIGKILL')));
  return { pid, isAlive };
}

/** Notes of the group that say another process of Ashlar than this one, which is no more, started it. */
function noteOfDead(folder: string, pid: number, startedAt = processStart(pid)) {
  const owner = { pid: process.pid, host, startedAt: 'long ago' };
  writeFileSync(
    join(folder, `${host}-${pid}.json`),
    JSON.stringify({ command: 'npm test', leader: { pid, host, startedAt }, owner }),
  );
}

test('what a dead process left running is ended with all of its group, and forgotten', async () => {
  const { place, notes, folder } = openPlace();
  const group = await startGroup();
  noteGroups(place)('sleep')(group.pid);
  noteOfDead(folder, group.pid);
  expect(await endLeftGroups(place)).toEqual(['npm test']);
  while (group.isAlive()) await delay(10);
  expect(notes()).toEqual([]);
});

test('a process that only has the same number is let alone, and so is one of a living Ashlar or of another host', async () => {
  const { place, notes, folder } = openPlace();
  const [other, living] = [await startGroup(), await startGroup()];
  noteGroups(place)('npm test')(living.pid);
  noteOfDead(folder, other.pid, 'before the number was given anew');
  expect(await endLeftGroups(place)).toEqual([]);
  expect([other.isAlive(), living.isAlive(), notes()]).toEqual([true, true, [`${host}-${living.pid}.json`]]);
  noteOfDead(folder, living.pid);
  expect(await endLeftGroups({ ...place, host: 'elsewhere' })).toEqual([]);
  expect(living.isAlive()).toBe(true);
});

test('a note that cannot be read is taken away', async () => {
  const { place, notes, folder } = openPlace();
  noteGroups(place)('sleep')((await startGroup()).pid)();
  writeFileSync(join(folder, 'x.json'), '{');
  expect([await endLeftGroups(place), notes()]).toEqual([[], []]);
});

test('a note that a dead process did not finish is taken away, that of a living one is not', async () => {
  const { place, notes, folder } = openPlace();
  noteGroups(place)('sleep')((await startGroup()).pid)();
  const living = `${host}-7.json.new-${process.pid}`;
  for (const name of [living, `${host}-8.json.new-999999999`]) writeFileSync(join(folder, name), '{');
  await endLeftGroups(place);
  expect(notes()).toEqual([living]);
});

test('a check is noted while it runs and not afterwards', async () => {
  const repository = makeRepository();
  const { output } = await openWire(repository).runCheck(
    repository.root,
    'until cat .ashlar/state/running/*.json 2> /dev/null; do sleep 0.01; done; : here',
  );
  expect(JSON.parse(output)).toMatchObject({ command: expect.stringContaining(': here'), owner: { pid: process.pid } });
  expect(readdirSync(join(repository.root, '.ashlar/state/running'))).toEqual([]);
});
