import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { isLeftover } from '../base/files.ts';

/** Deletes, of these paths below the folder, the temporary files that a process which was killed left behind. */
export function removeLeftovers(folder: string, paths: readonly string[]): void {
  for (const path of paths.filter(isLeftover)) rmSync(join(folder, path), { force: true });
}
