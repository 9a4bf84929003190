import { literalWord, type ShellWord, textOf } from './words.ts';
import { shells, type Wrapper, wrappers } from './wrappers.ts';

/** What a call runs beside its own program. */
export interface Wrapped {
  /** A program with its arguments, and what is set for it. */
  inner: readonly { words: readonly ShellWord[]; set: readonly ShellWord[] }[];
  /** Lines of shell. */
  scripts: readonly ShellWord[];
  /** Why what it runs cannot be known. */
  opaque?: string;
}

const nothing: Wrapped = { inner: [], scripts: [] };

/** The programs and scripts that a call runs by naming them: `env A=1 x`, `find -exec x`, `sh -c 'x'`, `npx x`. */
export function unwrapCall({ program, args }: { program: string; args: readonly ShellWord[] }): Wrapped {
  if (shells.has(program)) return unwrapShell(program, args);
  const special = Object.hasOwn(specials, program) ? specials[program] : undefined;
  if (special !== undefined) return special(args);
  const ways = Object.hasOwn(wrappers, program) ? (wrappers[program] ?? []) : [];
  for (const way of ways) {
    const rest = way.after === undefined ? args : afterSubcommand(args, way.after, program);
    if (rest !== undefined) return unwrapWith(way, { program, args: rest });
  }
  return nothing;
}

function afterSubcommand(args: readonly ShellWord[], names: readonly string[], program: string) {
  const first = textOf(args[0]);
  if (first === undefined || !names.includes(first)) return undefined;
  return program === 'corepack' ? args : args.slice(1);
}

type Called = { program: string; args: readonly ShellWord[] };

function unwrapWith(way: Wrapper, called: Called): Wrapped {
  const { program } = called;
  const { rest, ends } = passOptions(way, called);
  if (ends !== undefined) return ends;
  const words = rest.slice(way.skip ?? 0);
  const first = words.findIndex((word) => way.assigns !== true || !/^\w+=/.test(word.prefix));
  if (first < 0) return nothing;
  const [set, own] = [words.slice(0, first), words.slice(first)];
  if (program === 'parallel') return { ...nothing, opaque: 'parallel runs what it is given' };
  if (way.joins !== true) return { inner: [{ words: program === 'xargs' ? [...own, unseen] : own, set }], scripts: [] };
  return joined(own, program);
}

/** What stands behind the options of a wrapper, or what its options alone make of it. */
function passOptions(way: Wrapper, { program, args }: Called): { rest: readonly ShellWord[]; ends?: Wrapped } {
  let at = 0;
  while (at < args.length && args[at]?.prefix.startsWith('-')) {
    const option = textOf(args[at]);
    if (option === '--') return { rest: args.slice(at + 1) };
    const ends = endsAt(way, option, { program, args: args.slice(at) });
    if (ends !== undefined) return { rest: [], ends };
    at += way.values?.includes(option ?? '') === true ? 2 : 1;
  }
  return { rest: args.slice(at) };
}

function endsAt(way: Wrapper, option: string | undefined, { program, args }: Called): Wrapped | undefined {
  if (option === undefined) return { ...nothing, opaque: `an option of ${program} is known to the shell only` };
  if (way.idle?.test(option) === true) return nothing;
  if (way.scripts?.includes(option) === true) return scriptsOf(args[1], program);
  const isKnown = way.values?.includes(option) === true || way.flags?.test(option) === true;
  return isKnown ? undefined : { ...nothing, opaque: `${program} is called with ${option}` };
}

/** What `xargs` reads and appends. */
const unseen: ShellWord = { source: '(what xargs reads)', values: undefined, prefix: '' };

function scriptsOf(script: ShellWord | undefined, program: string): Wrapped {
  if (script === undefined || textOf(script) === undefined) return { ...nothing, opaque: hidden(program) };
  return { inner: [], scripts: [script] };
}

function joined(words: readonly ShellWord[], program: string): Wrapped {
  const texts = words.map(textOf);
  if (texts.length === 0) return nothing;
  if (texts.includes(undefined)) return { ...nothing, opaque: hidden(program) };
  return { inner: [], scripts: [literalWord(texts.join(' '))] };
}

