import { closeSync, constants, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { Socket } from 'node:net';
import { Readable } from 'node:stream';
import { errorCode } from './errors.ts';
import type { Exit, Running } from './running.ts';

/** A program of a launcher. Its two outputs are one, in the order in which they were written. */
export interface Launched extends Running {
  /** Whether it began: once it greeted, or ended without a word. At once for one that does not greet. */
  readonly began: Promise<boolean>;
  /** Writes into what the program reads. Short texts only (a pipe's worth): nobody waits until they are read. */
  send(text: string): void;
}

/** The named pipes of a job; this process holds both ends open, so that nothing waits and nothing breaks. */
export interface JobPipes {
  input: string;
  output: string;
}

/** What a launcher says of a job: `pid` and `exit`, each with its number. */
export interface Told {
  take(word: string, value: number): void;
}

/** Follows a job by its pipes and what is told of it; a job that is gone without a word was killed. */
export function followJob(pipes: JobPipes, greets = false): { launched: Launched; told: Told } {
  const input = openSync(pipes.input, constants.O_RDWR | constants.O_NONBLOCK);
  const output = openSync(pipes.output, constants.O_RDWR | constants.O_NONBLOCK);
  const socket = new Socket({ fd: output, readable: true, writable: false });
  const text = new Readable({ read: () => undefined });
  const began = latch<boolean>();
  let toSkip = greets ? 1 : 0;
  if (!greets) began.set(true);
  const take = (chunk: Buffer) => {
    text.push(chunk.subarray(toSkip));
    if (toSkip > 0) began.set(true);
    toSkip = 0;
  };
  socket.on('data', take);
  const pid = latch<number>();
  const exited = latch<Exit>();
  const closed = latch<true>();
  pid.promise.then((leader) => watchLeader(leader, exited));
  const finish = () => {
    if (socket.destroyed) return;
    for (const chunk of readRest(output)) take(chunk);
    text.push(null);
    socket.destroy();
    closeSync(input);
    for (const path of [pipes.input, pipes.output]) rmSync(path, { force: true });
    closed.set(true);
  };
  return {
    launched: {
      began: began.promise,
      pid: pid.promise,
      exited: exited.promise,
      closed: closed.promise,
      outputs: [text],
      drain: async () => {
        const ended = new Promise((resolve) => text.once('close', resolve));
        finish();
        await ended;
      },
      send: (line) => {
        writeSync(input, line);
      },
    },
    told: {
      take: (word, value) => {
        if (word === 'pid') pid.set(value);
        if (word === 'exit') exited.set({ exitCode: value });
        if (word === 'exit') began.set(false);
      },
    },
  };
}

interface Latch<T> {
  promise: Promise<T>;
  set(value: T): void;
}

function latch<T>(): Latch<T> {
  let set: (value: T) => void = () => undefined;
  const promise = new Promise<T>((resolve) => {
    set = resolve;
  });
  return { promise, set };
}

/** Looked at twice, as the word of its end may lie unread when the leader is first missed. */
function watchLeader(leader: number, exited: Latch<Exit>): void {
  let missed = 0;
  const timer = setInterval(() => {
    missed = isThere(leader) ? 0 : missed + 1;
    if (missed === 2) exited.set({ exitCode: 137, signal: 'SIGKILL' });
  }, watchMs);
  exited.promise.then(() => clearInterval(timer));
}

const watchMs = 100;

function isThere(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

/** What lies in the pipe; more may be written by whoever still holds it, and is let go. */
function* readRest(output: number): Generator<Buffer, void> {
  for (let left = mostRest; left > 0; ) {
    const chunk = Buffer.alloc(restBytes);
    try {
      const length = readSync(output, chunk);
      if (length === 0) return;
      yield chunk.subarray(0, length);
      left -= length;
    } catch (error) {
      if (errorCode(error) === 'EAGAIN') return;
      throw error;
    }
  }
}

const restBytes = 64 * 1024;
/** A pipe holds no more than this; whoever fills it meanwhile is a daemon. */
const mostRest = 1024 * 1024;
