import { accessSync, constants, existsSync, readFileSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { errorCode } from '../base/errors.ts';
import { openSqlite } from './open-sqlite.ts';

/** SQLite makes a file beside a database even to read it, which a read-only disk forbids. Nothing changes there, either. */
export function isOutOfReach(file: string): boolean {
  const log = statSync(`${file}-wal`, { throwIfNoEntry: false });
  return !isWritable(dirname(file)) && !existsSync(`${file}-shm`) && (log === undefined || log.size === 0);
}

/** What the file holds, in memory and to be read only. */
export function openCopy(file: string): ReturnType<typeof openSqlite> {
  const database = openBytes(readFileSync(file));
  database.exec('PRAGMA query_only = ON');
  return database;
}

/** A database in memory. It has no write-ahead log: the header, which is changed in `bytes`, must not ask for one. */
export function openBytes(bytes: Buffer): ReturnType<typeof openSqlite> {
  bytes.fill(rollbackMode, formatVersionsAt, formatVersionsAt + 2);
  return openSqlite(bytes);
}

/** Of SQLite's file header: which kind of log writing and reading need. */
const formatVersionsAt = 18;
const rollbackMode = 1;

function isWritable(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK);
    return true;
  } catch (error) {
    if (['EROFS', 'EACCES', 'EPERM'].includes(errorCode(error) ?? '')) return false;
    throw error;
  }
}
