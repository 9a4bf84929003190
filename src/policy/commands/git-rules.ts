import type { ProgramCall } from '../shell/command-line.ts';
import { textOf } from '../shell/words.ts';

/**
 * Whether a call of git could do more than look: change the repository's state, reach the network, write a file or run
 * a program that the call itself names.
 */
export function changesRepository(call: ProgramCall): boolean {
  if (call.assignments.some(({ name }) => name.startsWith('GIT_'))) return true;
  const args = call.args.map((word) => textOf(word) ?? word.source);
  const at = args.findIndex((arg, i) => !arg.startsWith('-') && args[i - 1] !== '-C');
  const global = at < 0 ? args : args.slice(0, at);
  if (!global.every((arg, i) => harmlessGlobals.has(arg) || global[i - 1] === '-C')) return true;
  const command = at < 0 ? undefined : args[at];
  const rest = at < 0 ? [] : args.slice(at + 1);
  if (command === undefined || lookingCommands.has(command)) return rest.some((arg) => writingOption.test(arg));
  if (command === 'apply') return !rest.every((arg) => applyOptions.has(arg) || ownPatch.test(arg));
  const harmless = Object.hasOwn(listingOptions, command) ? listingOptions[command] : undefined;
  return (
    harmless === undefined || (command === 'stash' && rest.length === 0) || !rest.every((arg) => harmless.includes(arg))
  );
}

const harmlessGlobals = new Set([
  '-C',
  '-P',
  '--no-pager',
  '--version',
  '--help',
  '--no-optional-locks',
  '--literal-pathspecs',
]);

const lookingCommands = new Set([
  ...[
    'status',
    'diff',
    'log',
    'show',
    'blame',
    'annotate',
    'shortlog',
    'describe',
    'whatchanged',
    'range-diff',
    'help',
  ],
  ...[
    'grep',
    'ls-files',
    'ls-tree',
    'cat-file',
    'rev-parse',
    'rev-list',
    'merge-base',
    'name-rev',
    'show-ref',
    'show-branch',
  ],
  ...[
    'for-each-ref',
    'check-ignore',
    'check-attr',
    'count-objects',
    'diff-tree',
    'diff-index',
    'diff-files',
    'var',
    'version',
  ],
]);

/** Whether it takes away what git would otherwise still know, here or on a remote. */
export function destroysHistory({ args }: ProgramCall): boolean {
  return destructive.test(args.map((word) => textOf(word) ?? word.source).join(' '));
}

const destructive =
  /(?:^|\s)(?:push\s.*(?:-f|--force\S*|--mirror|--delete|-d|--prune|\s\+\S+|\s:\S+)(?:\s|$)|reset\s.*--(?:hard|merge|keep)|clean\s|reflog\s+(?:expire|delete)|filter-(?:branch|repo)|gc\s.*--prune|prune(?:\s|$)|branch\s.*-(?:D|d|-delete)|tag\s.*-d|stash\s+(?:clear|drop)|update-ref|checkout\s.*(?:--|-f|\.)|restore\s|rm\s|worktree\s+remove|commit\s.*--amend|rebase)/;

/** A patch in which Ashlar kept the work on a task may be brought back: that changes files and nothing of the index. */
const ownPatch = /^(?:\.\.\/\.\.|\.ashlar\/state)\/patches\/[\p{L}\p{N}_.-]+\.patch$/u;
const applyOptions = new Set(['--check', '--stat', '--numstat', '--summary', '--reject', '-v', '--verbose', '-R']);

/** `--output=file`, `--ext-diff` and `-O` of grep write files or run programs. */
const writingOption = /^(?:--output|--ext-diff|--textconv|--open-files-in-pager|-O)/;

/** Commands that change something unless all their arguments are among these. */
const listingOptions: Readonly<Record<string, readonly string[]>> = {
  branch: ['--list', '--show-current', '-l', '-a', '-r', '-v', '-vv', '--all', '--remotes'],
  remote: ['-v', '--verbose'],
  stash: ['list', 'show', '-p'],
  tag: ['--list', '-l'],
  worktree: ['list', '--porcelain'],
};
