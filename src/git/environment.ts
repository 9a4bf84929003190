import { isAbsolute } from 'node:path';
import { isInside } from '../base/paths.ts';

/** What git needs of the outer environment. */
export interface OuterEnvironment {
  PATH: string;
  HOME: string;
  /** Where it is set, the user's settings and ignored files lie there. */
  XDG_CONFIG_HOME?: string;
}

/** A setting as git writes it: `core.fsmonitor`, `filter.<name>.clean`. */
export type Setting = readonly [key: string, value: string];

/**
 * What every git command gets, also those that only read settings: built from nothing. Programs inside `root` and in
 * relative places of the PATH are never found. No verb of ours reaches another repository, so git may speak no protocol: a
 * missing object is fetched from nowhere, which would run what a remote names or call a host. Of that setting git takes the
 * first, not the last.
 */
export function bareEnvironment(
  { PATH, HOME, XDG_CONFIG_HOME }: OuterEnvironment,
  root: string,
): Record<string, string> {
  return {
    PATH: pathOutside(PATH, [root]),
    HOME,
    ...(XDG_CONFIG_HOME !== undefined && { XDG_CONFIG_HOME }),
    LC_ALL: 'C',
    GIT_TERMINAL_PROMPT: '0',
    GIT_OPTIONAL_LOCKS: '0',
    GIT_ATTR_NOSYSTEM: '1',
    GIT_NO_REPLACE_OBJECTS: '1',
    GIT_LITERAL_PATHSPECS: '1',
    GIT_ALLOW_PROTOCOL: 'none',
  };
}

/** The absolute places of a PATH that lie in none of these folders: what lies there is the repository's. */
export function pathOutside(path: string, folders: readonly string[]): string {
  const places = path.split(':').filter((place) => isAbsolute(place));
  return places.filter((place) => !folders.some((folder) => isInside(folder, place))).join(':');
}

/** Settings that go before those of every file. Unlike `-c`, this way a key may contain `=`. */
export function settingsAsEnvironment(settings: readonly Setting[]): Record<string, string> {
  const pairs = settings.flatMap(([key, value], index) => [
    [`GIT_CONFIG_KEY_${index}`, key],
    [`GIT_CONFIG_VALUE_${index}`, value],
  ]);
  return { GIT_CONFIG_COUNT: String(settings.length), ...Object.fromEntries(pairs) };
}
