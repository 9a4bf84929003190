import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { delimiter, join, normalize, relative } from 'node:path';
import { readTextIfThere } from '../base/files.ts';
import { digest } from '../base/ids.ts';
import { globMatcher } from '../base/match-globs.ts';
import { isInside } from '../base/paths.ts';
import { isTestPath } from '../specs/test-paths.ts';

export interface GuardedCheck {
  command: string;
  /** The worktree that the command runs in, and the user's checkout. */
  root: string;
  checkout: string;
  /** The PATH of the command, with folders of the checkout. */
  path: string;
  /** Files that a human let the task change. */
  files: readonly string[];
  /** The text of a file as it was before the work on the task, or undefined where there was none. */
  before(file: string): Promise<string | undefined>;
}

/**
 * Why a command no longer checks what a human approved, or undefined where it does: the task gave it another meaning in
 * `package.json`, a Makefile or a test that it does not name in `_Files:_`, or put a program in the place of one that it calls.
 */
export async function findSwap(check: GuardedCheck): Promise<string | undefined> {
  for (const { file, program, differ } of definitions) {
    if (!program.test(check.command) || check.files.includes(file)) continue;
    const before = await check.before(file);
    const now = readTextIfThere(join(check.root, file)) ?? '';
    const changed = before === undefined ? undefined : differ(before, now);
    if (changed !== undefined) {
      return `${changed} was changed by this task, so that \`${check.command}\` is not the check that a person approved. Put it back; or say in \`finish\` that ${file} belongs into _Files:_.`;
    }
  }
  const test = await findChangedTest(check);
  if (test !== undefined) {
    return `${test} is what \`${check.command}\` runs, it was there before this task, and the task changed it, so that its own work is not proved by the check that a person approved. Put it back; or say in \`finish\` that ${test} belongs into _Files:_.`;
  }
  const fake = findFake(check);
  if (fake === undefined) return undefined;
  return `${fake} would run in place of the program of that name in a check. It was not there before: take it away.`;
}

/** A file that the command names and that the task changed, where a human said which files it may change and this is none. */
async function findChangedTest({ command, root, files, before }: GuardedCheck): Promise<string | undefined> {
  if (files.length === 0) return undefined;
  const mayChange = globMatcher(files);
  const named = command.match(/[\w@~-][\w@.~/-]*\.\w+/g) ?? [];
  for (const word of named) {
    const file = normalize(word);
    const text = mayChange(file) ? undefined : await before(file);
    if (text !== undefined && isTestPath(file) && readTextIfThere(join(root, file)) !== text) return file;
  }
  return undefined;
}

interface Definition {
  file: string;
  /** The commands that read the file. */
  program: RegExp;
  /** What of it was changed. */
  differ(before: string, now: string): string | undefined;
}

const wholeFile = (file: string, program: RegExp): Definition => ({
  file,
  program,
  differ: (before, now) => (before === now ? undefined : file),
});

const scriptsOf = (file: string, program: RegExp): Definition => ({
  file,
  program,
  differ: (before, now) => differInScripts(file, before, now),
});

const definitions: readonly Definition[] = [
  scriptsOf('package.json', /(?<![\w-])(?:npm|pnpm|yarn|bun|node --run)(?![\w-])/),
  scriptsOf('composer.json', /(?<![\w-])composer(?![\w-])/),
  ...['Makefile', 'makefile', 'GNUmakefile'].map((file) => wholeFile(file, /(?<![\w-])g?make(?![\w-])/)),
  ...['justfile', 'Justfile', '.justfile'].map((file) => wholeFile(file, /(?<![\w-])just(?![\w-])/)),
];

/** A script that is there already must stay, and none may be put before or behind it; others may be added. */
function differInScripts(file: string, before: string, now: string): string | undefined {
  const [old, present] = [readScripts(before), readScripts(now)];
  const names = Object.keys(old);
  const changed =
    names.find((name) => old[name] !== present[name]) ??
    names.flatMap((name) => [`pre${name}`, `post${name}`]).find((name) => present[name] !== old[name]);
  return changed === undefined ? undefined : `the script "${changed}" of ${file}`;
}

function readScripts(text: string): Record<string, string> {
  try {
    const { scripts } = JSON.parse(text) as { scripts?: Record<string, unknown> };
    return Object.fromEntries(Object.entries(scripts ?? {}).map(([name, value]) => [name, JSON.stringify(value)]));
  } catch (error) {
    if (error instanceof SyntaxError) return {};
    throw error;
  }
}

/** A program in a folder of the worktree that a check looks into before those of the system, and that the checkout lacks. */
function findFake({ root, checkout, path }: GuardedCheck): string | undefined {
  if (root === checkout) return undefined;
  const own = path.split(delimiter).filter((folder) => isInside(checkout, folder));
  const folders = new Set([...own.map((folder) => relative(checkout, folder)), join('node_modules', '.bin')]);
  const fakes = [...folders].flatMap((folder) =>
    namesIn(join(root, folder))
      .filter((name) => isSystemProgram(name) && !isSame(join(root, folder, name), join(checkout, folder, name)))
      .map((name) => join(folder, name)),
  );
  return fakes[0];
}

const systemFolders = ['/bin', '/usr/bin'];
const runtimes: ReadonlySet<string> = new Set(['node', 'npm', 'npx', 'python', 'python3', 'sh', 'bash', 'env']);

function isSystemProgram(name: string): boolean {
  return runtimes.has(name) || systemFolders.some((folder) => existsSync(join(folder, name)));
}

function isSame(one: string, other: string): boolean {
  return existsSync(one) && existsSync(other) && digestOf(one) === digestOf(other);
}

const digestOf = (path: string) => digest(readFileSync(path).toString('base64'));

function namesIn(folder: string): string[] {
  return existsSync(folder) ? readdirSync(folder) : [];
}
