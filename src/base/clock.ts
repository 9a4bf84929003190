import { setTimeout as delay } from 'node:timers/promises';

/** The only source of time. Must be passed in wherever time matters, so that a replay is exact. */
export interface Clock {
  /** Milliseconds since the epoch; may jump. For display and records, never for measuring. */
  now(): number;
  /** Milliseconds on a clock that never goes back. */
  monotonicMs(): number;
  /** Resolves after `ms`; rejects with the signal's reason when it is aborted. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  // `performance` loads more of Node when it is first touched than most commands need.
  monotonicMs: () => Number(process.hrtime.bigint()) / 1e6,
  sleep: async (ms, signal) => {
    await delay(ms, undefined, { signal }).catch((error: unknown) => {
      signal?.throwIfAborted();
      throw error;
    });
  },
};

/** ISO 8601 in UTC with milliseconds, as it is written to ledgers: what was decided stands before what it led to. */
export function isoInstant(ms: number): string {
  return new Date(ms).toISOString();
}

/** ISO 8601 in UTC with seconds, as people read it: `2026-03-01T09:30:00Z`. */
export function isoTime(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19)}Z`;
}
