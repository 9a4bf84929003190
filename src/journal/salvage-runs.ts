import { existsSync } from 'node:fs';
import { errorCode } from '../base/errors.ts';
import type { JournaledEvent } from '../domain/event.ts';
import { type Database, openDatabase } from './database.ts';
import { type EventRow, proveRows } from './event-log.ts';
import { openSqlite } from './open-sqlite.ts';
import { projection } from './runs.ts';
import { journalSchema } from './schema.ts';

export interface Salvage {
  /** Runs that are whole: each row is as it was written and none is missing. */
  kept: string[];
  /** Runs of which nothing is used, as far as the damaged file still names them. */
  lost: string[];
}

export interface SalvageRequest {
  damagedFile: string;
  /** The new journal; must not be there yet. */
  file: string;
  /** Whether rows at the end are known to be missing: a run that had not finished may then lack any of its last ones. */
  lostRows: boolean;
}

/** Makes a new journal of the runs that are provably whole in a damaged one, which is only read. */
export function salvageRuns({ damagedFile, file, lostRows }: SalvageRequest): Salvage {
  const runs = existsSync(damagedFile) ? readRuns(damagedFile) : [];
  const whole = runs.filter((run) => run.isWhole && !(lostRows && lastEvent(run)?.type !== 'run_finished'));
  const target = openDatabase(file, journalSchema);
  try {
    copyRuns(target, whole);
  } finally {
    target.close();
  }
  const lost = runs.filter((run) => !whole.includes(run));
  return { kept: whole.map(({ run }) => run), lost: lost.map(({ run }) => run) };
}

interface FoundRun {
  run: string;
  rows: EventRow[];
  isWhole: boolean;
}

function readRuns(file: string): FoundRun[] {
  const database = readable(() => openSqlite(file, { readonly: true, fileMustExist: true }));
  if (database === undefined) return [];
  try {
    const names = database.prepare<[], string>('SELECT run FROM events GROUP BY run ORDER BY min(seq)').pluck();
    const rows = database.prepare<[string], EventRow>(
      'SELECT seq, at, body, hash FROM events WHERE run = ? ORDER BY seq',
    );
    const last = database.prepare<[string], string>('SELECT last_hash FROM runs WHERE run = ?').pluck();
    return names.all().map((run) => {
      const found = readable(() => rows.all(run)) ?? [];
      return { run, rows: found, isWhole: readable(() => last.get(run)) === provenHash(run, found) };
    });
  } catch (error) {
    if (isUnreadable(error)) return [];
    throw error;
  } finally {
    database.close();
  }
}

/** The hash of the last row, where every row is as it was written. */
function provenHash(run: string, rows: readonly EventRow[]): string {
  const { lastHash, wrongSeq } = proveRows(rows, run, '');
  return wrongSeq === undefined && rows.length > 0 ? lastHash : 'not proved';
}

/** What the file still gives; undefined where its pages give nothing. */
function readable<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (isUnreadable(error)) return undefined;
    throw error;
  }
}

const isUnreadable = (error: unknown) => errorCode(error)?.startsWith('SQLITE_') === true;

function lastEvent({ rows }: FoundRun): JournaledEvent | undefined {
  const body = rows.at(-1)?.body;
  return body === undefined ? undefined : (JSON.parse(body) as JournaledEvent);
}

/** Rows get new numbers, which their hashes do not hold. */
function copyRuns(database: Database, runs: readonly FoundRun[]): void {
  const insert = database.prepare<[string, number, string, string]>(
    'INSERT INTO events (run, at, body, hash) VALUES (?, ?, ?, ?)',
  );
  const { apply } = projection(database);
  const copy = database.transaction(() => {
    for (const { run, rows } of runs) {
      for (const { at, body, hash } of rows) {
        const seq = Number(insert.run(run, at, body, hash).lastInsertRowid);
        apply({ seq, run, at, event: JSON.parse(body) as JournaledEvent }, hash);
      }
    }
  });
  copy.immediate();
}
