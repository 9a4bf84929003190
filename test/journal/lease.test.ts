import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { currentHolder, isHolderAlive } from '../../src/base/process-identity.ts';
import type { SeenHolder } from '../../src/journal/lease.ts';
import { runScript } from '../support/run-script.ts';
import { started, task } from './journal-events.ts';
import { makeStateFolder, open, openAt } from './journal-fixture.ts';

const takeLease = new URL('take-lease.ts', import.meta.url);

const holder = { pid: 4711, host: 'here', startedAt: 'boot:1' };
const alive = { spec: 'demo', holder, isAlive: () => true };
const dead = { spec: 'demo', holder, isAlive: () => false };

test('a lease that a living process holds is refused with process, host and time', () => {
  const journal = open();
  journal.takeLease(alive);
  expect(() => journal.takeLease({ ...alive, holder: { ...holder, pid: 1 } })).toThrow(
    expect.objectContaining({ kind: 'held', why: 'process 4711 on here holds it since 1970-01-01T00:00:01Z' }),
  );
  expect(journal.takeLease({ ...alive, spec: 'other' }).token).toBe(1);
});

test('the same process does not get a lease twice', () => {
  const journal = open();
  journal.takeLease(alive);
  expect(() => journal.takeLease(alive)).toThrow('another process works on demo');
});

test('a lease that was given free is taken with a greater token', () => {
  const journal = open();
  const first = journal.takeLease(alive);
  first.release();
  first.release();
  expect(journal.takeLease(alive).token).toBe(first.token + 1);
});

test('the lease of a dead holder is taken over, and what that one still writes is refused', () => {
  const folder = makeStateFolder();
  const [early, late] = [open(folder), open(folder)];
  const first = early.takeLease(alive);
  early.append('run_1', started('run_1'), first);
  const second = late.takeLease(dead);
  late.append('run_1', task('1'), second);
  expect(() => early.append('run_1', task('2'), first)).toThrow(expect.objectContaining({ kind: 'held' }));
  expect(() => first.renew()).toThrow('no longer holds demo');
  first.release();
  second.renew();
  late.append('run_1', task('3'), second);
  expect(late.read('run_1')).toHaveLength(3);
});

test('a lease that was given free is good for nothing more', () => {
  const journal = open();
  const lease = journal.takeLease(alive);
  lease.release();
  expect(() => journal.append('run_1', started('run_1'), lease)).toThrow('no longer holds demo');
  expect(() => lease.renew()).toThrow('no longer holds demo');
});

test('the holder that is asked about is the one that holds', () => {
  const journal = open();
  journal.takeLease(alive);
  const asked: unknown[] = [];
  journal.takeLease({
    spec: 'demo',
    holder: { ...holder, pid: 1 },
    isAlive: (other) => {
      asked.push(other);
      return false;
    },
  });
  expect(asked).toMatchObject([holder]);
});

test('a holder on another machine is told with the time since it was last heard of, and how to go on without it', () => {
  const folder = makeStateFolder();
  const [there, here] = [open(folder), openAt(folder, 41_000)];
  there.takeLease({ ...alive, holder: { ...holder, host: 'there' } });
  const asked: number[] = [];
  const isAlive = ({ silentMs }: SeenHolder) => asked.push(silentMs) > 0;
  expect(() => here.takeLease({ spec: 'demo', holder, isAlive })).toThrow(
    expect.objectContaining({
      kind: 'held',
      why: 'process 4711 on there holds it since 1970-01-01T00:00:01Z, last heard of 40 s ago',
      next: expect.stringContaining('ashlar resume demo --force-lease'),
    }),
  );
  expect(asked).toEqual([40_000]);
});

test('a holder that appends is heard of, and a clock that was set back makes no one silent', () => {
  const folder = makeStateFolder();
  const writer = openAt(folder, 1_000);
  const lease = writer.takeLease(alive);
  const later = openAt(folder, 9_000);
  later.append('run_1', started('run_1'), lease);
  expect(openAt(folder, 10_000).holder('demo')?.silentMs).toBe(1_000);
  expect(openAt(folder, 500).holder('demo')?.silentMs).toBe(0);
});

test('of processes that race for a lease exactly one gets it, and after it was killed another one does', async () => {
  const folder = makeStateFolder();
  open(folder).close();
  const gate = join(folder, 'go');
  const racers = [1, 2, 3].map(() => runScript(takeLease, [folder, gate]));
  for (const { lines } of racers) expect((await lines.next()).value).toBe('ready');
  writeFileSync(gate, '');
  const words = await Promise.all(racers.map(async ({ lines }) => String((await lines.next()).value)));
  const winner = racers[words.indexOf('took 1')];
  expect(words.filter((word) => word === 'took 1')).toHaveLength(1);
  expect(words.filter((word) => word.startsWith(`held process ${winner?.child.pid} on here`))).toHaveLength(2);

  for (const { child } of racers) child.kill('SIGKILL');
  await Promise.all(racers.map(({ child }) => child.exitCode ?? child.signalCode ?? once(child, 'exit')));
  const next = runScript(takeLease, [folder, gate]);
  expect((await next.lines.next()).value).toBe('ready');
  expect((await next.lines.next()).value).toBe('took 2');
  next.child.stdin.end();
});

test('a process is alive as long as it runs, and a later one with its number is another', async () => {
  const child = spawn('sleep', ['60']);
  const own = currentHolder('here');
  expect(own.pid).toBe(process.pid);
  expect(isHolderAlive(own, 'here')).toBe(true);
  expect(isHolderAlive({ ...own, startedAt: 'earlier' }, 'here')).toBe(false);
  const other = { pid: child.pid ?? 0, host: 'here', startedAt: own.startedAt };
  expect(isHolderAlive(other, 'here')).toBe(false);
  child.kill('SIGKILL');
  await once(child, 'exit');
  expect(isHolderAlive({ ...other, startedAt: '' }, 'here')).toBe(false);
});

test('a process on another host counts as alive', () => {
  expect(isHolderAlive({ pid: 999_999_999, host: 'there', startedAt: '' }, 'here')).toBe(true);
  expect(isHolderAlive({ pid: 999_999_999, host: 'here', startedAt: '' }, 'here')).toBe(false);
});
