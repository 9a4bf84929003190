import { once } from 'node:events';
import { constants } from 'node:os';
import type { Readable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { BoundedOutput, endOfWholeCharacters, type OutputBounds } from './bounded-output.ts';
import type { Clock } from './clock.ts';
import { endGroup } from './process-group.ts';

/** A program that runs, in a process group of its own. */
export interface Running {
  /** Who leads the group; undefined where the program did not start. */
  readonly pid: Promise<number | undefined>;
  readonly exited: Promise<Exit>;
  /** Resolves once nothing can come any more from the outputs. */
  readonly closed: Promise<true>;
  readonly outputs: readonly Readable[];
  /** Reads what still lies in the pipes and lets go of them, whoever holds them open. `hasMore` tells of what came meanwhile. */
  drain(hasMore: () => boolean): Promise<void>;
}

export interface Exit {
  /** 128 + n after signal n. */
  exitCode: number;
  signal?: NodeJS.Signals;
}

export interface Supervision extends OutputBounds {
  timeoutMs: number;
  /** Between SIGTERM and SIGKILL of the process group. */
  killGraceMs: number;
  signal: AbortSignal;
  /** For `durationMs` only: a process runs in real time. */
  clock: Clock;
  /** Whole characters of the outputs as they come. */
  onOutput?: (text: string) => void;
}

export interface ProcessResult extends Exit {
  /** The outputs as they came; head and tail of what is longer than `keepBytes`. */
  output: string;
  outputBytes: number;
  /** SHA-256 of the whole output as it came. */
  outputDigest: string;
  /** Where the whole output lies, if it was longer than `keepBytes`. */
  outputFile?: string;
  timedOut: boolean;
  /** Ended because its output went over `maxBytes`. */
  stopped: boolean;
  durationMs: number;
}

/**
 * Follows a program to its end, and leaves nothing of its group behind. A failing program is a result; an abort throws the
 * signal's reason once the group is gone. A process that left the group (a daemon) is not waited for, whatever pipes it
 * holds.
 */
export async function supervise(running: Running, options: Supervision): Promise<ProcessResult> {
  const startedMs = options.clock.monotonicMs();
  const output = new BoundedOutput(options);
  try {
    const end = await followToEnd(running, output, options);
    options.signal.throwIfAborted();
    const durationMs = options.clock.monotonicMs() - startedMs;
    return { ...end, ...output.finish(), stopped: output.overfull, durationMs };
  } finally {
    output.close();
  }
}

type Ending = Exit & { timedOut: boolean };

async function followToEnd(running: Running, output: BoundedOutput, options: Supervision): Promise<Ending> {
  const stop = new AbortController();
  const abort = () => stop.abort();
  let timedOut = false;
  const expire = () => {
    timedOut = true;
    stop.abort();
  };
  const timer = setTimeout(expire, Math.min(options.timeoutMs, longestTimerMs));
  options.signal.addEventListener('abort', abort, { once: true });
  if (options.signal.aborted) abort();
  const failure = collectOutput(running.outputs, { output, onOutput: options.onOutput, stop: abort });
  try {
    if (!stop.signal.aborted) await Promise.race([running.exited, once(stop.signal, 'abort')]);
    clearTimeout(timer);
    await endGroup(await running.pid, stop.signal.aborted ? options.killGraceMs : 0, running.closed);
    const exit = await running.exited;
    let before = -1;
    await running.drain(() => {
      const more = output.bytes !== before;
      before = output.bytes;
      return more;
    });
    failure.rethrow();
    return { ...exit, timedOut };
  } finally {
    clearTimeout(timer);
    options.signal.removeEventListener('abort', abort);
  }
}

const longestTimerMs = 2 ** 31 - 1;

interface Collecting {
  output: BoundedOutput;
  onOutput: ((text: string) => void) | undefined;
  stop: () => void;
}

/** A character that a chunk cuts is held back until the rest of it comes, so that the other stream cannot tear it. */
function collectOutput(streams: readonly Readable[], { output, onOutput, stop }: Collecting): { rethrow(): void } {
  const errors: unknown[] = [];
  const take = (bytes: Buffer) => {
    if (errors.length > 0 || output.overfull) return;
    try {
      const taken = output.add(bytes);
      if (taken.length > 0) onOutput?.(taken.toString('utf8'));
    } catch (error) {
      errors.push(error);
    }
    if (errors.length > 0 || output.overfull) stop();
  };
  for (const stream of streams) {
    let rest = Buffer.alloc(0);
    stream.on('data', (chunk: Buffer) => {
      const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
      const end = endOfWholeCharacters(bytes);
      rest = Buffer.from(bytes.subarray(end));
      take(bytes.subarray(0, end));
    });
    stream.on('close', () => take(rest));
  }
  return {
    rethrow: () => {
      if (errors.length > 0) throw errors[0];
    },
  };
}

/** An exit as Node tells of it. */
export function toExit(code: number | null, signal: NodeJS.Signals | null): Exit {
  return signal === null ? { exitCode: code ?? 1 } : { exitCode: 128 + constants.signals[signal], signal };
}

/** Waits for the end of streams that someone may hold open for ever; once nothing more comes, they are let go. */
export async function drainStreams(
  { outputs, closed }: Pick<Running, 'outputs' | 'closed'>,
  hasMore: () => boolean,
): Promise<void> {
  for (let round = 0; round < drainRounds && hasMore(); round++) {
    if (await Promise.race([closed, delay(quietMs, false)])) return;
  }
  for (const stream of outputs) stream.destroy();
  await closed;
}

const quietMs = 100;
const drainRounds = 20;
