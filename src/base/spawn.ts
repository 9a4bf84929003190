import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { constants } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import { BoundedOutput, endOfWholeCharacters, type OutputBounds } from './bounded-output.ts';
import type { Clock } from './clock.ts';
import { AshlarError, errorCode, errorMessage } from './errors.ts';
import { endGroup, signalGroup } from './process-group.ts';

export interface ProcessOptions extends OutputBounds {
  file: string;
  args: readonly string[];
  cwd: string;
  /** The whole environment of the process. */
  env: Readonly<Record<string, string>>;
  timeoutMs: number;
  /** Between SIGTERM and SIGKILL of the process group. */
  killGraceMs: number;
  signal: AbortSignal;
  /** For `durationMs` only: a process runs in real time. */
  clock: Clock;
  /** Without it the process reads end of file. */
  stdin?: string;
  /** Whole characters of stdout and stderr as they come. */
  onOutput?: (text: string) => void;
  /** Told of the group as soon as it runs; what it returns is called once nothing of the group is left. */
  onGroup?: OnGroup;
}

export type OnGroup = (pid: number) => () => void;

export interface ProcessResult {
  /** 128 + n after signal n. */
  exitCode: number;
  signal?: NodeJS.Signals;
  /** stdout and stderr as they came; head and tail of what is longer than `keepBytes`. */
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
 * Runs a program to its end, in a process group of its own of which nothing is left behind. A failing program is a
 * result; a program that cannot be started throws an AshlarError, an abort throws the signal's reason once the group is
 * gone. A process that left the group (a daemon) is not waited for, whatever pipes it holds.
 */
export async function runProcess(options: ProcessOptions): Promise<ProcessResult> {
  options.signal.throwIfAborted();
  const startedMs = options.clock.monotonicMs();
  const output = new BoundedOutput(options);
  try {
    const { child, forget } = await startProcess(options);
    const end = await superviseProcess(child, output, options).finally(forget);
    options.signal.throwIfAborted();
    const durationMs = options.clock.monotonicMs() - startedMs;
    return { ...end, ...output.finish(), stopped: output.overfull, durationMs };
  } finally {
    output.close();
  }
}

interface Started {
  child: ChildProcess;
  forget: (() => void) | undefined;
}

async function startProcess(options: ProcessOptions): Promise<Started> {
  const { file, args, cwd, env, stdin } = options;
  try {
    const child = spawn(file, args, {
      cwd,
      env,
      detached: true,
      stdio: [stdin === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
    });
    const forget = tellOfGroup(child, options);
    await once(child, 'spawn');
    return { child, forget };
  } catch (error) {
    throw cannotStart(file, cwd, error);
  }
}

/** A group that nobody can be told of must not run. */
function tellOfGroup({ pid }: ChildProcess, { onGroup }: ProcessOptions): (() => void) | undefined {
  if (pid === undefined) return undefined;
  try {
    return onGroup?.(pid);
  } catch (error) {
    signalGroup(pid, 'SIGKILL');
    throw error;
  }
}

function cannotStart(file: string, cwd: string, cause: unknown): AshlarError {
  const what = `Cannot start ${file}`;
  if (errorCode(cause) !== 'ENOENT') return new AshlarError({ kind: 'failed', what, why: errorMessage(cause), cause });
  if (!existsSync(cwd)) return new AshlarError({ kind: 'failed', what, why: `there is no folder ${cwd}`, cause });
  return new AshlarError({
    kind: 'failed',
    what,
    why: 'there is no such program',
    next: `Install ${file} or mend PATH`,
    cause,
  });
}

type Ending = Pick<ProcessResult, 'exitCode' | 'signal' | 'timedOut'>;

async function superviseProcess(child: ChildProcess, output: BoundedOutput, options: ProcessOptions): Promise<Ending> {
  const stop = new AbortController();
  const abort = () => stop.abort();
  let timedOut = false;
  const expire = () => {
    timedOut = true;
    stop.abort();
  };
  const timer = setTimeout(expire, Math.min(options.timeoutMs, longestTimerMs));
  options.signal.addEventListener('abort', abort, { once: true });
  const exited = once(child, 'exit');
  const closed = once(child, 'close').then(() => true);
  const failure = collectOutput(child, { output, onOutput: options.onOutput, stop: abort });
  feedInput(child, options.stdin);
  try {
    await Promise.race([exited, once(stop.signal, 'abort')]);
    clearTimeout(timer);
    await endGroup(child.pid, stop.signal.aborted ? options.killGraceMs : 0, closed);
    const [code, signal] = (await exited) as [number | null, NodeJS.Signals | null];
    await drainOutput(child, closed, output);
    failure.rethrow();
    if (signal === null) return { exitCode: code ?? 1, timedOut };
    return { exitCode: 128 + constants.signals[signal], signal, timedOut };
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
function collectOutput(child: ChildProcess, { output, onOutput, stop }: Collecting): { rethrow(): void } {
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
  for (const stream of [child.stdout, child.stderr]) {
    let rest = Buffer.alloc(0);
    stream?.on('data', (chunk: Buffer) => {
      const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
      const end = endOfWholeCharacters(bytes);
      rest = Buffer.from(bytes.subarray(end));
      take(bytes.subarray(0, end));
    });
    stream?.on('close', () => take(rest));
  }
  return {
    rethrow: () => {
      if (errors.length > 0) throw errors[0];
    },
  };
}

function feedInput(child: ChildProcess, text: string | undefined): void {
  if (child.stdin === null) return;
  // A program may end without having read its input; that is for its exit code to say.
  child.stdin.on('error', () => child.stdin?.destroy());
  child.stdin.end(text);
}

/** Reads what still lies in the pipes. If a daemon holds them open, they are let go once nothing more comes. */
async function drainOutput(child: ChildProcess, closed: Promise<boolean>, output: BoundedOutput): Promise<void> {
  for (let round = 0, before = -1; round < drainRounds && before !== output.bytes; round++) {
    before = output.bytes;
    if (await Promise.race([closed, delay(quietMs, false)])) return;
  }
  for (const stream of child.stdio) stream?.destroy();
  await closed;
}

const quietMs = 100;
const drainRounds = 20;
