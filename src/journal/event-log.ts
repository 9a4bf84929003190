import type { Clock } from '../base/clock.ts';
import { AshlarError } from '../base/errors.ts';
import { digest } from '../base/ids.ts';
import { type JournaledEvent, mustBeDurable } from '../domain/event.ts';
import type { Database } from './database.ts';
import type { JournalHead } from './journal-head.ts';
import { type Lease, requireLease } from './lease.ts';
import { projection } from './runs.ts';
import { mendJournal } from './sqlite-failure.ts';

export interface StoredEvent {
  /** Grows over all runs of a journal; within a run there may be gaps. */
  seq: number;
  run: string;
  /** Milliseconds since the epoch. */
  at: number;
  event: JournaledEvent;
}

export interface EventRow {
  seq: number;
  at: number;
  body: string;
  hash: string;
}

export interface EventLog {
  append(run: string, event: JournaledEvent, lease?: Lease): StoredEvent;
  read(run: string): StoredEvent[];
  tail(run: string, afterSeq: number): StoredEvent[];
  lastSeq(): number;
}

interface LogPlace {
  file: string;
  clock: Clock;
  head: JournalHead;
}

/** Each row carries the hash of itself and of the row before it in its run; the run carries that of its last row. */
export function eventLog(database: Database, { file, clock, head }: LogPlace): EventLog {
  const insert = database.prepare<[string, number, string, string]>(
    'INSERT INTO events (run, at, body, hash) VALUES (?, ?, ?, ?)',
  );
  const after = database.prepare<[string, number], EventRow>(
    'SELECT seq, at, body, hash FROM events WHERE run = ? AND seq > ? ORDER BY seq',
  );
  const before = database
    .prepare<[string, number], string>('SELECT hash FROM events WHERE run = ? AND seq <= ? ORDER BY seq DESC LIMIT 1')
    .pluck();
  const last = database.prepare<[], number | null>('SELECT max(seq) FROM events').pluck();
  const checkLease = requireLease(database, clock);
  const runs = projection(database);

  const keepOnDisk = syncSwitch(database);

  const append = database.transaction((run: string, event: JournaledEvent, lease?: Lease) => {
    if (lease !== undefined) checkLease(lease);
    const at = clock.now();
    // Keys stay in the order they came in: a resumed conversation must be sent letter for letter as before.
    const body = JSON.stringify(event);
    const hash = rowHash(runs.lastHash(run) ?? '', { run, at, body });
    const seq = Number(insert.run(run, at, body, hash).lastInsertRowid);
    runs.apply({ seq, run, at, event }, hash);
    return { stored: { seq, run, at, event }, hash };
  });

  const readAfter = database.transaction((run: string, seq: number): StoredEvent[] => {
    const start = seq > 0 ? (before.get(run, seq) ?? '') : '';
    const { events, lastHash, wrongSeq } = proveRows(after.all(run, seq), run, start);
    if (wrongSeq !== undefined) throw tampered(file, `row ${wrongSeq} is not as it was written`);
    if (lastHash === (runs.lastHash(run) ?? '')) return events;
    throw tampered(file, `the last rows of the run ${run} are missing`);
  });

  return {
    append: (run, event, lease) => {
      const isDurable = mustBeDurable(event);
      keepOnDisk(isDurable);
      const { stored, hash } = append.immediate(run, event, lease);
      if (isDurable) head.note(stored.seq, hash);
      return stored;
    },
    read: (run) => readAfter(run, 0),
    tail: (run, afterSeq) => readAfter(run, afterSeq),
    lastSeq: () => last.get() ?? 0,
  };
}

/** Turns waiting for the disk on and off; a commit that waits takes all before it along. */
function syncSwitch(database: Database): (on: boolean) => void {
  let isOn: boolean | undefined;
  return (on) => {
    if (on !== isOn) database.exec(`PRAGMA synchronous = ${on ? 'FULL' : 'NORMAL'}`);
    isOn = on;
  };
}

/** The events of a run's rows, after a row with the hash `start`. `wrongSeq` is the first row that is not as it was written. */
export function proveRows(rows: readonly EventRow[], run: string, start: string) {
  let lastHash = start;
  const events: StoredEvent[] = [];
  for (const { seq, at, body, hash } of rows) {
    if (rowHash(lastHash, { run, at, body }) !== hash) return { events, lastHash, wrongSeq: seq };
    lastHash = hash;
    events.push({ seq, run, at, event: JSON.parse(body) as JournaledEvent });
  }
  return { events, lastHash };
}

function rowHash(previous: string, { run, at, body }: { run: string; at: number; body: string }): string {
  return digest(JSON.stringify([previous, run, at, body]));
}

function tampered(file: string, why: string): AshlarError {
  return new AshlarError({
    kind: 'invalid',
    what: `the journal ${file} was changed by something else`,
    why,
    next: mendJournal,
  });
}
