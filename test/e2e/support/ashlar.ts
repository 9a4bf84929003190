import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished } from 'vitest';

/** The build of this checkout, or the one that `ASHLAR_PROGRAM` names, such as an installed one. */
export const program = process.env.ASHLAR_PROGRAM ?? fileURLToPath(new URL('../../../dist/ashlar.js', import.meta.url));

export interface Ended {
  /** Undefined where a signal ended it. */
  code: number | undefined;
  signal: NodeJS.Signals | undefined;
  stdout: string;
  stderr: string;
}

export interface Running {
  child: ChildProcess;
  ended: Promise<Ended>;
  /** Resolves once so many lines were printed, or one like this, or the process ended. */
  printed(wanted: number | RegExp): Promise<void>;
}

export interface Place {
  cwd: string;
  /** The whole environment. */
  env: Record<string, string>;
  /** What the program reads; without it standard input is `/dev/null`. */
  input?: string;
}

/** Starts the built program as a process of its own, which does not outlive the test. */
export function startAshlar(args: readonly string[], place: Place): Running {
  if (!existsSync(program)) throw new Error(`${program} is not there; run: npm run build`);
  return startProgram(process.execPath, [program, ...args], place);
}

export function startProgram(file: string, args: readonly string[], { cwd, env, input }: Place): Running {
  const stdio: SpawnOptions['stdio'] = [input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'];
  const child = spawn(file, args, { cwd, env, stdio });
  onTestFinished(() => void child.kill('SIGKILL'));
  child.stdin?.on('error', () => child.stdin?.destroy());
  child.stdin?.end(input);
  const exited = new Promise<Pick<Ended, 'code' | 'signal'>>((done, fail) => {
    child.once('error', fail);
    child.once('close', (code, signal) => done({ code: code ?? undefined, signal: signal ?? undefined }));
  });
  const output = Promise.all([child.stdout, child.stderr].map((stream) => (stream === null ? '' : text(stream))));
  const ended = Promise.all([exited, output]).then(([exit, [stdout = '', stderr = '']]) => ({
    ...exit,
    stdout,
    stderr,
  }));
  return { child, ended, printed: (wanted) => Promise.race([awaitLine(child, wanted), exited.then(() => undefined)]) };
}

function awaitLine({ stdout }: ChildProcess, wanted: number | RegExp): Promise<void> {
  if (stdout === null) return Promise.resolve();
  return new Promise((done) => {
    let seen = 0;
    createInterface({ input: stdout }).on('line', (line) => {
      seen += 1;
      if (typeof wanted === 'number' ? seen === wanted : wanted.test(line)) done();
    });
  });
}

/** Shows what it said where it did not end well. */
export function expectDone({ code, stderr }: Ended): void {
  expect(code, stderr).toBe(0);
}
