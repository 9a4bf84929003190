import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Clock } from '../../src/base/clock.ts';
import { type Journal, openJournal } from '../../src/journal/open-journal.ts';

/** The state folder of a repository that is gone after the test; nothing of it is there yet. */
export function makeStateFolder(): string {
  const base = realpathSync(mkdtempSync(join(tmpdir(), 'ashlar-journal-')));
  onTestFinished(() => rmSync(base, { recursive: true, force: true }));
  return join(base, 'repo', '.ashlar', 'state');
}

/** A clock that says 1000, 1001, … */
export function countingClock(): Clock {
  let now = 999;
  const next = () => {
    now += 1;
    return now;
  };
  return { now: next, monotonicMs: next, sleep: async () => undefined };
}

export function open(stateFolder = makeStateFolder(), readonly = false): Journal {
  return openJournal({ stateFolder, clock: countingClock(), readonly });
}

/** Opens it on a machine whose clock stands still at this time. */
export function openAt(stateFolder: string, now: number): Journal {
  const clock: Clock = { now: () => now, monotonicMs: () => now, sleep: async () => undefined };
  return openJournal({ stateFolder, clock });
}
