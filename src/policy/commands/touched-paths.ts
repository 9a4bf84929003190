import type { ProgramCall } from '../shell/command-line.ts';
import { literalWord, type ShellWord, textOf } from '../shell/words.ts';

import {
  always,
  anyOutput,
  changers,
  contentReaders,
  copiers,
  deepOptions,
  filters,
  finders,
  mentioning,
  outputOptions,
  shortWithValue,
  twoFiles,
} from './path-programs.ts';

/** The words of a call that name paths. */
export interface TouchedPaths {
  reads: readonly ShellWord[];
  writes: readonly ShellWord[];
  /** Taken away, with everything below where `isDeep`. */
  removes: readonly ShellWord[];
  /** Whether what is read or written takes in all below it. */
  isDeep: boolean;
}

/** What a call reads, writes and removes, as far as its words tell. A program that is not known here reads its arguments. */
export function touchedPaths(call: ProgramCall): TouchedPaths {
  const { program, args } = call;
  const names = args.filter(({ prefix }) => !/^-./.test(prefix));
  const outputs = outputsOf(call);
  const base = { reads: call.reads, writes: [...call.writes, ...outputs], removes: [], isDeep: isDeep(call) };
  const read = [...call.reads, ...attachedValues(call)];
  if (mentioning.has(program)) return base;
  if (program === 'rm' || program === 'rmdir' || program === 'unlink') return { ...base, removes: names };
  if (program === 'mv')
    return {
      ...base,
      removes: names.slice(0, -1),
      writes: [...base.writes, ...names.slice(-1), ...targetFolder(args)],
    };
  if (program === 'ln') return { ...base, writes: [...base.writes, ...names, ...targetFolder(args)] };
  if (changers.has(program)) return { ...base, writes: [...base.writes, ...withoutModes(program, names)] };
  if (copiers.has(program)) {
    const into = targetFolder(args);
    const sources = into.length > 0 ? names : names.slice(0, -1);
    const target = into.length > 0 ? into : names.slice(-1);
    return { ...base, reads: [...read, ...sources], writes: [...base.writes, ...target] };
  }
  if (filters.has(program)) return { ...base, ...filtered(call, names, read) };
  if (twoFiles.has(program))
    return { ...base, reads: [...read, ...names.slice(0, 1)], writes: [...base.writes, ...names.slice(1)] };
  if (finders.has(program)) return { ...base, reads: startsOf(args) };
  if (program === 'dd')
    return { ...base, reads: valuesOf(args, 'if='), writes: [...base.writes, ...valuesOf(args, 'of=')] };
  return { ...base, reads: [...read, ...names] };
}

function filtered({ program, args }: ProgramCall, names: readonly ShellWord[], read: readonly ShellWord[]) {
  const isGiven = args.some(({ prefix }) => /^-[a-zA-Z]*[ef]|^--(?:regexp|file|expression)/.test(prefix));
  const files = isGiven ? names : names.slice(1);
  const edits =
    /^(?:g?sed|perl|ruby|yq)$/.test(program) && args.some(({ prefix }) => /^-[a-zA-Z]*i|^--in-?place/.test(prefix));
  return edits ? { reads: read, writes: files } : { reads: [...read, ...files] };
}

/** `chmod +x file`: the first argument is no path. */
function withoutModes(program: string, names: readonly ShellWord[]): readonly ShellWord[] {
  return /^(?:ch(?:mod|own|grp|attr)|setfacl)$/.test(program) ? names.slice(1) : names;
}

function startsOf(args: readonly ShellWord[]): readonly ShellWord[] {
  const first = args.findIndex(({ prefix }) => /^[-(!]/.test(prefix) && !/^-[HLPD]/.test(prefix));
  return first < 0 ? args : args.slice(0, first);
}

function outputsOf({ program, args }: ProgramCall): ShellWord[] {
  const known = Object.hasOwn(outputOptions, program) ? outputOptions[program] : undefined;
  const pattern = known ?? (mentioning.has(program) || filters.has(program) ? /^$/ : anyOutput);
  const found = args.flatMap((arg, at): (ShellWord | undefined)[] => {
    const [option = '', value] = arg.prefix.split(/=(.*)/s);
    if (value !== undefined && option.startsWith('--') && pattern.test(option))
      return [valueAfter(arg, option.length + 1)];
    if (pattern.test(arg.prefix)) return [args[at + 1]];
    return shortWithValue.test(arg.prefix) && pattern.test('-o') ? [valueAfter(arg, 2)] : [];
  });
  const archive = program === 'zip' ? args.filter(({ prefix }) => !prefix.startsWith('-')).slice(0, 1) : [];
  return [...found.flatMap((word) => word ?? []), ...archive];
}

/** `--file=path`, `@path`: what stands behind may be a path too. */
function attachedValues({ args }: ProgramCall): ShellWord[] {
  return args.flatMap((arg) => {
    const at = /^(?:-[^=]*=|[\w.-]+=@?|@|-d@|-\w@)/.exec(arg.prefix)?.[0].length;
    return at === undefined ? [] : [valueAfter(arg, at)];
  });
}

function valueAfter(word: ShellWord, length: number): ShellWord {
  const { source, values, prefix } = word;
  return { source, prefix: prefix.slice(length), values: values?.map((value) => value.slice(length)) };
}

function valuesOf(args: readonly ShellWord[], name: string): ShellWord[] {
  return args.filter(({ prefix }) => prefix.startsWith(name)).map((arg) => valueAfter(arg, name.length));
}

/** `cp -t folder a b`. */
function targetFolder(args: readonly ShellWord[]): ShellWord[] {
  return args.flatMap((arg, at) => {
    if (/^(?:-[a-zA-Z]*t|--target-directory)$/.test(arg.prefix)) return args[at + 1] ?? [];
    return arg.prefix.startsWith('--target-directory=') ? valueAfter(arg, '--target-directory='.length) : [];
  });
}

function isDeep({ program, args }: ProgramCall): boolean {
  if (args.some(({ found }) => found === true)) return true;
  const option = Object.hasOwn(deepOptions, program) ? deepOptions[program] : undefined;
  return option === always || (option !== undefined && args.some(({ prefix }) => option.test(prefix)));
}

/** Words of an option's value, for callers that look at every word. */
export function allWords({ args, assignments, reads, writes }: ProgramCall): ShellWord[] {
  const words = [...args, ...reads, ...writes, ...assignments.map(({ value }) => value)];
  return words.flatMap((word) => {
    const text = textOf(word);
    return text?.includes('=') ? [word, literalWord(text.slice(text.indexOf('=') + 1))] : [word];
  });
}

/** Programs that show, copy or take in what the files hold that are named to them. */
export function showsContents(program: string): boolean {
  return (
    contentReaders.has(program) || filters.has(program) || copiers.has(program) || program === 'mv' || program === ''
  );
}
