import { chmodSync, existsSync, linkSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type Sqlite from 'better-sqlite3';
import { AshlarError, errorCode } from '../base/errors.ts';
import { noReach, type Reach } from '../base/failpoints.ts';
import { makeFolder } from '../base/files.ts';
import { randomId } from '../base/ids.ts';
import { isOutOfReach, openBytes, openCopy } from './open-copy.ts';
import { openSqlite } from './open-sqlite.ts';
import { damaged, withSqlite } from './sqlite-failure.ts';

export type Database = Sqlite.Database;

/** What a database of one kind looks like. Its version is the number of migrations that it has been through. */
export interface Schema {
  /** Tells our file from any other SQLite file. */
  applicationId: number;
  /** Each leads from one version to the next; they are never changed, only added to. */
  migrations: readonly ((database: Database) => void)[];
  /** What must be there after the last one. */
  tables: readonly string[];
}

/**
 * Opens the file, makes it where there is none, and brings it to the present version. Throws AshlarError where it is
 * damaged, newer than this program, or cannot be opened; the file is then as it was.
 */
export function openDatabase(file: string, schema: Schema, reach: Reach = noReach): Database {
  return withSqlite(file, () => {
    if (!existsSync(file)) create(file, schema, reach);
    return openExisting(file, schema, { readonly: false, reach });
  });
}

/**
 * Opens the file only to read it; an empty database where there is none. One of an older version is read as it would be in
 * the present one, from a copy in memory. Throws as `openDatabase` does.
 */
export function openToRead(file: string, schema: Schema): Database {
  return withSqlite(file, () => {
    if (existsSync(file)) return openExisting(file, schema, { readonly: true, reach: noReach });
    const empty = openSqlite(':memory:');
    migrate(empty, schema, noReach);
    empty.exec('PRAGMA query_only = ON');
    return empty;
  });
}

interface OpenHow {
  readonly: boolean;
  reach: Reach;
}

function openExisting(file: string, schema: Schema, { readonly, reach }: OpenHow): Database {
  // SQLite takes an empty file for a new database, and would lose silently what was in it.
  if (statSync(file).size === 0) throw damaged(file, 'it is empty');
  const database = isOutOfReach(file)
    ? openCopy(file)
    : openSqlite(file, { fileMustExist: true, readonly, timeout: busyTimeoutMs });
  try {
    const version = versionOf(database, file, schema);
    if (!readonly) database.exec('PRAGMA synchronous = FULL');
    // macOS only: there a plain fsync does not reach the disk.
    if (!readonly) database.exec('PRAGMA fullfsync = ON');
    if (version === schema.migrations.length) return check(database, file, schema);
    if (readonly) return check(copyForward(database, schema), file, schema);
    keepBackup(database, `${file}.v${version}-backup`);
    migrate(database, schema, reach);
    return check(database, file, schema);
  } catch (error) {
    database.close();
    throw error;
  }
}

const busyTimeoutMs = 5_000;

/** Made under another name and linked into place, so that a file of this name is a whole journal or none of ours. */
function create(file: string, schema: Schema, reach: Reach): void {
  keepFolder(dirname(file));
  const temporary = join(dirname(file), `.${randomId('new')}.db`);
  try {
    writeFileSync(temporary, '', { mode: 0o600, flag: 'wx' });
    const database = openSqlite(temporary);
    database.exec(`PRAGMA application_id = ${schema.applicationId}`);
    migrate(database, schema, reach);
    // Last: what stood in a write-ahead log would be lost with it where the final checkpoint fails, which nobody is told of.
    database.exec('PRAGMA journal_mode = WAL');
    database.close();
    linkIfFree(temporary, file);
  } finally {
    for (const suffix of ['', '-wal', '-shm']) rmSync(`${temporary}${suffix}`, { force: true });
  }
}

/** The folder is the user's alone, and git passes it over whatever the repository's own rules are. */
function keepFolder(folder: string): void {
  makeFolder(folder, 0o700);
  chmodSync(folder, 0o700);
  const ignore = join(folder, '.gitignore');
  if (!existsSync(ignore)) writeFileSync(ignore, '*\n', { mode: 0o600 });
}

function versionOf(database: Database, file: string, schema: Schema): number {
  const id = database.pragma('application_id', { simple: true });
  if (id !== schema.applicationId) throw damaged(file, 'it is a database of another program');
  const version = Number(database.pragma('user_version', { simple: true }));
  if (version <= schema.migrations.length) return version;
  throw new AshlarError({
    kind: 'invalid',
    what: `the journal ${file} is newer than this program`,
    why: `it has version ${version}, this program knows versions up to ${schema.migrations.length}`,
    next: 'update ashlar: npm install --global ashlar',
  });
}

/** The file stays as it is: it is brought forward when it is next written. */
function copyForward(database: Database, schema: Schema): Database {
  const copy = openBytes(database.serialize());
  migrate(copy, schema, noReach);
  copy.exec('PRAGMA query_only = ON');
  database.close();
  return copy;
}

/** A whole copy under this name, or none. One that is there is of the same version and stays. */
function keepBackup(database: Database, backup: string): void {
  const part = `${backup}.${randomId('part')}`;
  try {
    writeFileSync(part, '', { mode: 0o600, flag: 'wx' });
    database.prepare('VACUUM INTO ?').run(part);
    linkIfFree(part, backup);
  } finally {
    rmSync(part, { force: true });
  }
}

/** Gives a file its name unless another process was first, whose file is as good. */
function linkIfFree(from: string, to: string): void {
  try {
    linkSync(from, to);
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') throw error;
  }
}

/** All steps in one transaction: a database is of the old version or of the new one. Another process may be first. */
function migrate(database: Database, { migrations }: Schema, reach: Reach): void {
  const steps = database.transaction(() => {
    const version = Number(database.pragma('user_version', { simple: true }));
    for (const step of migrations.slice(version)) {
      step(database);
      reach('migrate:step');
    }
    database.exec(`PRAGMA user_version = ${migrations.length}`);
  });
  steps.immediate();
}

/** Gives the database where it is whole. */
function check(database: Database, file: string, { tables }: Schema): Database {
  const there = new Set(
    database.prepare<[], string>("SELECT name FROM sqlite_master WHERE type = 'table'").pluck().all(),
  );
  const missing = tables.filter((table) => !there.has(table));
  if (missing.length > 0) throw damaged(file, `it lacks ${missing.join(', ')}`);
  if (statSync(file).size > quickCheckMaxBytes) return database;
  const verdict = String(database.pragma('quick_check(1)', { simple: true }));
  if (verdict !== 'ok') throw damaged(file, verdict);
  return database;
}

/** Below this a look at all pages costs a few milliseconds. */
const quickCheckMaxBytes = 2 * 1024 * 1024;
