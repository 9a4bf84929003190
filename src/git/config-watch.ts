import { statSync } from 'node:fs';
import { join } from 'node:path';
import type { RepositoryPaths } from './find-repository.ts';
import type { ConfigEntry } from './git-config.ts';

/**
 * Tells whether a file that git takes settings from was changed, made or deleted since. Whoever names a program there while
 * we work, and a file that it is for, must not have it run.
 */
export function watchConfig(
  { root, gitDir, commonDir }: RepositoryPaths,
  config: readonly ConfigEntry[],
): () => boolean {
  const included = config.flatMap(({ origin, key, value }) => [
    ...(origin.startsWith('file:') ? [origin.slice('file:'.length)] : []),
    // One that is not there yet is looked for where git would.
    ...(/^include(?:if\..*)?\.path$/s.test(key) ? [join(commonDir, value), join(gitDir, value)] : []),
  ]);
  const own = [join(commonDir, 'config'), join(gitDir, 'config.worktree'), join(commonDir, 'config.worktree')];
  const files = [...new Set([...own, ...included, join(root, '.gitconfig')])];
  const before = files.map(markOf);
  return () => files.some((file, index) => markOf(file) !== before[index]);
}

function markOf(file: string): string {
  const found = statSync(file, { throwIfNoEntry: false });
  return found === undefined ? '' : `${found.dev} ${found.ino} ${found.size} ${found.mtimeMs} ${found.ctimeMs}`;
}
