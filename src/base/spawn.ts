import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { AshlarError, errorCode, errorMessage } from './errors.ts';
import { signalGroup } from './process-group.ts';
import {
  drainStreams,
  type Exit,
  type ProcessResult,
  type Running,
  type Supervision,
  supervise,
  toExit,
} from './running.ts';

export interface ProcessOptions extends Supervision {
  file: string;
  args: readonly string[];
  cwd: string;
  /** The whole environment of the process. */
  env: Readonly<Record<string, string>>;
  /** Without it the process reads end of file. */
  stdin?: string;
  /** Told of the group as soon as it runs; what it returns is called once nothing of the group is left. */
  onGroup?: OnGroup;
}

/** Starts a program as `runProcess` does, by whatever is quickest. */
export type RunProgram = (options: ProcessOptions) => Promise<ProcessResult>;

export type OnGroup = (pid: number) => () => void;

/**
 * Runs a program to its end, in a process group of its own of which nothing is left behind. A failing program is a
 * result; a program that cannot be started throws an AshlarError, an abort throws the signal's reason once the group is
 * gone.
 */
export async function runProcess(options: ProcessOptions): Promise<ProcessResult> {
  options.signal.throwIfAborted();
  const { child, forget } = await startProcess(options);
  return supervise(toRunning(child, options.stdin), options).finally(forget);
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
    const forget = tellOfGroup(child.pid, options.onGroup);
    await once(child, 'spawn');
    return { child, forget };
  } catch (error) {
    throw cannotStart(file, cwd, error);
  }
}

/** A group that nobody can be told of must not run. */
export function tellOfGroup(pid: number | undefined, onGroup: OnGroup | undefined): (() => void) | undefined {
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

function toRunning(child: ChildProcess, stdin: string | undefined): Running {
  const outputs = [child.stdout, child.stderr].filter((stream) => stream !== null);
  const closed = once(child, 'close').then(() => true as const);
  const exited = new Promise<Exit>((resolve) => {
    child.once('exit', (code, signal) => resolve(toExit(code, signal)));
  });
  feedInput(child, stdin);
  return {
    pid: Promise.resolve(child.pid),
    exited,
    closed,
    outputs,
    drain: (hasMore) => drainStreams({ outputs, closed }, hasMore),
  };
}

function feedInput(child: ChildProcess, text: string | undefined): void {
  if (child.stdin === null) return;
  // A program may end without having read its input; that is for its exit code to say.
  child.stdin.on('error', () => child.stdin?.destroy());
  child.stdin.end(text);
}
