import { readFileSync, realpathSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { errorCode } from '../base/errors.ts';
import { limits } from '../base/limits.ts';
import { isInside } from '../base/paths.ts';

const unreadable: ReadonlySet<string | undefined> = new Set(['ENOENT', 'ENOTDIR', 'ELOOP', 'EACCES', 'EPERM']);

/**
 * The text of a file of the repository, or undefined where there is nothing to be told of: no such file, a folder, binary,
 * too large, not readable, or a link that leads out of `root`.
 */
export function readInside(root: string, path: string): string | undefined {
  try {
    const real = realpathSync(join(root, path));
    const stat = statSync(real);
    if (!isInside(realpathSync(root), real) || !stat.isFile() || stat.size > limits.contextFileBytes) return undefined;
    const text = readFileSync(real, 'utf8')
      .replace(/^\uFEFF/, '')
      .replaceAll('\r\n', '\n');
    return text.includes('\0') ? undefined : text;
  } catch (error) {
    if (unreadable.has(errorCode(error))) return undefined;
    throw error;
  }
}
