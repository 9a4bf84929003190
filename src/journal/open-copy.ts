import { accessSync, constants, existsSync, readFileSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { errorCode } from '../base/errors.ts';
import { openSqlite } from './open-sqlite.ts';

/** SQLite makes a file beside a database even to read it, which a read-only disk forbids. Nothing changes there, either. */
export function isOutOfReach(file: string): boolean {
  const log = statSync(`${file}-wal`, { throwIfNoEntry: false });
  return !isWritable(dirname(file)) && !existsSync(`${file}-shm`) && (log === undefined || log.size === 0);
}

/** What the file holds, in memory and to be read only. A copy has no write-ahead log: the header must not ask for one. */
export function openCopy(file: string): ReturnType<typeof openSqlite> {
  const bytes = readFileSync(file);
  bytes.fill(rollbackMode, formatVersionsAt, formatVersionsAt + 2);
  const database = openSqlite(bytes);
  database.exec('PRAGMA query_only = ON');
  return database;
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
