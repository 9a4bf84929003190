import type { JournaledEvent, RunKind } from '../domain/event.ts';
import type { SpecStage } from '../domain/spec.ts';
import type { Database } from './database.ts';

export type RunStatus = 'active' | 'paused' | 'done' | 'blocked' | 'abandoned';

/** A run in one line. `active` is what its events say; whether a process still works on it is for the lease to tell. */
export interface RunRow {
  run: string;
  spec: string;
  kind: RunKind;
  stage?: SpecStage;
  /** Milliseconds since the epoch, of the first and of the last event. */
  startedAt: number;
  lastAt: number;
  state: RunStatus;
  lastType: JournaledEvent['type'];
}

export interface RunFilter {
  spec?: string;
  limit?: number;
}

export function runList(database: Database): (filter?: RunFilter) => RunRow[] {
  const list = database.prepare<[{ spec: string | null; limit: number }], RunRow & { stage: SpecStage | null }>(`
    SELECT run, spec, kind, stage, started_at AS startedAt, last_at AS lastAt, state, last_type AS lastType
    FROM runs WHERE @spec IS NULL OR spec = @spec ORDER BY first_seq DESC LIMIT @limit`);
  return ({ spec, limit } = {}) =>
    list
      .all({ spec: spec ?? null, limit: limit ?? -1 })
      .map(({ stage, ...row }) => (stage === null ? row : { ...row, stage }));
}

interface NewEvent {
  seq: number;
  run: string;
  at: number;
  event: JournaledEvent;
}

/** Keeps `runs` in step; must be called in the transaction of the append. */
export function projection(database: Database) {
  const lastHash = database.prepare<[string], string>('SELECT last_hash FROM runs WHERE run = ?').pluck();
  const start = database.prepare(`
    INSERT INTO runs (run, first_seq, spec, kind, stage, started_at, last_at, state, last_type, last_hash)
    VALUES (@run, @seq, @spec, @kind, @stage, @at, @at, 'active', 'run_started', @hash)`);
  const update = database.prepare(`
    UPDATE runs SET last_at = @at, state = coalesce(@state, state), last_type = @type, last_hash = @hash WHERE run = @run`);
  return {
    /** The hash of the run's last row; undefined for a run that has none. */
    lastHash: (run: string) => lastHash.get(run),
    apply: ({ seq, run, at, event }: NewEvent, hash: string): void => {
      if (event.type === 'run_started') {
        start.run({
          run,
          seq,
          at,
          hash,
          spec: event.spec,
          kind: event.kind,
          stage: event.kind === 'draft' ? event.stage : null,
        });
        return;
      }
      const { changes } = update.run({ run, at, hash, type: event.type, state: stateAfter(event) ?? null });
      if (changes === 0) throw new Error(`the run ${run} begins with ${event.type}, not with run_started`);
    },
  };
}

function stateAfter(event: JournaledEvent): RunStatus | undefined {
  if (event.type === 'run_resumed') return 'active';
  if (event.type === 'run_paused') return 'paused';
  return event.type === 'run_finished' ? event.outcome : undefined;
}
