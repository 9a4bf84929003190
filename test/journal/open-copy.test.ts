import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { isOutOfReach, openCopy } from '../../src/journal/open-copy.ts';
import { openSqlite } from '../../src/journal/open-sqlite.ts';

function makeFile(): string {
  const folder = mkdtempSync(join(tmpdir(), 'ashlar-copy-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, 'notes.db');
  const database = openSqlite(file);
  database.exec("PRAGMA journal_mode = WAL; CREATE TABLE notes (text TEXT); INSERT INTO notes VALUES ('kept')");
  database.close();
  return file;
}

test('a copy holds what the file holds, and refuses to be written', () => {
  const file = makeFile();
  const bytes = readFileSync(file);
  const copy = openCopy(file);
  expect(copy.prepare('SELECT text FROM notes').pluck().all()).toEqual(['kept']);
  expect(() => copy.exec("INSERT INTO notes VALUES ('lost')")).toThrow(
    expect.objectContaining({ code: 'SQLITE_READONLY' }),
  );
  copy.close();
  expect(readFileSync(file).equals(bytes)).toBe(true);
});

test('a file in a folder that can be written is opened itself', () => {
  expect(isOutOfReach(makeFile())).toBe(false);
});
