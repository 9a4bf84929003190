import { closeSync, constants, openSync, rmSync, writeSync } from 'node:fs';
import { readTextIfThere } from '../base/files.ts';
import type { Database } from './database.ts';
import { damaged } from './sqlite-failure.ts';

/**
 * A witness beside the journal: the last row that was on disk, by number and hash. A database that lost its write-ahead log,
 * or was given another one or an older copy, is whole in itself; only somebody who saw the row can tell.
 */
export interface JournalHead {
  /** Must be called when the row is on disk. The witness itself is not synced: one from before knows less and no wrong. */
  note(seq: number, hash: string): void;
  close(): void;
}

export function openHead(journalFile: string): JournalHead {
  let file: number | undefined;
  return {
    note: (seq, hash) => {
      file ??= openSync(headPath(journalFile), constants.O_WRONLY | constants.O_CREAT, 0o600);
      writeSync(file, `${String(seq).padStart(seqWidth)} ${hash}\n`, 0);
    },
    close: () => {
      if (file !== undefined) closeSync(file);
      file = undefined;
    },
  };
}

/** Every note is of one length, so that each takes the place of the one before. */
const seqWidth = 16;

export function headPath(journalFile: string): string {
  return journalFile.replace(/\.db$/, '.head');
}

/** A journal that is made anew has no rows that anybody saw. */
export function forgetHead(journalFile: string): void {
  rmSync(headPath(journalFile), { force: true });
}

/** The witness, to be read before the database is opened: rows may be added in between, but none can go. */
export function readHead(journalFile: string): { seq: number; hash: string } | undefined {
  const [, seq, hash] = /^ *(\d+) ([0-9a-f]{64})\n$/.exec(readTextIfThere(headPath(journalFile)) ?? '') ?? [];
  return seq === undefined || hash === undefined ? undefined : { seq: Number(seq), hash };
}

/** Throws AshlarError where the row of the witness is not there as it was. */
export function confirmHead(database: Database, file: string, head: ReturnType<typeof readHead>): void {
  if (head === undefined) return;
  const hash = database.prepare<[number], string>('SELECT hash FROM events WHERE seq = ?').pluck().get(head.seq);
  if (hash !== head.hash) throw damaged(file, lostRows);
}

/** Told where rows that were on disk are there no longer. */
export const lostRows =
  'rows that were written are gone: journal.db-wal was taken away or exchanged, or the file is an older copy';
