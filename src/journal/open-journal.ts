import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Clock } from '../base/clock.ts';
import { noReach, type Reach } from '../base/failpoints.ts';
import type { JournaledEvent } from '../domain/event.ts';
import { openDatabase, openToRead } from './database.ts';
import { eventLog, type StoredEvent } from './event-log.ts';
import { confirmHead, forgetHead, openHead, readHead } from './journal-head.ts';
import { type Lease, type LeaseRequest, leaseBook, type SeenHolder } from './lease.ts';
import { type RunFilter, type RunRow, runList } from './runs.ts';
import { journalSchema } from './schema.ts';
import { withSqlite } from './sqlite-failure.ts';

/** The log of every run of a repository, on this machine. Everything in it is a fact that was on disk when it was acted upon. */
export interface Journal {
  readonly file: string;
  /**
   * Appends one event; it is on disk when this returns if it `mustBeDurable`, else with the next that must be. The first of a run must be `run_started`. With a lease, throws
   * AshlarError `held` where another holder has taken the spec since.
   */
  append(run: string, event: JournaledEvent, lease?: Lease): StoredEvent;
  /** All events of a run, oldest first. Throws AshlarError that names the first row which is not as it was written. */
  read(run: string): StoredEvent[];
  /** The events of a run after that one; proved against the row before, as `read` proves them. */
  tail(run: string, afterSeq: number): StoredEvent[];
  /** Of the newest event of all runs; 0 where there is none. */
  lastSeq(): number;
  /** Newest first. */
  runs(filter?: RunFilter): RunRow[];
  /** The right to write for a spec. Throws AshlarError `held` where a living holder has it. */
  takeLease(request: LeaseRequest): Lease;
  /** Who has the right to write for a spec, be that process alive or not. */
  holder(spec: string): SeenHolder | undefined;
  close(): void;
}

export interface OpenJournal {
  /** `.ashlar/state` of the repository; made where it is not there. */
  stateFolder: string;
  clock: Clock;
  /** Nothing is written or made; a journal that is not there yet is an empty one. */
  readonly?: boolean;
  reach?: Reach;
}

/** Throws AshlarError where the file is damaged, newer than this program, or cannot be opened. */
export function openJournal({ stateFolder, clock, readonly = false, reach = noReach }: OpenJournal): Journal {
  const file = join(stateFolder, 'journal.db');
  if (!readonly && !existsSync(file)) forgetHead(file);
  const seen = readHead(file);
  const database = readonly ? openToRead(file, journalSchema) : openDatabase(file, journalSchema, reach);
  return withSqlite(file, () => {
    confirmHead(database, file, existsSync(file) ? seen : undefined);
    const head = openHead(file);
    const log = eventLog(database, { file, clock, head });
    const leases = leaseBook(database, { file, clock });
    const listRuns = runList(database);
    return {
      file,
      append: (run, event, lease) => withSqlite(file, () => log.append(run, event, lease)),
      read: (run) => withSqlite(file, () => log.read(run)),
      tail: (run, afterSeq) => withSqlite(file, () => log.tail(run, afterSeq)),
      lastSeq: () => withSqlite(file, () => log.lastSeq()),
      runs: (filter) => withSqlite(file, () => listRuns(filter)),
      takeLease: (request) => leases.take(request),
      holder: (spec) => leases.holder(spec),
      close: () => {
        head.close();
        database.close();
      },
    };
  });
}
