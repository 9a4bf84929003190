import { readChanges } from './changes.ts';
import type { Place } from './place.ts';
import { entriesOf, type RunGit, revision, textOf } from './run-git.ts';

export interface FileAt {
  commit: string;
  /** Relative to the root. */
  path: string;
}

/** Verbs that look at what is kept of files in commits and in the index. */
export interface ObjectVerbs {
  /** The content of each file at its commit, in the order given; undefined where there is none. */
  readFiles(files: readonly FileAt[]): Promise<(Buffer | undefined)[]>;
  /** The id of the content of each file at its commit, in the order given; undefined where there is none. */
  blobIds(files: readonly FileAt[]): Promise<(string | undefined)[]>;
  /** The id of the content of each tracked file that is in the working tree as it is in the index. */
  cleanBlobs(): Promise<Map<string, string>>;
  /** Files of a commit in which this text stands. */
  filesWith(text: string, commit: string): Promise<string[]>;
  /** Files that differ between two commits, or between a commit and the working tree, untracked ones included. */
  changedPaths(from: string, to?: string): Promise<string[]>;
}

export function objectVerbs({ run }: Place): ObjectVerbs {
  return {
    readFiles: (files) => readFiles(run, files),
    blobIds: async (files) => (await describeFiles(run, '--batch-check', files)).map(({ id }) => id),
    cleanBlobs: () => cleanBlobs(run),
    filesWith: async (text, commit) => {
      const how = ['-l', '-z', '-I', '--no-color', '--full-name', '--fixed-strings', '-e', text];
      const found = entriesOf(await run(['grep', ...how, revision(commit), '--'], { accept: [1] }));
      return found.map((entry) => entry.slice(entry.indexOf(':') + 1));
    },
    changedPaths: (from, to) => changedPaths(run, from, to),
  };
}

interface Described {
  id: string | undefined;
  content: Buffer | undefined;
}

async function readFiles(run: RunGit, files: readonly FileAt[]): Promise<(Buffer | undefined)[]> {
  return (await describeFiles(run, '--batch', files)).map(({ content }) => content);
}

/** One process for all. A path with a line break cannot be asked for and counts as missing. */
async function describeFiles(run: RunGit, how: string, files: readonly FileAt[]): Promise<Described[]> {
  const asked = files.filter(({ path }) => !path.includes('\n'));
  if (asked.length === 0) return files.map(() => ({ id: undefined, content: undefined }));
  const input = asked.map(({ commit, path }) => `${revision(commit)}:${path}\n`).join('');
  const { stdout } = await run(['cat-file', how], { input });
  const answers = parseBatch(stdout, how === '--batch');
  let next = 0;
  return files.map(({ path }) => (path.includes('\n') ? undefined : answers[next++]) ?? nothing);
}

const nothing: Described = { id: undefined, content: undefined };

/** `<id> blob <bytes>\n`, with content and a line break behind it where that was asked for; `… missing\n` where there is none. */
function parseBatch(output: Buffer, hasContent: boolean): Described[] {
  const found: Described[] = [];
  for (let at = 0; at < output.length; ) {
    const end = output.indexOf('\n', at);
    const [, id, type, size] = /^([0-9a-f]{40,64}) (\w+) (\d+)$/.exec(output.toString('utf8', at, end)) ?? [];
    at = end + 1;
    const bytes = Number(size ?? 0);
    const content = hasContent && id !== undefined ? output.subarray(at, at + bytes) : undefined;
    if (hasContent && id !== undefined) at += bytes + 1;
    found.push(type === 'blob' ? { id, content } : nothing);
  }
  return found;
}

async function cleanBlobs(run: RunGit): Promise<Map<string, string>> {
  const [listed, changes] = await Promise.all([run(['ls-files', '-s', '-z']), readChanges(run)]);
  const changed = new Set(changes.map(({ path }) => path));
  const rows = entriesOf(listed).map((entry) => {
    const tab = entry.indexOf('\t');
    return { path: entry.slice(tab + 1), id: entry.slice(0, tab).split(' ')[1] ?? '' };
  });
  return new Map(rows.filter(({ path }) => !changed.has(path)).map(({ path, id }) => [path, id]));
}

async function changedPaths(run: RunGit, from: string, to: string | undefined): Promise<string[]> {
  const plain = ['-r', '--name-only', '-z', '--no-renames', '--no-ext-diff', '--ignore-submodules=all'];
  if (to !== undefined) return entriesOf(await run(['diff-tree', ...plain, revision(from), revision(to), '--']));
  const head = textOf(await run(['rev-parse', '--verify', 'HEAD']));
  const [committed, changes] = await Promise.all([changedPaths(run, from, head), readChanges(run)]);
  return [...new Set([...committed, ...changes.map(({ path }) => path)])];
}
