import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { isInside } from '../base/paths.ts';
import { resolveRealPath } from '../base/real-path.ts';
import { type NamedSymbol, nameAll } from '../context/anchors/compare-symbols.ts';
import type { ReadSymbols } from '../context/anchors/read-symbols.ts';
import type { Git } from '../git/open-git.ts';

export interface ReadFile {
  language: string;
  symbols: readonly NamedSymbol[];
  isBroken: boolean;
  unread?: string;
}

/** The code of the working tree and of commits; each file is read once. */
export interface SourceFiles {
  /** Bytes of the file in the working tree; undefined where there is none, or where a link leads out of the repository. */
  bytes(path: string): Buffer | undefined;
  now(path: string, isWanted?: (symbol: string) => boolean): Promise<ReadFile | undefined>;
  /** The symbols of files at a commit, by path; those that are not there are left out. */
  at(commit: string, paths: readonly string[]): Promise<Map<string, ReadFile>>;
  /** The paths of unchanged files by the id of their content. */
  cleanBlobs(): Promise<Map<string, string>>;
}

export function openSourceFiles(root: string, git: Git, read: ReadSymbols): SourceFiles {
  const known = new Map<string, Promise<ReadFile>>();
  let blobs: Promise<Map<string, string>> | undefined;
  const parse = async (path: string, text: string, isWanted?: (symbol: string) => boolean): Promise<ReadFile> => {
    const found = await read(path, text, isWanted);
    return { ...found, symbols: nameAll(path, found.symbols) };
  };
  const bytes = (path: string) => readInside(root, path);
  return {
    bytes,
    now: async (path, isWanted) => {
      const content = bytes(path);
      if (content === undefined) return undefined;
      if (isWanted !== undefined) return known.get(path) ?? parse(path, content.toString('utf8'), isWanted);
      const whole = known.get(path) ?? parse(path, content.toString('utf8'));
      known.set(path, whole);
      return whole;
    },
    at: async (commit, paths) => {
      const contents = await git.readFiles(paths.map((path) => ({ commit, path })));
      const found = new Map<string, ReadFile>();
      for (const [index, path] of paths.entries()) {
        const content = contents[index];
        if (content !== undefined) found.set(path, await parse(path, content.toString('utf8')));
      }
      return found;
    },
    cleanBlobs: () => {
      blobs ??= git.cleanBlobs();
      return blobs;
    },
  };
}

function readInside(root: string, path: string): Buffer | undefined {
  const file = join(root, path);
  if (statSync(file, { throwIfNoEntry: false })?.isFile() !== true) return undefined;
  return isInside(root, resolveRealPath(file)) ? readFileSync(file) : undefined;
}
