import { type Clock, isoTime } from '../base/clock.ts';
import { errorMessage } from '../base/errors.ts';
import { limits } from '../base/limits.ts';
import { type Model, type ModelDelta, ModelError, type ModelReply, type ModelRequest } from '../domain/model.ts';

export interface RetryOptions {
  clock: Clock;
  /** 0 to 1, spreads the waits of workers that failed together; without it waits are exact. */
  random?: () => number;
  /** Silence after which an attempt is given up. */
  idleMs?: number;
  /** Attempts at one reply, the first one included. */
  attempts?: number;
}

/**
 * Asks for the whole reply again where a fault may pass, even in the middle of a stream, and says so with `retrying`,
 * whose `attempt` is the one to come. Passes the last error on when the attempts are used up, and at once where the
 * provider asks for a longer wait than a run should sit through.
 */
export function withRetry(model: Model, options: RetryOptions): Model {
  const { clock, random, idleMs = limits.modelIdleMs, attempts = limits.modelAttempts } = options;

  async function* stream(request: ModelRequest, signal: AbortSignal): AsyncGenerator<ModelDelta, ModelReply, void> {
    for (let attempt = 1; ; attempt++) {
      try {
        return yield* streamOnce(model, { request, signal, clock, idleMs });
      } catch (error) {
        if (!(error instanceof ModelError) || !error.retryable || attempt >= attempts) throw error;
        if ((error.retryAfterMs ?? 0) > limits.retryAfterMaxMs) throw sayWhen(error, clock);
        const delayMs = waitMs(attempt, error.retryAfterMs, random);
        const endsAt = clock.now() + delayMs;
        yield { type: 'retrying', attempt: attempt + 1, delayMs, endsAt, reason: errorMessage(error) };
        await clock.sleep(delayMs, signal);
      }
    }
  }
  return { id: model.id, stream };
}

interface Attempt {
  request: ModelRequest;
  signal: AbortSignal;
  clock: Clock;
  idleMs: number;
}

/** One attempt under a watchdog. Only the time in which we wait for the model counts, not that of a slow reader. */
async function* streamOnce(model: Model, attempt: Attempt): AsyncGenerator<ModelDelta, ModelReply, void> {
  const { request, signal, clock, idleMs } = attempt;
  const silence = new AbortController();
  const over = new AbortController();
  const wait: Wait = { since: clock.monotonicMs(), waiting: false, patienceMs: idleMs };
  const deltas: AsyncIterator<ModelDelta, ModelReply, void> = model.stream(
    request,
    AbortSignal.any([signal, silence.signal]),
  );
  const watchdog = watchSilence(wait, clock, over.signal).then(
    (silent) => (silent ? silence.abort(idleError(model.id, wait, idleMs)) : undefined),
    () => undefined,
  );
  try {
    for (;;) {
      Object.assign(wait, { since: clock.monotonicMs(), waiting: true, patienceMs: idleMs });
      const next = await deltas.next();
      wait.waiting = false;
      if (next.done) return next.value;
      if (next.value.type !== 'text' || next.value.text !== '') yield next.value;
    }
  } finally {
    over.abort(ended);
    await Promise.all([watchdog, deltas.return?.()]);
  }
}

/** A value, for an error would be made with a stack at each reply. */
const ended = 'the attempt is over';

interface Wait {
  /** When the model was last heard of, on the monotonic clock. */
  since: number;
  waiting: boolean;
  /** How long it may be silent: less where the machine slept meanwhile, since its connections rarely outlive that. */
  patienceMs: number;
}

/** True once the model was silent for too long; false where the clock stands still; rejects when the attempt is over. */
async function watchSilence(wait: Wait, clock: Clock, signal: AbortSignal): Promise<boolean> {
  for (;;) {
    const quietMs = wait.waiting ? clock.monotonicMs() - wait.since : 0;
    if (quietMs >= wait.patienceMs) return true;
    const before = { wall: clock.now(), monotonic: clock.monotonicMs() };
    await clock.sleep(Math.min(limits.watchEveryMs, wait.patienceMs - quietMs), signal);
    const passedMs = clock.monotonicMs() - before.monotonic;
    if (passedMs === 0) return false;
    const slept = clock.now() - before.wall - passedMs > limits.sleptMs;
    if (slept) wait.patienceMs = Math.min(wait.patienceMs, quietMs + passedMs + limits.wakeGraceMs);
  }
}

function idleError(id: string, { patienceMs }: Wait, idleMs: number): ModelError {
  const why =
    patienceMs < idleMs
      ? 'the machine slept, and nothing came since it woke'
      : `nothing came for ${Math.round(idleMs / 1000)} s`;
  return new ModelError({
    fault: 'idle',
    what: `${id} fell silent in the middle of a reply`,
    why,
    next: '`ashlar resume` asks for the reply again',
  });
}

function waitMs(attempt: number, retryAfterMs: number | undefined, random: (() => number) | undefined): number {
  const backoffMs = Math.min(limits.retryMaxMs, limits.retryBaseMs * 2 ** (attempt - 1));
  const spreadMs = random === undefined ? 0 : (backoffMs / 4) * random();
  return Math.round(Math.max(backoffMs, retryAfterMs ?? 0) + spreadMs);
}

function sayWhen(error: ModelError, clock: Clock): ModelError {
  const { fault, what, why, retryAfterMs = 0 } = error;
  const when = isoTime(clock.now() + retryAfterMs);
  return new ModelError({
    fault,
    what,
    ...(why === undefined ? {} : { why }),
    next: `the provider asks to wait until ${when}; then \`ashlar resume\``,
    retryAfterMs,
    cause: error,
  });
}
