import { existsSync } from 'node:fs';
import { posix } from 'node:path';
import { type CategoryTable, categorise } from './commands/categorise.ts';
import type { Category } from './commands/category.ts';
import { lookingPrograms } from './commands/looking-programs.ts';
import { type WantedPackage, wantedPackages } from './commands/packages.ts';
import { allWords, showsContents, touchedPaths } from './commands/touched-paths.ts';
import { expandGlob, type PlacedPath, type PlacePath, type Placing } from './place-path.ts';
import { type ProgramCall, readCommandLine, type ShellReader } from './shell/command-line.ts';
import { type ShellWord, textOf } from './shell/words.ts';

/** A line of shell as a policy sees it. */
export interface JudgedCommand {
  programs: readonly string[];
  categories: readonly Category[];
  /** Why its text does not tell what it does, or undefined. */
  opaque: string | undefined;
  touched: readonly TouchedPlace[];
  packages: readonly WantedPackage[];
  /** All that it runs are package managers that install. */
  installs: boolean;
  /** It leaves the files as they are. */
  onlyLooks: boolean;
}

export interface TouchedPlace {
  action: 'readFile' | 'writeFile' | 'deleteFile';
  path: PlacedPath;
}

export interface JudgeDeps {
  reader: ShellReader;
  table: CategoryTable;
  place: PlacePath;
  /** Whether a path is a secret place outside of the repository, by its name. */
  isGuarded(path: string): boolean;
  /** Whether the text names a place that no agent sees. */
  mentionsHidden(text: string): boolean;
  hiddenPlace: PlacedPath;
}

/** Those that the task names, and those that were there before it. */
export type TaskFiles = Pick<Placing, 'files' | 'known'>;

/** What a line of shell does, as far as its text tells. */
export function judgeCommand(line: string, task: TaskFiles, deps: JudgeDeps): JudgedCommand {
  const { calls, opaque } = readCommandLine(line, deps.reader);
  const touched = new Touched(task, deps);
  if (deps.mentionsHidden(line)) touched.add('readFile', deps.hiddenPlace);
  const categories = new Set<Category>();
  const packages: WantedPackage[] = [];
  let unclear = opaque;
  let installs = calls.length > 0;
  for (const call of calls) {
    for (const category of categoriesOf(call, task, { ...deps, touched: touched.places() })) categories.add(category);
    const wanted = wantedPackages(call);
    if (wanted !== undefined) categories.add('install');
    else if (call.program !== 'cd') installs = false;
    packages.push(...(wanted ?? []));
    unclear ??= touched.note(call) ?? unknownArgument(call, deps.table);
  }
  const programs = [...new Set(calls.map(({ program }) => program).filter((program) => program !== ''))];
  return {
    programs,
    categories: [...categories],
    opaque: unclear,
    touched: touched.places(),
    packages,
    installs: installs && unclear === undefined,
    onlyLooks: unclear === undefined && calls.length > 0 && onlyLooks(programs, categories, touched.places()),
  };
}

interface SoFar extends JudgeDeps {
  /** By the calls before. */
  touched: readonly TouchedPlace[];
}

function categoriesOf(call: ProgramCall, task: TaskFiles, deps: SoFar): Category[] {
  const found = categorise(call, deps.table);
  const isHarmless = found.includes('destructive') && removesOnlyNew(call, task, deps);
  return isHarmless ? found.filter((category) => category !== 'destructive') : found;
}

