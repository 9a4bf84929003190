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
 * Arguments must be this program's own or stand after `--`; simple-git does not protect from options that name programs.
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

/**
 * One simple-git instance a command: its `errors` hook is the one place that shows exit code and bytes. By itself
 * simple-git takes a failure without stderr, and a git that was killed, for success.
 */
async function runOnce({ folder, environment, args, input }: OneRun): Promise<GitResult> {
  const { simpleGit } = await import('simple-git');
  const seen: GitResult[] = [];
  try {
    const git = simpleGit({
      baseDir: folder,
      allowEnvironment: Object.keys(environment),
      unsafe: settingsThatHarden,
      completion: { onClose: true, onExit: false },
      errors: (_error, { exitCode, stdOut, stdErr }) => {
        const stderr = Buffer.concat(stdErr).toString('utf8');
        seen.push({ exitCode: exitCode ?? 128, stdout: Buffer.concat(stdOut), stderr });
        return undefined;
      },
      ...(input === undefined ? {} : { input: () => input }),
    });
    await git
      .env({ ...environment })
      .outputHandler((_command, stdout) => queueMicrotask(() => stdout.emit('data', nothing)))
      .raw([...args]);
  } catch (error) {
    throw new AshlarError({
      kind: 'failed',
      what: `git ${args[0]} could not run`,
      why: errorMessage(error),
      cause: error,
    });
  }
  const [result] = seen;
  if (result === undefined) throw new AshlarError({ kind: 'failed', what: `git ${args[0]} gave no result` });
  return result;
}

/** simple-git holds a command that wrote nothing back for 50 ms; an empty chunk tells it that nothing is to come. */
const nothing = Buffer.alloc(0);

/** simple-git refuses these settings because they can name programs; here they are set so that they name none. */
const settingsThatHarden = {
  allowUnsafeAskPass: true,
  allowUnsafeConfigEnvCount: true,
  allowUnsafeConfigPaths: true,
  allowUnsafeCredentialHelper: true,
  allowUnsafeDiffExternal: true,
  allowUnsafeDiffTextConv: true,
  allowUnsafeEditor: true,
  allowUnsafeFilter: true,
  allowUnsafeFsMonitor: true,
  allowUnsafeHooksPath: true,
  allowUnsafeMergeDriver: true,
  allowUnsafePager: true,
  allowUnsafeProtocolOverride: true,
  allowUnsafeSshCommand: true,
};
