import { mkdtempSync, realpathSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Clock } from '../../src/base/clock.ts';
import type { JournaledEvent } from '../../src/domain/event.ts';
import { type Journal, openJournal } from '../../src/journal/open-journal.ts';

export function makeStateFolder(): string {
  return join(realpathSync(mkdtempSync(join(tmpdir(), 'ashlar-journal-'))), 'repo', '.ashlar', 'state');
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

export const started = (run: string, spec = 'demo'): JournaledEvent => ({
  type: 'run_started',
  run,
  spec,
  kind: 'execute',
  base: 'a1',
  branch: `ashlar/${spec}`,
  inPlace: false,
});

export const task = (id: string, title = 'Do it'): JournaledEvent => ({
  type: 'task_started',
  task: id,
  title,
  head: 'a'.repeat(40),
});
