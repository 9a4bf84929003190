import { createHash } from 'node:crypto';
import { lstatSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Every file of a checkout and of its git folder with mode, time of the last change and digest: all that a run must leave as
 * it is. Left out are what belongs to runs (objects, the worktree of `lend` and branches, Ashlar's state) and what `follows` names.
 */
export function everythingOf(root: string, follows: readonly string[]): Record<string, string> {
  const paths = walk(root, '').filter((path) => !ofRuns.test(path) && !follows.includes(path));
  return Object.fromEntries(paths.sort().map((path) => [path, describe(join(root, path))]));
}

const ofRuns =
  /^\.ashlar\/state\/|(?:^|\/)\.git(?:\/modules\/[^/]+)?\/(?:objects\/|worktrees\/lend\/|(?:logs\/)?refs\/heads\/ashlar\/|ashlar-)/;

function walk(root: string, folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (path === '.ashlar/state' || path === '.git/objects') return [];
    return entry.isDirectory() ? walk(root, path) : [path];
  });
}

function describe(path: string): string {
  const { mode, mtimeMs } = lstatSync(path);
  const isLink = lstatSync(path).isSymbolicLink();
  const content = isLink ? readlinkSync(path) : createHash('sha256').update(readFileSync(path)).digest('hex');
  return `${mode.toString(8)} ${mtimeMs} ${content}`;
}
