import { existsSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { headPath } from './journal-head.ts';
import { type Salvage, salvageRuns } from './salvage-runs.ts';

export interface Replaced extends Salvage {
  /** Where the damaged journal now lies. */
  aside: string;
}

/**
 * Puts a damaged journal aside, with its write-ahead log, as `journal.db.damaged-<stamp>`, and makes a new one of the runs
 * that are whole in it. Must only be called for a journal that `inspectJournal` found damaged.
 */
export function replaceJournal(
  stateFolder: string,
  { stamp, lostRows }: { stamp: string; lostRows: boolean },
): Replaced {
  const file = join(stateFolder, 'journal.db');
  const aside = `${file}.damaged-${stamp}`;
  const moves = [
    [file, aside],
    [`${file}-wal`, `${aside}-wal`],
    [`${file}-shm`, `${aside}-shm`],
    [headPath(file), `${aside}.head`],
  ] as const;
  for (const [from, to] of moves) if (existsSync(from)) renameSync(from, to);
  return { aside, ...salvageRuns({ damagedFile: aside, file, lostRows }) };
}
