import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { digest } from '../base/ids.ts';
import { isInside } from '../base/paths.ts';
import { resolveRealPath } from '../base/real-path.ts';
import { type NamedSymbol, nameAll } from '../context/anchors/compare-symbols.ts';
import type { ReadMany, SourceText } from '../context/anchors/read-many.ts';
import type { FileSymbols } from '../context/anchors/read-symbols.ts';
import type { Git } from '../git/open-git.ts';

export interface ReadFile {
  language: string;
  symbols: readonly NamedSymbol[];
  isBroken: boolean;
  unread?: string;
}

/** The code of the working tree and of commits; each content of a file is read once. */
export interface SourceFiles {
  /** Bytes of the file in the working tree; undefined where there is none, or where a link leads out of the repository. */
  bytes(path: string): Buffer | undefined;
  /** The symbols of files in the working tree, by path; those that are not there are left out. */
  now(paths: readonly string[]): Promise<Map<string, ReadFile>>;
  /** The same at a commit. */
  at(commit: string, paths: readonly string[]): Promise<Map<string, ReadFile>>;
  /** The paths of unchanged files by the id of their content. */
  cleanBlobs(): Promise<Map<string, string>>;
}

export function openSourceFiles(root: string, git: Git, read: ReadMany): SourceFiles {
  const readOnce = rememberRead(read);
  let blobs: Promise<Map<string, string>> | undefined;
  const contents = new Map<string, Buffer | undefined>();
  const bytes = (path: string) => {
    if (!contents.has(path)) contents.set(path, readInside(root, path));
    return contents.get(path);
  };
  const readAll = async (paths: readonly string[], found: readonly (Buffer | undefined)[]) => {
    const there = paths.flatMap((path, index) => {
      const content = found[index];
      return content === undefined ? [] : [{ path, text: content.toString('utf8') }];
    });
    return new Map((await readOnce(there)).map((file, index) => [there[index]?.path ?? '', file]));
  };
  return {
    bytes,
    now: (paths) => readAll(paths, paths.map(bytes)),
    at: async (commit, paths) => readAll(paths, await git.readFiles(paths.map((path) => ({ commit, path })))),
    cleanBlobs: () => {
      blobs ??= git.cleanBlobs();
      return blobs;
    },
  };
}

/** What was read, or is being read, is not read again. */
function rememberRead(read: ReadMany): (files: readonly SourceText[]) => Promise<ReadFile[]> {
  const known = new Map<string, Promise<ReadFile>>();
  return (files) => {
    const asked = files.map((file) => ({ ...file, key: `${file.path}\0${digest(file.text)}` }));
    const fresh = asked.filter(({ key }) => !known.has(key));
    const batch = fresh.length === 0 ? undefined : read(fresh);
    for (const [index, { key, path }] of fresh.entries()) {
      if (batch !== undefined)
        known.set(
          key,
          batch.then((found) => withIds(path, found[index])),
        );
    }
    return Promise.all(asked.flatMap(({ key }) => known.get(key) ?? []));
  };
}

function withIds(path: string, found: FileSymbols | undefined): ReadFile {
  const { symbols = [], ...about } = found ?? { language: '', isBroken: false, unread: 'the file was not read' };
  return { ...about, symbols: nameAll(path, symbols) };
}

function readInside(root: string, path: string): Buffer | undefined {
  const file = join(root, path);
  if (statSync(file, { throwIfNoEntry: false })?.isFile() !== true) return undefined;
  return isInside(root, resolveRealPath(file)) ? readFileSync(file) : undefined;
}
