import { posix } from 'node:path';
import type { ProgramCall } from './program-calls.ts';
import { findRule, findRuleBelow, type PathRule } from './protected-paths.ts';

/** Folders outside of the root that an agent must not reach, as far as the words of a call show it. */
export interface HiddenFolders {
  /** Absolute, as they are written and with links resolved. */
  folders: readonly string[];
  /** What `~` and `$HOME` stand for. */
  home: string;
  /** What other variables stand for, by their names. */
  variables: Readonly<Record<string, string>>;
}

/** Whether an absolute path is one of the folders or lies in one. */
export function namesHidden(path: string, { folders }: HiddenFolders): boolean {
  return findRule([ruleOf(folders)], path) !== undefined;
}

export interface CommandText {
  line: string;
  calls: readonly ProgramCall[];
  /** Absolute: where the line starts. */
  root: string;
}

/**
 * Whether a line of shell reaches into one of the folders: it names one anywhere in its text, a script's too; or one of its
 * words leads there from the folder that the line has gone to; or it takes all below a folder above one.
 */
export function touchesHidden({ line, calls, root }: CommandText, hidden: HiddenFolders): boolean {
  if (isNamedIn(line, hidden)) return true;
  let folder = root;
  for (const call of calls) {
    const paths = wordsOf(call).map((word) => posix.resolve(folder, expand(word, hidden)));
    if (paths.some((path) => namesHidden(path, hidden))) return true;
    const isAbove = (path: string) => findRuleBelow([ruleOf(hidden.folders)], path) !== undefined;
    if (takesAllBelow(call) && paths.some(isAbove)) return true;
    if (call.program === 'cd' || call.program === 'pushd') folder = goTo(call, folder, hidden);
  }
  return false;
}

function ruleOf(folders: readonly string[]): PathRule {
  return { rule: 'hidden', reason: '', patterns: folders };
}

function isNamedIn(line: string, { folders, home }: HiddenFolders): boolean {
  const text = line.toLowerCase();
  const belowHome = folders.map((folder) => posix.relative(home, folder)).filter((name) => /^\.[^.]/.test(name));
  return [...folders, ...belowHome]
    .map((name) => name.toLowerCase())
    .some((name) =>
      text
        .split(name)
        .slice(1)
        .some((after) => !/^[\w-]/.test(after)),
    );
}

/** All words in which a path may stand: `--file=path` and `NAME=path` too. */
function wordsOf({ words, assignments, written, read }: ProgramCall): string[] {
  return [...words, ...assignments, ...written, ...read].flatMap((word) =>
    word.includes('=') ? [word, word.slice(word.indexOf('=') + 1)] : [word],
  );
}

function expand(word: string, { home, variables }: HiddenFolders): string {
  const known: Record<string, string> = { ...variables, HOME: home };
  return word
    .replace(/^~(?=\/|$)/, home)
    .replace(/\$(?:(\w+)|\{(\w+)[^}]*\})/g, (text, plain, braced) => known[String(plain ?? braced)] ?? text);
}

function goTo({ args }: ProgramCall, folder: string, hidden: HiddenFolders): string {
  const target = args.find((arg) => !arg.startsWith('-')) ?? hidden.home;
  return posix.resolve(folder, expand(target, hidden));
}

const takers = new Set(['rm', 'mv', 'ln', 'rsync', 'tar', 'zip', 'rg', 'chmod', 'chown']);
/** Programs that take all below a folder with one of these options. */
const recursiveOptions: Readonly<Record<string, RegExp>> = {
  cp: /^-[a-zA-Z]*[rRa]|^--(?:recursive|archive)/,
  diff: /^-[a-zA-Z]*r|^--recursive/,
  egrep: /^-[a-zA-Z]*[rR]|^--(?:dereference-)?recursive/,
  fgrep: /^-[a-zA-Z]*[rR]|^--(?:dereference-)?recursive/,
  find: /^-(?:exec|ok|delete|fprint)/,
  grep: /^-[a-zA-Z]*[rR]|^--(?:dereference-)?recursive/,
};

function takesAllBelow({ program, args }: ProgramCall): boolean {
  if (takers.has(program)) return true;
  const option = Object.hasOwn(recursiveOptions, program) ? recursiveOptions[program] : undefined;
  return option !== undefined && args.some((arg) => option.test(arg));
}
