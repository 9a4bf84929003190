import { lstatSync, type Stats } from 'node:fs';
import { resolve } from 'node:path';
import { errorCode } from '../base/errors.ts';
import { isInside, shownPath } from '../base/paths.ts';
import { resolveRealPath } from '../base/real-path.ts';
import { Refusal } from './refusal.ts';

export interface WorkspacePath {
  /** Without symbolic links, inside the root. */
  absolute: string;
  /** Relative to the root, with forward slashes. */
  shown: string;
  kind: 'file' | 'folder' | 'missing';
  sizeBytes: number;
  /** Names of the file, in the repository or elsewhere. */
  links: number;
}

/** Resolves a path as a model gives it. Refuses one that leaves the root, by itself or through a link, and special files. */
export function resolveWorkspacePath(root: string, given: string): WorkspacePath {
  if (given === '' || given.includes('\0')) throw new Refusal(`${JSON.stringify(given)} is no path.`);
  const { absolute, stats } = follow(root, given);
  if (!isInside(root, absolute)) {
    throw new Refusal(`${given} lies outside the repository. Give a path relative to the repository's root.`);
  }
  const shown = shownPath(root, absolute);
  if (stats === undefined) return { absolute, shown, kind: 'missing', sizeBytes: 0, links: 0 };
  if (stats.isSymbolicLink()) throw new Refusal(`${given} is a symbolic link that leads nowhere.`);
  if (!stats.isFile() && !stats.isDirectory()) {
    throw new Refusal(`${given} is no regular file but a pipe, a socket or a device.`);
  }
  const kind = stats.isFile() ? 'file' : 'folder';
  return { absolute, shown, kind, sizeBytes: stats.size, links: stats.nlink };
}

/** The same for a path that is to be written: also refuses folders and files that have a second name elsewhere. */
export function resolveWritablePath(root: string, given: string): WorkspacePath {
  const path = resolveWorkspacePath(root, given);
  if (path.kind === 'folder') throw new Refusal(`${given} is a folder.`);
  if (path.links > 1) {
    throw new Refusal(`${given} is a hard link: the same file has another name, which may lie outside the repository.`);
  }
  return path;
}

function follow(root: string, given: string): { absolute: string; stats: Stats | undefined } {
  try {
    const absolute = resolveRealPath(resolve(root, given));
    return { absolute, stats: lstatSync(absolute, { throwIfNoEntry: false }) };
  } catch (error) {
    const code = errorCode(error);
    if (code === undefined) throw error;
    throw new Refusal(`${given} cannot be opened: ${reasons[code] ?? code}.`);
  }
}

const reasons: Readonly<Record<string, string>> = {
  EACCES: 'access is not permitted',
  ELOOP: 'its symbolic links go round in a circle',
  ENAMETOOLONG: 'the name is too long',
  ENOTDIR: 'a part of the path is a file, not a folder',
};
