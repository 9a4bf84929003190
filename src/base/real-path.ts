import { realpathSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { errorCode } from './errors.ts';

/**
 * The path with every symbolic link in it resolved. Of a path that is not there yet, its deepest existing folder is
 * resolved and the rest kept. `path` must be absolute. Throws what the system says of a loop or a forbidden folder.
 */
export function resolveRealPath(path: string): string {
  try {
    return realpathSync.native(path);
  } catch (error) {
    const code = errorCode(error);
    const parent = dirname(path);
    if ((code !== 'ENOENT' && code !== 'ENOTDIR') || parent === path) throw error;
    return join(resolveRealPath(parent), basename(path));
  }
}
