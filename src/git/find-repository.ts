import { existsSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { AshlarError } from '../base/errors.ts';
import { readTextIfThere } from '../base/files.ts';

/** Where a repository lies. All paths are absolute and without symbolic links. */
export interface RepositoryPaths {
  /** The top folder of the working tree. */
  root: string;
  /** Its own git folder; that of a linked worktree lies in the `worktrees` of the common one. */
  gitDir: string;
  /** The git folder that all worktrees of the repository share. */
  commonDir: string;
}

/**
 * Finds the repository that a folder lies in by looking at files only: nothing of the repository's is run or believed.
 * Throws AshlarError where there is none, or where it has no working tree.
 */
export function findRepository(folder: string): RepositoryPaths {
  if (!existsSync(folder)) throw notFound(folder, 'the folder does not exist');
  const start = realpathSync.native(folder);
  for (let place = start; ; place = dirname(place)) {
    if (existsSync(join(place, '.git'))) return pathsAt(place);
    if (isBare(place)) throw bare(place);
    if (dirname(place) === place) throw notFound(start, 'neither it nor a folder above it has a `.git`');
  }
}

function pathsAt(root: string): RepositoryPaths {
  const dotGit = join(root, '.git');
  const gitDir = statSync(dotGit).isDirectory() ? dotGit : linkedFolder(root, readFileSync(dotGit, 'utf8'));
  if (!existsSync(join(gitDir, 'HEAD')))
    throw notFound(root, `its \`.git\` leads to ${gitDir}, which is no git folder`);
  const common = readTextIfThere(join(gitDir, 'commondir'))?.replace(/\r?\n$/, '');
  const commonDir = common === undefined ? gitDir : resolve(gitDir, common);
  return { root, gitDir: realpathSync.native(gitDir), commonDir: realpathSync.native(commonDir) };
}

function linkedFolder(root: string, text: string): string {
  const target = text.match(/^gitdir: (.*?)\r?\n?$/s)?.[1];
  if (target === undefined) throw notFound(root, 'its `.git` is a file that names no git folder');
  return resolve(root, target);
}

function isBare(folder: string): boolean {
  return ['HEAD', 'objects', 'refs'].every((name) => existsSync(join(folder, name)));
}

function notFound(folder: string, why: string): AshlarError {
  const what = `${folder} is not in a git repository`;
  return new AshlarError({ kind: 'invalid', what, why, next: 'git init' });
}

function bare(folder: string): AshlarError {
  return new AshlarError({
    kind: 'invalid',
    what: `${folder} has no working tree`,
    why: 'it is a bare repository, or the inside of a `.git` folder',
    next: 'run in a clone that has files: `git clone <repository> <folder>`',
  });
}
