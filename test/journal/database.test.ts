import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type Database, openDatabase, openToRead, type Schema } from '../../src/journal/database.ts';
import { makeStateFolder } from './journal-fixture.ts';

const first = (database: Database) =>
  void database.exec("CREATE TABLE notes (text TEXT); INSERT INTO notes VALUES ('kept')");
const second = (database: Database) =>
  void database.exec("ALTER TABLE notes ADD COLUMN kind TEXT NOT NULL DEFAULT 'plain'");
const third = (database: Database) => void database.exec('CREATE TABLE marks (text TEXT)');
const versions: Schema[] = [
  { applicationId: 7, tables: ['notes'], migrations: [first] },
  { applicationId: 7, tables: ['notes'], migrations: [first, second] },
  { applicationId: 7, tables: ['notes', 'marks'], migrations: [first, second, third] },
];
const [v1, v2, v3] = versions as [Schema, Schema, Schema];

function makeFile(schema: Schema): string {
  const file = join(makeStateFolder(), 'notes.db');
  openDatabase(file, schema).close();
  return file;
}

test('an older database is brought forward with what is in it, and a backup of it is kept', () => {
  const file = makeFile(v1);
  const database = openDatabase(file, v3);
  expect(database.prepare('SELECT * FROM notes').all()).toEqual([{ text: 'kept', kind: 'plain' }]);
  expect(database.pragma('user_version', { simple: true })).toBe(3);
  database.close();
  const backup = `${file}.v1-backup`;
  expect(statSync(backup).mode & 0o777).toBe(0o600);
  const old = openToRead(backup, v1);
  expect(old.prepare('SELECT * FROM notes').all()).toEqual([{ text: 'kept' }]);
});

test('each step leaves a backup of the version before', () => {
  const file = makeFile(v1);
  openDatabase(file, v2).close();
  openDatabase(file, v3).close();
  const names = readdirSync(join(file, '..')).sort();
  expect(names).toEqual(['.gitignore', 'notes.db', 'notes.db.v1-backup', 'notes.db.v2-backup']);
});

test('a step that fails leaves the old version whole', () => {
  const file = makeFile(v1);
  const broken = (database: Database) => {
    database.exec('DROP TABLE notes');
    throw new Error('power cut');
  };
  expect(() => openDatabase(file, { ...v3, migrations: [first, second, broken] })).toThrow('power cut');
  const database = openDatabase(file, v1);
  expect(database.pragma('user_version', { simple: true })).toBe(1);
  expect(database.prepare('SELECT * FROM notes').all()).toEqual([{ text: 'kept' }]);
  database.close();
  openDatabase(file, v3).close();
});

test('a reader sees an older database as the present version has it, and leaves the file as it is', () => {
  const file = makeFile(v1);
  const before = readFileSync(file);
  const reader = openToRead(file, v3);
  expect(reader.prepare('SELECT * FROM notes').all()).toEqual([{ text: 'kept', kind: 'plain' }]);
  expect(() => reader.exec('DELETE FROM notes')).toThrow('readonly');
  expect(readFileSync(file)).toEqual(before);
  expect(existsSync(`${file}.v1-backup`)).toBe(false);
});

test('what is written is synced: write-ahead log, synchronous FULL', () => {
  const database = openDatabase(makeFile(v1), v1);
  expect(database.pragma('journal_mode', { simple: true })).toBe('wal');
  expect(database.pragma('synchronous', { simple: true })).toBe(2);
});
