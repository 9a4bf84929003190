import { basename } from 'node:path';
import type { Place } from './place.ts';
import { entriesOf, revision } from './run-git.ts';

export interface FileVerbs {
  /** Tracked files that are there, and untracked ones that are not ignored; sorted, relative to the root. */
  listFiles(): Promise<string[]>;
  /** Files that the index has, whether or not they are there. */
  trackedFiles(): Promise<string[]>;
  /** The text of a file in a commit, or undefined where it has none of that path. */
  readAt(commit: string, path: string): Promise<string | undefined>;
  /** Ignored folders with one of these names, none inside another and none below `.ashlar`; relative to the root. */
  ignoredFolders(names: readonly string[]): Promise<string[]>;
}

export function fileVerbs({ run }: Place): FileVerbs {
  return {
    listFiles: async () => {
      const listed = await run(['ls-files', '-z', '-t', '--cached', '--deleted', '--others', '--exclude-standard']);
      const entries = entriesOf(listed).map((entry) => ({ tag: entry.slice(0, 1), path: entry.slice(2) }));
      const removed = new Set(entries.filter(({ tag }) => tag === 'R').map(({ path }) => path));
      // A path that ends with a slash is a repository within this one.
      const present = entries.filter(({ path }) => !removed.has(path) && !path.endsWith('/'));
      return [...new Set(present.map(({ path }) => path))].sort();
    },
    trackedFiles: async () => entriesOf(await run(['ls-files', '-z', '--cached'])),
    readAt: async (commit, path) => {
      const found = await run(['cat-file', 'blob', `${revision(commit)}:${path}`], { accept: [128] });
      return found.exitCode === 0 ? found.stdout.toString('utf8') : undefined;
    },
    ignoredFolders: async (names) => {
      const listed = await run(['ls-files', '-z', '--others', '--ignored', '--exclude-standard', '--directory']);
      return entriesOf(listed)
        .filter((path) => path.endsWith('/'))
        .map((path) => path.slice(0, -1))
        .filter((path) => names.includes(basename(path)) && !path.startsWith('.ashlar/'));
    },
  };
}
