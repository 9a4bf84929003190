import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { isStillWorking, keepLease, takeLease } from '../../src/app/hold-lease.ts';
import { limits } from '../../src/base/limits.ts';
import { currentHolder } from '../../src/base/process-identity.ts';
import { open } from '../journal/journal-fixture.ts';

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

test('a lease that is kept is renewed again and again, until it is given up', async () => {
  const journal = open();
  const lease = takeLease(journal, 'demo', { host: 'here' });
  let beats = 0;
  const counted = { ...lease, renew: () => void beats++ };
  const stop = keepLease(counted, 1);
  while (beats < 3) await delay(1);
  stop();
  const told = beats;
  await delay(20);
  expect(beats).toBe(told);
});

test('S01: a lease that was taken over meanwhile is refused at the next append, and its beats go on in vain', async () => {
  const journal = open();
  const lease = takeLease(journal, 'demo', { host: 'there' });
  const tried: string[] = [];
  const watched = {
    ...lease,
    renew: () => {
      tried.push('beat');
      lease.renew();
    },
  };
  const stop = keepLease(watched, 1);
  const taken = takeLease(journal, 'demo', { host: 'here' }, { force: true });
  while (tried.length < 3) await delay(1);
  stop();
  const start = { type: 'run_started', run: 'run_1', spec: 'demo', kind: 'draft', stage: 'design' } as const;
  expect(() => journal.append('run_1', start, lease)).toThrow('no longer holds demo');
  expect(journal.append('run_1', start, taken).seq).toBe(1);
});
