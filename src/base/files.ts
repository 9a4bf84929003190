import {
  closeSync,
  fchmodSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { errorCode } from './errors.ts';
import { noReach, type Reach } from './failpoints.ts';
import { randomId } from './ids.ts';

export interface WriteHow {
  /** Of the file, in place of the one that it has. */
  mode?: number | undefined;
  reach?: Reach;
}

/**
 * Writes a file whole: a temporary file beside it, fsync, rename, fsync of the folder. A reader sees the old content or
 * the new one, never a part. The mode of an existing file is kept.
 */
export function writeFileWhole(path: string, content: string | Uint8Array, how: WriteHow = {}): void {
  putInPlace(path, content, { ...how, place: (temporary) => renameSync(temporary, path) });
}

/** The same for a file that must not be there yet: throws `EEXIST` where another process was first, and leaves its file. */
export function writeNewFileWhole(path: string, content: string | Uint8Array, how: WriteHow = {}): void {
  putInPlace(path, content, {
    ...how,
    place: (temporary) => {
      linkSync(temporary, path);
      rmSync(temporary);
    },
  });
}

/**
 * Changes the text of a file whole. What somebody else saves while it is written is not lost: the change is made anew from
 * that. Nothing is written where `edit` changes nothing, or where there is no file.
 */
export function editFileWhole(path: string, edit: (text: string) => string, how: WriteHow = {}): void {
  for (;;) {
    const before = readTextIfThere(path);
    const after = before === undefined ? undefined : edit(before);
    if (after === undefined || after === before || replacedStill(path, { before, after }, how)) return;
  }
}

interface Replacing {
  before: string | undefined;
  after: string;
}

/** False where the file no longer holds `before`. */
function replacedStill(path: string, { before, after }: Replacing, how: WriteHow): boolean {
  let isReplaced = false;
  putInPlace(path, after, {
    ...how,
    place: (temporary) => {
      isReplaced = readTextIfThere(path) === before;
      if (isReplaced) renameSync(temporary, path);
      else rmSync(temporary);
    },
  });
  return isReplaced;
}

interface Placing extends WriteHow {
  /** Gives the finished file its name. */
  place(temporary: string): void;
}

function putInPlace(path: string, content: string | Uint8Array, { mode, reach = noReach, place }: Placing): void {
  const folder = dirname(path);
  const temporary = join(folder, `.${randomId(basename(path))}.tmp`);
  const kept = existingMode(path);
  try {
    const file = openSync(temporary, 'wx', mode ?? kept ?? 0o644);
    try {
      if (mode === undefined && kept !== undefined) fchmodSync(file, kept & 0o7777);
      writeAll(file, typeof content === 'string' ? Buffer.from(content) : content);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    reach('file:tmp');
    place(temporary);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
  syncFolder(folder);
  reach('file:renamed');
}

/**
 * Makes a folder and those above it; another process may make them at the same time. Unlike Node's own recursion it says
 * what is wrong: EROFS stays EROFS.
 */
export function makeFolder(path: string, mode?: number): void {
  if (isFolder(path)) return;
  makeFolder(dirname(path), mode);
  try {
    mkdirSync(path, { mode });
  } catch (error) {
    if (errorCode(error) !== 'EEXIST' || !isFolder(path)) throw error;
  }
}

/** Whether a path is that of a temporary file which a process that was killed in `writeFileWhole` left behind. */
export function isLeftover(path: string): boolean {
  return /^\..+_[0-9a-f]{10}\.tmp$/.test(basename(path));
}

/** The text of a file, or undefined where there is none. */
export function readTextIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (errorCode(error) === 'ENOENT' || errorCode(error) === 'ENOTDIR') return undefined;
    throw error;
  }
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

function writeAll(file: number, bytes: Uint8Array): void {
  for (let done = 0; done < bytes.length; ) done += writeSync(file, bytes, done);
}

function existingMode(path: string): number | undefined {
  return statSync(path, { throwIfNoEntry: false })?.mode;
}

/** Makes the names in a folder durable: a new file is only there after a power cut when its folder was synced. */
export function syncFolder(folder: string): void {
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
