import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { expect, test } from 'vitest';
import { openDatabase } from '../../src/journal/database.ts';
import { eventLog } from '../../src/journal/event-log.ts';
import { openHead } from '../../src/journal/journal-head.ts';
import { journalSchema } from '../../src/journal/schema.ts';
import { withSqlite } from '../../src/journal/sqlite-failure.ts';
import { started, task } from './journal-events.ts';
import { countingClock, makeStateFolder } from './journal-fixture.ts';

test.each([
  [
    'SQLITE_FULL',
    'the disk is full, the journal could not be written; nothing that was recorded is lost',
    'ashlar resume',
  ],
  ['SQLITE_IOERR_WRITE', 'the disk failed at j.db; nothing that was recorded is lost', 'ashlar resume'],
  ['SQLITE_READONLY_DBMOVED', 'the journal j.db cannot be written', 'writable'],
  ['ENOSPC', 'the disk is full, the journal could not be written; nothing that was recorded is lost', 'ashlar resume'],
  ['EACCES', 'the journal j.db cannot be written', 'writable'],
  ['SQLITE_BUSY_SNAPSHOT', 'another program holds the journal j.db', 'wait'],
  ['SQLITE_CANTOPEN', 'the journal j.db cannot be opened', 'read and write'],
  ['SQLITE_CORRUPT_INDEX', 'the journal j.db is damaged', 'ashlar doctor --repair'],
  ['SQLITE_NOTADB', 'the journal j.db is damaged', 'ashlar doctor --repair'],
])('%s is told in a sentence with the way on', (code, what, next) => {
  const fail = () => {
    throw new Sqlite.SqliteError('as the system says it', code);
  };
  expect(() => withSqlite('j.db', fail)).toThrow(
    expect.objectContaining({ name: 'AshlarError', what, next: expect.stringContaining(next) }),
  );
});

test('what is no failure of the disk passes as it is', () => {
  const bug = new Sqlite.SqliteError('no such column', 'SQLITE_ERROR');
  expect(() =>
    withSqlite('j.db', () => {
      throw bug;
    }),
  ).toThrow(bug);
});

test('a log that has no room left says so, keeps what it has, and goes on when there is room again', () => {
  const file = join(makeStateFolder(), 'journal.db');
  const database = openDatabase(file, journalSchema);
  const log = eventLog(database, { file, clock: countingClock(), head: openHead(file) });
  log.append('run_1', started('run_1'));
  database.pragma(`max_page_count = ${database.pragma('page_count', { simple: true })}`);
  const long = task('1', 'x'.repeat(100_000));
  expect(() => withSqlite(file, () => log.append('run_1', long))).toThrow('the disk is full');
  expect(log.read('run_1')).toHaveLength(1);
  database.pragma('max_page_count = 1000000');
  expect(log.append('run_1', long).event).toEqual(long);
  expect(log.read('run_1')).toHaveLength(2);
});
