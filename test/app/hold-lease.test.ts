import { expect, test } from 'vitest';
import { isStillWorking, keepLease, takeLease } from '../../src/app/hold-lease.ts';
import { type Clock, systemClock } from '../../src/base/clock.ts';
import { limits } from '../../src/base/limits.ts';
import { currentHolder } from '../../src/base/process-identity.ts';
import { makeStateFolder, open, openAt } from '../journal/journal-fixture.ts';

const own = currentHolder('here');

test('S03: a process of this machine is looked at, whatever it says of itself', () => {
  expect(isStillWorking({ ...own, silentMs: 1e9 }, 'here')).toBe(true);
  expect(isStillWorking({ ...own, startedAt: 'another boot:17', silentMs: 0 }, 'here')).toBe(false);
});

test('S03: one of another machine is believed until it has been silent for long', () => {
  const there = { ...own, host: 'there' };
  expect(isStillWorking({ ...there, silentMs: limits.leaseSilenceMs - 1 }, 'here')).toBe(true);
  expect(isStillWorking({ ...there, silentMs: limits.leaseSilenceMs }, 'here')).toBe(false);
});

test('S03: the lease of another machine is taken by force, that of a living process here is not', () => {
  const journal = open();
  takeLease(journal, 'demo', { host: 'there' });
  expect(() => takeLease(journal, 'demo', { host: 'here' })).toThrow('another process works on demo');
  const taken = takeLease(journal, 'demo', { host: 'here' }, { force: true });
  expect(taken.token).toBe(2);
  expect(() => takeLease(journal, 'demo', { host: 'here' }, { force: true })).toThrow('another process works on demo');
});

/** Its sleeps end when the test says so. */
function steppedClock(): { clock: Clock; step(): Promise<void> } {
  let wake: (() => void) | undefined;
  const sleep: Clock['sleep'] = (_ms, signal) =>
    new Promise((done, fail) => {
      wake = done;
      signal?.addEventListener('abort', () => fail(signal.reason));
    });
  const step = async () => {
    wake?.();
    await systemClock.sleep(5);
  };
  return { clock: { now: () => 0, monotonicMs: () => 0, sleep }, step };
}

test('a lease that is kept is heard of with each beat, until it is given up', async () => {
  const folder = makeStateFolder();
  const { clock, step } = steppedClock();
  const lease = takeLease(openAt(folder, 1_000), 'demo', { host: 'here' });
  const watcher = openAt(folder, 5_000);
  const beats: string[] = [];
  const stop = keepLease({ ...lease, renew: () => void beats.push('beat') }, clock);
  await step();
  await step();
  expect(beats).toEqual(['beat', 'beat']);
  stop();
  await step();
  expect(beats).toHaveLength(2);
  expect(watcher.holder('demo')?.silentMs).toBe(4_000);
});

test('a lease that was taken over meanwhile is refused at the next append, and its beats go on in vain', async () => {
  const journal = open();
  const { clock, step } = steppedClock();
  const lease = takeLease(journal, 'demo', { host: 'there' });
  const stop = keepLease(lease, clock);
  takeLease(journal, 'demo', { host: 'here' }, { force: true });
  await step();
  await step();
  const start = { type: 'run_started', run: 'run_1', spec: 'demo', kind: 'draft', stage: 'design' } as const;
  expect(() => journal.append('run_1', start, lease)).toThrow('no longer holds demo');
  stop();
});