const hidden = (program: string) => `${program} runs code that only the shell knows`;

function unwrapShell(program: string, args: readonly ShellWord[]): Wrapped {
  const reading = { ...nothing, opaque: `${program} runs what it reads` };
  const texts = args.map(textOf);
  const isValue = (at: number) => /^[-+][a-zA-Z]*o$/.test(texts[at - 1] ?? '');
  const stop = texts.findIndex(
    (text, at) =>
      text === undefined ||
      text === '-' ||
      text === '-s' ||
      /^-[a-zA-Z]*c$|^--(?:version|help|\w*file)/.test(text) ||
      !(/^[-+]/.test(text) || isValue(at)),
  );
  const text = texts[stop];
  if (stop < 0) return reading;
  if (text === undefined) return { ...nothing, opaque: hidden(program) };
  if (/^--(?:version|help)$/.test(text)) return nothing;
  if (/^-[a-zA-Z]*c$/.test(text))
    return scriptsOf(
      args.slice(stop + 1).find(({ source }) => !/^-/.test(source)),
      program,
    );
  return text.startsWith('-') || isStream(text) ? reading : nothing;
}

function isStream(path: string): boolean {
  return /^\/(?:dev|proc)\//.test(path);
}

const specials: Readonly<Record<string, (args: readonly ShellWord[]) => Wrapped>> = {
  eval: (args) => joined(args, 'eval'),
  trap: (args) => (/^-?$|^-[lp]$/.test(args[0]?.source ?? '') ? nothing : scriptsOf(args[0], 'trap')),
  alias: (args) => {
    const bodies = args.flatMap((word) =>
      textOf(word) === undefined ? [word] : [literalWord((textOf(word) ?? '').replace(/^[^=]*=?/, ''))],
    );
    return bodies.some((body) => textOf(body) === undefined)
      ? { ...nothing, opaque: hidden('alias') }
      : { inner: [], scripts: bodies };
  },
  source: (args) => sourced(args),
  '.': (args) => sourced(args),
  find: unwrapFind,
  gfind: unwrapFind,
  fd: unwrapFd,
  fdfind: unwrapFd,
};

function sourced([file]: readonly ShellWord[]): Wrapped {
  const path = textOf(file);
  return path === undefined || isStream(path)
    ? { ...nothing, opaque: 'it runs a script that only the shell knows' }
    : nothing;
}

/** `-exec … ;` and its like. `{}` is something below the folders in which it looks. */
function unwrapFind(args: readonly ShellWord[]): Wrapped {
  const firstTest = args.findIndex(({ prefix }) => /^[-(!]/.test(prefix));
  const starts = firstTest < 0 ? args : args.slice(0, firstTest);
  const values =
    starts.length === 0
      ? ['.']
      : starts.some((word) => word.values === undefined)
        ? undefined
        : starts.flatMap((word) => word.values ?? []);
  const found: ShellWord = { source: '{}', values, prefix: values?.[0] ?? '', found: true };
  const inner: { words: ShellWord[]; set: [] }[] = [];
  for (let at = 0; at < args.length; at++) {
    if (!/^-(?:exec|ok)(?:dir)?$/.test(textOf(args[at]) ?? '')) continue;
    const length = args.slice(at + 1).findIndex((word) => /^[;+]$/.test(textOf(word) ?? ''));
    const words = args.slice(at + 1, length < 0 ? args.length : at + 1 + length);
    inner.push({ words: words.map((word) => (word.source.includes('{}') ? found : word)), set: [] });
    at += words.length;
  }
  return { inner, scripts: [] };
}

function unwrapFd(args: readonly ShellWord[]): Wrapped {
  const at = args.findIndex((word) => /^(?:-x|-X|--exec|--exec-batch)$/.test(textOf(word) ?? ''));
  const attached = args.some((word) => /^--exec(?:-batch)?=/.test(word.prefix));
  if (attached) return { ...nothing, opaque: hidden('fd') };
  if (at < 0) return nothing;
  return {
    inner: [{ words: [...args.slice(at + 1), { source: '{}', values: ['.'], prefix: '.', found: true }], set: [] }],
    scripts: [],
  };
}
