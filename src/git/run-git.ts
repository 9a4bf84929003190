import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import type { Readable } from 'node:stream';
import { AshlarError, errorMessage } from '../base/errors.ts';
import { gitFailure } from './git-failure.ts';

export interface RunOptions {
  /** Written to the command's stdin; must not be empty. */
  input?: string;
  /** Added to the environment of this one command. */
  env?: Readonly<Record<string, string>>;
  /** Exit codes beside 0 that are an answer, not a failure. */
  accept?: readonly number[];
}

export interface GitResult {
  exitCode: number;
  stdout: Buffer;
  stderr: string;
}

/** Runs one git command. Throws AshlarError unless it ends with 0 or an accepted exit code. */
export type RunGit = (args: readonly string[], options?: RunOptions) => Promise<GitResult>;

/**
 * A runner of git in one folder and one environment, which must be whole: nothing of the parent's is inherited.
 * Arguments must be this program's own or stand after `--`: git has options that name programs.
 */
export function gitRunner(folder: string, environment: Readonly<Record<string, string>>): RunGit {
  return async (args, { input, env, accept = [] } = {}) => {
    const result = await runOnce({ folder, environment: { ...environment, ...env }, args, input });
    if (result.exitCode === 0 || accept.includes(result.exitCode)) return result;
    throw gitFailure(args, result);
  };
}

/** What a command wrote, without the line break that git puts at the end. */
export function textOf({ stdout }: GitResult): string {
  return stdout.toString('utf8').replace(/\n$/, '');
}

/** The entries of a `-z` output. */
export function entriesOf({ stdout }: GitResult): string[] {
  const entries = stdout.toString('utf8').split('\0');
  return entries.at(-1) === '' ? entries.slice(0, -1) : entries;
}

/** A commit or ref as an argument. Refuses what git would read as an option. */
export function revision(text: string): string {
  if (text !== '' && !text.startsWith('-')) return text;
  throw new AshlarError({ kind: 'usage', what: `"${text}" names no commit` });
}

interface OneRun {
  folder: string;
  environment: Readonly<Record<string, string>>;
  args: readonly string[];
  input: string | undefined;
}

/** Runs git to its end. A git that was killed has failed, as one that ends with 128 has. */
async function runOnce({ folder, environment, args, input }: OneRun): Promise<GitResult> {
  try {
    const stdin = input === undefined ? 'ignore' : 'pipe';
    const child = spawn('git', args, { cwd: folder, env: environment, stdio: [stdin, 'pipe', 'pipe'] });
    const closed = once(child, 'close') as Promise<[exitCode: number | null]>;
    const stdout = collect(child.stdout);
    const stderr = collect(child.stderr);
    // A git that ends without having read its input says why by its exit code.
    child.stdin?.on('error', () => child.stdin?.destroy()).end(input);
    const [exitCode] = await closed;
    return { exitCode: exitCode ?? 128, stdout: Buffer.concat(stdout), stderr: Buffer.concat(stderr).toString('utf8') };
  } catch (cause) {
    const what = `git ${args[0]} could not run`;
    if (!existsSync(folder)) throw new AshlarError({ kind: 'failed', what, why: `${folder} does not exist`, cause });
    throw gitFailure(args, { exitCode: 128, stderr: errorMessage(cause) });
  }
}

/** The chunks of a stream, which come as long as it is open. */
function collect(stream: Readable | null): Buffer[] {
  const chunks: Buffer[] = [];
  stream?.on('data', (chunk: Buffer) => chunks.push(chunk));
  return chunks;
}
