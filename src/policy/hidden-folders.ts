import { posix } from 'node:path';
/** Folders outside of the root that an agent must not reach, as far as the words of a call show it. */
export interface HiddenFolders {
  /** Absolute, as they are written and with links resolved. */
  folders: readonly string[];
  /** What `~` and `$HOME` stand for. */
  home: string;
  /** What other variables stand for, by their names. */
  variables: Readonly<Record<string, string>>;
}

/** Whether a text names one of the folders anywhere, in a script of its own too. */
export function mentionsHidden(text: string, { folders, home }: HiddenFolders): boolean {
  const lower = text.toLowerCase();
  const belowHome = folders.map((folder) => posix.relative(home, folder)).filter((name) => /^\.[^.]/.test(name));
  return [...folders, ...belowHome]
    .map((name) => name.toLowerCase())
    .some((name) =>
      lower
        .split(name)
        .slice(1)
        .some((after) => !/^[\w-]/.test(after)),
    );
}
