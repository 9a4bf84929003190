import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { expect, test } from 'vitest';
import { started, task } from './journal-events.ts';
import { makeStateFolder, open } from './journal-fixture.ts';

const hashOf = (file: string) => createHash('sha256').update(readFileSync(file)).digest('hex');

/** A journal with one run, closed, and a way to change it behind its back. */
function makeJournal() {
  const folder = makeStateFolder();
  const journal = open(folder);
  journal.append('run_1', started('run_1'));
  journal.append('run_1', task('1'));
  journal.close();
  const change = (sql: string) => {
    const database = new Sqlite(journal.file);
    database.exec(sql);
    database.close();
  };
  return { folder, file: journal.file, change };
}

test('a journal is made with its folder, for the user alone, and git passes it over', () => {
  const folder = makeStateFolder();
  const journal = open(folder);
  journal.append('run_1', started('run_1'));
  expect(statSync(folder).mode & 0o777).toBe(0o700);
  for (const name of ['journal.db', 'journal.db-wal', 'journal.db-shm', 'journal.head']) {
    expect(statSync(join(folder, name)).mode & 0o777).toBe(0o600);
  }
  journal.close();
  expect(readdirSync(folder).sort()).toEqual(['.gitignore', 'journal.db', 'journal.head']);
  const root = dirname(dirname(folder));
  execFileSync('git', ['init', '--quiet'], { cwd: root });
  expect(execFileSync('git', ['status', '--porcelain'], { cwd: root, encoding: 'utf8' })).toBe('');
});

test('a .gitignore that is there stays as it is', () => {
  const folder = makeStateFolder();
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, '.gitignore'), 'mine\n');
  open(folder).close();
  expect(readFileSync(join(folder, '.gitignore'), 'utf8')).toBe('mine\n');
});

test('what was appended is there when the journal opens again', () => {
  const { folder } = makeJournal();
  const journal = open(folder);
  expect(journal.read('run_1').map(({ seq, at, event }) => ({ seq, at, type: event.type }))).toEqual([
    { seq: 1, at: 1000, type: 'run_started' },
    { seq: 2, at: 1001, type: 'task_started' },
  ]);
});

test('a journal that is not there is an empty one for a reader, and nothing is made', () => {
  const folder = makeStateFolder();
  const journal = open(folder, true);
  expect(journal.runs()).toEqual([]);
  expect(journal.read('run_1')).toEqual([]);
  expect(() => journal.append('run_1', started('run_1'))).toThrow('cannot be written');
  journal.close();
  expect(existsSync(folder)).toBe(false);
});

test('a reader reads beside a writer and cannot write', () => {
  const folder = makeStateFolder();
  const writer = open(folder);
  writer.append('run_1', started('run_1'));
  const reader = open(folder, true);
  writer.append('run_1', task('1'));
  expect(reader.tail('run_1', 1)).toHaveLength(1);
  expect(() => reader.append('run_1', task('2'))).toThrow('cannot be written');
  expect(writer.read('run_1')).toHaveLength(2);
});

test.each([
  ['is empty', (file: string) => truncateSync(file, 0)],
  ['was cut in half', (file: string) => truncateSync(file, statSync(file).size / 2)],
  ['is no database', (file: string) => writeFileSync(file, 'x'.repeat(8192))],
  ['is all zeros', (file: string) => writeFileSync(file, Buffer.alloc(8192))],
  ['is shorter than a header', (file: string) => truncateSync(file, 50)],
])('a file that %s is damaged, for writers and readers, and stays as it is', (_name, damage) => {
  const { folder, file } = makeJournal();
  damage(file);
  const before = hashOf(file);
  for (const readonly of [false, true]) {
    expect(() => open(folder, readonly)).toThrow(
      expect.objectContaining({
        kind: 'invalid',
        what: `the journal ${file} is damaged`,
        next: expect.stringContaining('ashlar doctor --repair'),
      }),
    );
  }
  expect(hashOf(file)).toBe(before);
});

test.each([
  ['a database of another program', 'PRAGMA application_id = 7', 'another program'],
  ['a lost table', 'DROP TABLE leases', 'it lacks leases'],
])('%s is damage', (_name, sql, why) => {
  const { folder, change } = makeJournal();
  change(sql);
  expect(() => open(folder)).toThrow(why);
});

test('an empty file is told from a new journal', () => {
  const { folder, file } = makeJournal();
  truncateSync(file, 0);
  expect(() => open(folder)).toThrow('it is empty');
});

test('pages that do not fit together are damage', () => {
  const { folder, file } = makeJournal();
  const bytes = readFileSync(file);
  bytes.fill(0xff, 4096, 4096 + 64);
  writeFileSync(file, bytes);
  expect(() => open(folder)).toThrow('is damaged');
});

test('a journal of a newer version is refused and stays as it is', () => {
  const { folder, file, change } = makeJournal();
  change('PRAGMA user_version = 99');
  const before = hashOf(file);
  expect(() => open(folder)).toThrow(
    expect.objectContaining({ kind: 'invalid', what: `the journal ${file} is newer than this program` }),
  );
  expect(() => open(folder, true)).toThrow('it has version 99');
  expect(hashOf(file)).toBe(before);
});

test('after a damaged journal was moved away, a new one is made', () => {
  const { folder, file } = makeJournal();
  truncateSync(file, 0);
  rmSync(file);
  const journal = open(folder);
  expect(journal.runs()).toEqual([]);
});

test('a journal that another program holds for long is named as held', () => {
  const { folder, file } = makeJournal();
  const other = new Sqlite(file);
  const journal = open(folder);
  other.exec('BEGIN IMMEDIATE');
  expect(() => journal.append('run_1', task('2'))).toThrow(
    expect.objectContaining({ kind: 'held', what: `another program holds the journal ${file}` }),
  );
  other.exec('ROLLBACK');
  expect(journal.append('run_1', task('2')).seq).toBe(3);
});

test('a folder in the place of the file is told as such', () => {
  const folder = makeStateFolder();
  mkdirSync(join(folder, 'journal.db'), { recursive: true });
  expect(() => open(folder)).toThrow('cannot be opened');
});
