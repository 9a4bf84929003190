import { AshlarError, type ErrorText } from '../base/errors.ts';

export interface FailedRun {
  exitCode: number;
  stderr: string;
}

/** What a person is told of a git command that failed: git's own last line, and the way out where one is known. */
export function gitFailure(args: readonly string[], { exitCode, stderr }: FailedRun): AshlarError {
  const why = lastLine(stderr) ?? `it ended with exit code ${exitCode}`;
  const known = causes.find(({ pattern }) => pattern.test(stderr));
  return new AshlarError({ kind: 'failed', what: `git ${args[0]} failed`, why, ...known?.text(stderr, why) });
}

interface Cause {
  pattern: RegExp;
  text: (stderr: string, why: string) => Partial<ErrorText>;
}

const causes: readonly Cause[] = [
  {
    pattern: /spawn git\b.* E(NOENT|ACCES)/,
    text: () => ({
      kind: 'invalid',
      what: 'git is not installed, or not in the PATH',
      why: 'the program `git` was not found',
      next: 'install git 2.31 or newer',
    }),
  },
  {
    pattern: /No space left on device|Disk quota exceeded/i,
    text: (_, why) => ({
      what: 'the disk is full, git could not write',
      why,
      next: 'free some space, then `ashlar resume`',
    }),
  },
  {
    pattern:
      /Read-only file system|EACCES|insufficient permission|(Unable to create|could not (create|lock|write|open)) .*Permission denied/i,
    text: (_, why) => ({
      what: 'the repository cannot be written',
      why,
      next: 'make the repository writable for you, then try again',
    }),
  },
  {
    pattern: /(?:clean|smudge) filter 'lfs' failed|git-lfs: (?:command )?not found|cannot (?:run|exec) '?git-lfs/,
    text: (_, why) => ({
      kind: 'invalid',
      what: 'files of this repository are kept by git-lfs, and git-lfs cannot run',
      why,
      next: 'install git-lfs, and see that: git lfs version',
    }),
  },
  {
    pattern: /detected dubious ownership/,
    text: (stderr) => ({
      kind: 'denied',
      what: 'the repository belongs to another user, so git does not open it',
      why: stderr.match(/fatal: (.*)/)?.[1] ?? 'dubious ownership',
      next:
        stderr.match(/git config --global --add safe\.directory .*/)?.[0] ?? 'see safe.directory in `git help config`',
    }),
  },
  {
    pattern: /Unable to create '.*\.lock': File exists/s,
    text: (stderr) => ({
      kind: 'held',
      what: 'another git process is working in the repository, or one has crashed there',
      why: `${stderr.match(/Unable to create '(.*\.lock)'/s)?.[1]} exists`,
      next: 'wait for it to end; if there is none, delete that file',
    }),
  },
];

/** git's last word, without its prefix; hints and blank lines are passed over. */
function lastLine(stderr: string): string | undefined {
  const lines = stderr.split('\n').filter((line) => line.trim() !== '' && !line.startsWith('hint:'));
  const line = lines.findLast((each) => /^(fatal|error): /.test(each)) ?? lines.at(-1);
  return line?.replace(/^(fatal|error): /, '').trim();
}
