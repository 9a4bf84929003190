import { join } from 'node:path';
import { AshlarError } from '../base/errors.ts';
import { readTextIfThere } from '../base/files.ts';
import { findRepository } from './find-repository.ts';

/**
 * The branch that is checked out where a folder lies, or the commit where none is; undefined outside of a repository. Only
 * files are read: no git is started.
 */
export function checkedOutBranch(folder: string): string | undefined {
  try {
    const { gitDir } = findRepository(folder);
    return readTextIfThere(join(gitDir, 'HEAD'))
      ?.trim()
      .replace(/^ref: (?:refs\/heads\/)?/, '');
  } catch (error) {
    if (error instanceof AshlarError) return undefined;
    throw error;
  }
}