/** Whether all that is removed is there, or made by the line itself, and came to be while the task was worked on: no file of before lies there. */
function removesOnlyNew(call: ProgramCall, { known }: TaskFiles, { place, touched }: SoFar): boolean {
  const { removes } = touchedPaths(call);
  if (known === undefined || call.program !== 'rm' || removes.length === 0) return false;
  const files = [...known];
  return removes.every((word) => {
    const path = textOf(word);
    if (path === undefined || /[*?[]/.test(path) || call.folders.length !== 1) return false;
    const full = posix.isAbsolute(path) ? path : posix.join(call.folders[0] ?? '', path);
    const { rel, zones } = place(full);
    const isAt = (other: string) => other === rel || other.startsWith(`${rel}/`);
    const isMade =
      existsSync(full) || touched.some(({ action, path: { rel: made } }) => action === 'writeFile' && isAt(made));
    return zones.includes('worktree') && rel !== '.' && rel !== '' && isMade && !files.some(isAt);
  });
}

function onlyLooks(
  programs: readonly string[],
  categories: ReadonlySet<Category>,
  touched: readonly TouchedPlace[],
): boolean {
  return (
    categories.size === 0 &&
    programs.every((program) => lookingPrograms.has(program)) &&
    touched.every(({ action }) => action === 'readFile')
  );
}

/** The places that calls touch, each once. */
class Touched {
  readonly #task: TaskFiles;
  readonly #deps: JudgeDeps;
  readonly #places = new Map<string, TouchedPlace>();

  constructor(task: TaskFiles, deps: JudgeDeps) {
    this.#task = task;
    this.#deps = deps;
  }

  places(): TouchedPlace[] {
    return [...this.#places.values()];
  }

  add(action: TouchedPlace['action'], path: PlacedPath): void {
    this.#places.set(`${action} ${path.rel} ${path.zones.join()}`, { action, path });
  }

  /** Why a path of the call is not known, or undefined. */
  note(call: ProgramCall): string | undefined {
    const { reads, writes, removes, isDeep } = touchedPaths(call);
    const deepWrite = isDeep && /^(?:ch(?:mod|own|grp)|ln)$/.test(call.program);
    const guarded = allWords(call).filter((word) => this.#isGuarded(word, call));
    const all = [
      ...writes.map((word) => ({
        word,
        action: 'writeFile' as const,
        deep: deepWrite ? ('write' as const) : undefined,
      })),
      ...removes.map((word) => ({
        word,
        action: 'deleteFile' as const,
        deep: isDeep ? ('write' as const) : undefined,
      })),
      ...[...reads, ...guarded].map((word) => ({
        word,
        action: 'readFile' as const,
        deep: isDeep ? ('read' as const) : undefined,
      })),
    ];
    let unclear: string | undefined;
    for (const { word, action, deep } of all) {
      const paths = word.found === true && action !== 'readFile' ? undefined : this.#pathsOf(word, call);
      if (paths === undefined && (action !== 'readFile' || showsContents(call.program))) {
        unclear ??= `the path ${word.source} is known to the shell only`;
      }
      for (const path of paths ?? []) this.#touch(path, action, { deep });
    }
    return unclear;
  }

  #touch(path: string, action: TouchedPlace['action'], { deep }: { deep: Placing['deep'] }): void {
    const placed = this.#deps.place(path, { ...this.#task, ...(deep && { deep }) });
    const isNothing =
      action === 'readFile' && placed.zones.every((zone) => idle.has(zone)) && placed.zones.includes('new');
    if (!isNothing) this.add(action, placed);
  }

  /** All paths that a word may stand for; undefined where one is not known. */
  #pathsOf({ values }: ShellWord, { folders }: ProgramCall): string[] | undefined {
    if (values === undefined) return undefined;
    const paths = values.filter((value) => value !== '' && value !== '-' && !/^\d+$/.test(value));
    const isFixed = (path: string) => path.startsWith('/') || /^~(?:\/|$)/.test(path);
    if (folders.length === 0 && !paths.every(isFixed)) return undefined;
    const full = paths.flatMap((path) => (isFixed(path) ? [path] : folders.map((folder) => posix.join(folder, path))));
    return full.flatMap((path) => (/[*?[]/.test(path) ? expandGlob(path) : [path]));
  }

  #isGuarded(word: ShellWord, call: ProgramCall): boolean {
    return this.#pathsOf(word, call)?.some((path) => this.#deps.isGuarded(path)) === true;
  }
}

/** What says nothing of a path that is not there. */
const idle: ReadonlySet<string> = new Set(['worktree', 'new', 'build', 'task']);

const scriptRunners = /^(?:python|pypy|node|deno|tsx|ts-node|perl|ruby|php|lua|make|npm|pnpm|yarn|bun|cargo|go)[\d.]*$/;

/** An argument that could be an option of a program for which options decide. */
function unknownArgument({ program, args }: ProgramCall, table: CategoryTable): string | undefined {
  if (!table.has(program) || program === 'kill') return undefined;
  for (const word of args) {
    const text = textOf(word);
    if (text === '--') return undefined;
    if (text !== undefined && !text.startsWith('-') && scriptRunners.test(program) && /[./]/.test(text))
      return undefined;
    if (word.values === undefined && (word.prefix === '' || word.prefix === '-')) {
      return `the argument ${word.source} of ${program} is known to the shell only`;
    }
  }
  return undefined;
}
