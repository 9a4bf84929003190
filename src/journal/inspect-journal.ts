import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Clock } from '../base/clock.ts';
import { AshlarError } from '../base/errors.ts';
import { lostRows } from './journal-head.ts';
import { openJournal } from './open-journal.ts';
import { mendJournal } from './sqlite-failure.ts';

export type JournalHealth =
  | { state: 'missing' }
  | { state: 'whole'; runs: number; events: number }
  /** `lostRows`: what is there is as it was written, and not all of it is there. */
  | { state: 'damaged'; why: string; lostRows: boolean };

/** Proves every row of every run. Writes nothing; throws AshlarError where the file cannot be opened for another reason than damage. */
export function inspectJournal(stateFolder: string, clock: Clock): JournalHealth {
  if (!existsSync(join(stateFolder, 'journal.db'))) return { state: 'missing' };
  try {
    const journal = openJournal({ stateFolder, clock, readonly: true });
    try {
      const lengths = journal.runs().map(({ run }) => journal.read(run).length);
      return { state: 'whole', runs: lengths.length, events: lengths.reduce((sum, length) => sum + length, 0) };
    } finally {
      journal.close();
    }
  } catch (error) {
    if (!(error instanceof AshlarError) || error.next !== mendJournal) throw error;
    return { state: 'damaged', why: error.why ?? error.what, lostRows: error.why === lostRows };
  }
}
