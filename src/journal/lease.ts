import { type Clock, isoTime } from '../base/clock.ts';
import { AshlarError } from '../base/errors.ts';
import { limits } from '../base/limits.ts';
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
  isAlive(holder: SeenHolder): boolean;
}

/** A holder with how long it has said nothing, in ms; 0 where the clock was set back. */
export type SeenHolder = Holder & { silentMs: number };

interface LeaseRow {
  token: number;
  held: number;
  pid: number;
  host: string;
  started: string;
  takenAt: number;
  seenAt: number;
}

export function leaseBook(database: Database, { file, clock }: { file: string; clock: Clock }) {
  const find = database.prepare<[string], LeaseRow>(
    'SELECT token, held, pid, host, started, taken_at AS takenAt, seen_at AS seenAt FROM leases WHERE spec = ?',
  );
  const put = database.prepare(`
    INSERT OR REPLACE INTO leases (spec, token, held, pid, host, started, taken_at, seen_at)
    VALUES (@spec, @token, 1, @pid, @host, @startedAt, @now, @now)`);
  const renew = database.prepare('UPDATE leases SET seen_at = ? WHERE spec = ? AND token = ? AND held = 1');
  const release = database.prepare('UPDATE leases SET held = 0 WHERE spec = ? AND token = ?');

  const take = database.transaction(({ spec, holder, isAlive }: LeaseRequest): number => {
    const row = find.get(spec);
    const present = row?.held === 1 ? seenHolder(row, clock) : undefined;
    if (row !== undefined && present !== undefined && isAlive(present)) throw heldBy({ spec, holder, present, row });
    const token = (row?.token ?? 0) + 1;
    put.run({ spec, token, ...holder, now: clock.now() });
    return token;
  });

  return {
    holder: (spec: string): SeenHolder | undefined => {
      const row = withSqlite(file, () => find.get(spec));
      return row?.held === 1 ? seenHolder(row, clock) : undefined;
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

/**
 * A check for the transaction of an append: throws AshlarError `held` unless this lease is the present one. It is renewed
 * where that was not done for a while.
 */
export function requireLease(database: Database, clock: Clock): (lease: Pick<Lease, 'spec' | 'token'>) => void {
  const current = database
    .prepare<[string, number], number>('SELECT seen_at FROM leases WHERE spec = ? AND token = ? AND held = 1')
    .pluck();
  const renew = database.prepare('UPDATE leases SET seen_at = ? WHERE spec = ?');
  return ({ spec, token }) => {
    const seenAt = current.get(spec, token);
    if (seenAt === undefined) throw lost(spec);
    const now = clock.now();
    if (Math.abs(now - seenAt) > limits.leaseBeatMs) renew.run(now, spec);
  };
}

function seenHolder({ pid, host, started, seenAt }: LeaseRow, clock: Clock): SeenHolder {
  return { pid, host, startedAt: started, silentMs: Math.max(0, clock.now() - seenAt) };
}

interface Refused {
  spec: string;
  /** Who asked, and who has it. */
  holder: Holder;
  present: SeenHolder;
  row: LeaseRow;
}

/** A process of this machine is seen; of another machine only what it last said is known. */
function heldBy({ spec, holder, present, row }: Refused): AshlarError {
  const { pid, host, silentMs } = present;
  const isHere = host === holder.host;
  const heard = isHere ? '' : `, last heard of ${Math.round(silentMs / 1_000)} s ago`;
  const gone = `after ${limits.leaseSilenceMs / 1_000} s of silence it counts as gone; if you know that it is, ashlar resume ${spec} --force-lease`;
  return new AshlarError({
    kind: 'held',
    what: `another process works on ${spec}`,
    why: `process ${pid} on ${host} holds it since ${isoTime(row.takenAt)}${heard}`,
    next: isHere ? `wait for it, or stop it at its next safe point: ashlar pause ${spec}` : `wait for it; ${gone}`,
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
