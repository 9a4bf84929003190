import { type Clock, isoTime } from '../base/clock.ts';
import { AshlarError } from '../base/errors.ts';
import type { Holder } from '../base/process-identity.ts';
import type { Database } from './database.ts';
import { withSqlite } from './sqlite-failure.ts';

/** The right to write for one spec, of one process. */
export interface Lease {
  readonly spec: string;
  /** Grows with every holder, so that what an earlier one still writes is told apart. */
  readonly token: number;
  /** Says that the holder is still there. Throws AshlarError `held` where another one has taken over. */
  renew(): void;
  /** Gives the spec free; without effect where another one has taken over. */
  release(): void;
}

export interface LeaseRequest {
  spec: string;
  holder: Holder;
  /** Whether a holder still works; asked of the present one. The lease of a dead holder is taken over. */
  isAlive(holder: Holder): boolean;
}

interface LeaseRow {
  token: number;
  held: number;
  pid: number;
  host: string;
  started: string;
  takenAt: number;
}

export function leaseBook(database: Database, { file, clock }: { file: string; clock: Clock }) {
  const find = database.prepare<[string], LeaseRow>(
    'SELECT token, held, pid, host, started, taken_at AS takenAt FROM leases WHERE spec = ?',
  );
  const put = database.prepare(`
    INSERT OR REPLACE INTO leases (spec, token, held, pid, host, started, taken_at, seen_at)
    VALUES (@spec, @token, 1, @pid, @host, @startedAt, @now, @now)`);
  const renew = database.prepare('UPDATE leases SET seen_at = ? WHERE spec = ? AND token = ? AND held = 1');
  const release = database.prepare('UPDATE leases SET held = 0 WHERE spec = ? AND token = ?');

  const take = database.transaction(({ spec, holder, isAlive }: LeaseRequest): number => {
    const row = find.get(spec);
    if (row !== undefined && row.held === 1 && isAlive(holderOf(row))) throw heldBy(spec, row);
    const token = (row?.token ?? 0) + 1;
    put.run({ spec, token, ...holder, now: clock.now() });
    return token;
  });

  return {
    holder: (spec: string): Holder | undefined => {
      const row = withSqlite(file, () => find.get(spec));
      return row?.held === 1 ? holderOf(row) : undefined;
    },
    take: (request: LeaseRequest): Lease => {
      const { spec } = request;
      const token = withSqlite(file, () => take.immediate(request));
      return {
        spec,
        token,
        renew: () => {
          const { changes } = withSqlite(file, () => renew.run(clock.now(), spec, token));
          if (changes === 0) throw lost(spec);
        },
        release: () => void withSqlite(file, () => release.run(spec, token)),
      };
    },
  };
}

/** A check for the transaction of an append: throws AshlarError `held` unless this lease is the present one. */
export function requireLease(database: Database): (lease: Pick<Lease, 'spec' | 'token'>) => void {
  const current = database.prepare<[string, number], number>(
    'SELECT 1 FROM leases WHERE spec = ? AND token = ? AND held = 1',
  );
  return ({ spec, token }) => {
    if (current.get(spec, token) === undefined) throw lost(spec);
  };
}

function holderOf({ pid, host, started }: LeaseRow): Holder {
  return { pid, host, startedAt: started };
}

function heldBy(spec: string, { pid, host, takenAt }: LeaseRow): AshlarError {
  return new AshlarError({
    kind: 'held',
    what: `another process works on ${spec}`,
    why: `process ${pid} on ${host} holds it since ${isoTime(takenAt)}`,
    next: 'wait for it, or stop it and try again',
  });
}

function lost(spec: string): AshlarError {
  return new AshlarError({
    kind: 'held',
    what: `this process no longer holds ${spec}`,
    why: 'another process has taken it over, or it was given free',
    next: 'ashlar status',
  });
}
