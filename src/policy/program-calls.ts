import { posix } from 'node:path';
import { parseCommands, type SimpleCommand } from './shell-words.ts';

/** A program with its arguments, taken out of whatever wraps it: `env X=1 timeout 5 git push` is `git push`. */
export interface ProgramCall extends SimpleCommand {
  /** The program's name without its folder; '' for a redirect alone. */
  program: string;
  args: string[];
}

/** The program calls of a line of shell; those inside `sh -c '…'` and `eval` too. */
export function programCalls(line: string, depth = 0): ProgramCall[] {
  if (depth > maxDepth) return [];
  return parseCommands(line).flatMap((command) => {
    const assignments = [...command.assignments];
    const words = unwrap(command.words, assignments);
    const [first = '', ...args] = words;
    const call = { ...command, assignments, words, program: posix.basename(first), args };
    const script = innerScript(call);
    return script === undefined ? [call] : [call, ...programCalls(script, depth + 1)];
  });
}

const maxDepth = 5;

/** Words after which a command begins. */
const keywords = new Set(['if', 'then', 'elif', 'else', 'while', 'until', 'do', '!', '{', 'time']);

/** Programs that run the one named after them, with those of their options that take a value. */
const wrappers: Readonly<Record<string, readonly string[]>> = {
  builtin: [],
  command: [],
  doas: ['-u'],
  env: ['-u', '-C', '--chdir', '--unset'],
  exec: ['-a'],
  nice: ['-n'],
  nohup: [],
  setsid: [],
  stdbuf: ['-i', '-o', '-e'],
  sudo: ['-u', '-g', '-C', '-D'],
  timeout: ['-k', '-s', '--kill-after', '--signal'],
  xargs: ['-I', '-n', '-P', '-L', '-d', '-a', '-s', '-E'],
};

function unwrap(words: readonly string[], assignments: string[]): string[] {
  let rest = [...words];
  for (;;) {
    const first = rest[0];
    if (first === undefined) return rest;
    const name = posix.basename(first);
    const withValue = Object.hasOwn(wrappers, name) ? wrappers[name] : undefined;
    if (withValue !== undefined) rest = afterOptions(rest.slice(1), withValue);
    else if (keywords.has(first)) rest = rest.slice(1);
    else if (/^\w+\+?=/.test(first)) assignments.push(...rest.splice(0, 1));
    else return rest;
    if (name === 'timeout') rest = rest.slice(1);
  }
}

function afterOptions(words: readonly string[], withValue: readonly string[]): string[] {
  let at = 0;
  while (words[at]?.startsWith('-')) at += withValue.includes(words[at] ?? '') ? 2 : 1;
  return words.slice(at);
}

const shells = new Set(['sh', 'bash', 'dash', 'zsh', 'ksh']);

function innerScript({ program, args }: ProgramCall): string | undefined {
  if (program === 'eval') return args.join(' ');
  if (program === 'find') return argumentsAfter(args, /^-(?:exec|ok)(?:dir)?$/)?.join(' ');
  return shells.has(program) || program === 'script' ? argumentsAfter(args, /^-[a-z]*c$/)?.[0] : undefined;
}

function argumentsAfter(args: readonly string[], option: RegExp): string[] | undefined {
  const at = args.findIndex((arg) => option.test(arg));
  return at < 0 ? undefined : args.slice(at + 1);
}
