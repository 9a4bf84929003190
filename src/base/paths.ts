import { isAbsolute, join, relative, resolve, sep } from 'node:path';

export interface UserFolders {
  config: string;
  data: string;
  state: string;
}

/** The user's own folders by the XDG rules; relative values are ignored, as the specification asks. */
export function userFolders(env: Readonly<Record<string, string | undefined>>, home: string): UserFolders {
  const pick = (name: string, ...fallback: string[]) => {
    const set = env[name];
    return join(set !== undefined && isAbsolute(set) ? set : join(home, ...fallback), 'ashlar');
  };
  return {
    config: pick('XDG_CONFIG_HOME', '.config'),
    data: pick('XDG_DATA_HOME', '.local', 'share'),
    state: pick('XDG_STATE_HOME', '.local', 'state'),
  };
}

/** Whether `path` is `folder` or lies below it. Text only: resolve links first where they matter. */
export function isInside(folder: string, path: string): boolean {
  const way = relative(resolve(folder), resolve(path));
  return way === '' || (way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way));
}

/** A path as it is shown and stored: relative to `root`, with forward slashes. */
export function shownPath(root: string, path: string): string {
  const way = relative(root, path);
  return way === '' ? '.' : way.split(sep).join('/');
}
