import type { ProgramCall } from './program-calls.ts';

export interface WrittenPaths {
  /** Paths that the call writes, moves or removes. */
  paths: readonly string[];
  /** Those of them that it takes with everything below. */
  recursive: readonly string[];
}

/** What a call changes, as far as its words tell: redirects, and the arguments of the usual programs. */
export function writtenPaths(call: ProgramCall): WrittenPaths {
  const names = call.args.filter((arg) => !arg.startsWith('-'));
  const taken = takenArguments(call, names);
  const recursive = removers.has(call.program) ? taken : [];
  return { paths: [...call.written, ...taken], recursive };
}

/** What a call shows or copies, as far as its words tell. */
export function readPaths({ program, args, read }: ProgramCall): string[] {
  const names = args.filter((arg) => !arg.startsWith('-'));
  if (searchers.has(program)) return [...read, ...names.slice(1)];
  return readers.has(program) ? [...read, ...names] : [...read];
}

/** Every argument is changed. */
const changers = new Set(['tee', 'touch', 'truncate', 'chmod', 'chown', 'mkdir', 'unlink', 'shred']);
const removers = new Set(['rm', 'rmdir', 'mv']);
/** The last argument is changed. */
const copiers = new Set(['cp', 'install', 'rsync']);
/** The first argument is a pattern or a script. */
const searchers = new Set(['grep', 'egrep', 'fgrep', 'rg', 'sed', 'awk']);
const inPlaceEditors = new Set(['sed', 'gsed', 'perl', 'ruby']);

const readers = new Set([
  ...['cat', 'tac', 'nl', 'head', 'tail', 'less', 'more', 'bat', 'source', '.', 'cp', 'mv', 'ln', 'install', 'rsync'],
  ...['base64', 'xxd', 'od', 'hexdump', 'strings', 'sort', 'cut', 'diff', 'tar', 'zip'],
]);

function takenArguments({ program, args }: ProgramCall, names: readonly string[]): readonly string[] {
  if (changers.has(program) || removers.has(program)) return names;
  // What is written to a link is written to what it leads to.
  if (program === 'ln') return [...names, ...targetFolder(args)];
  if (copiers.has(program)) return [...names.slice(-1), ...targetFolder(args)];
  if (inPlaceEditors.has(program) && args.some(isInPlace)) return names.slice(1);
  if (interpreters.test(program)) return namedInCode(args);
  if (program === 'dd') return args.filter((arg) => arg.startsWith('of=')).map((arg) => arg.slice('of='.length));
  return [];
}

const interpreters = /^(?:python[\d.]*|node|bun|deno|ruby|perl|php)$/;

/** The paths that a program given in words names, where the words write anything at all. */
function namedInCode(args: readonly string[]): string[] {
  const code = args
    .filter((_arg, at) => /^(?:-[a-zA-Z]*[cepr]|--eval|--print|eval)$/.test(args[at - 1] ?? ''))
    .join('\n');
  if (!/write|append|unlink|remove|rename|copy|link|truncate|\brm|replace|['"][awrx]b?\+?['"]|>/i.test(code)) return [];
  return [...code.matchAll(/[\w.~@-]*(?:\/[\w.@-]+)+/g)].map(([path]) => path);
}

function isInPlace(arg: string): boolean {
  return /^-[a-zA-Z]*i/.test(arg) || arg.startsWith('--in-place');
}

/** `cp -t folder a b`. */
function targetFolder(args: readonly string[]): string[] {
  const at = args.findIndex((arg) => arg === '-t' || arg === '--target-directory');
  const next = at < 0 ? undefined : args[at + 1];
  return next === undefined ? [] : [next];
}
