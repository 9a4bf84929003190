import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { started, task } from './journal-events.ts';
import { makeStateFolder, open } from './journal-fixture.ts';

/** The files of a journal that is still open, as a process that was killed leaves them. */
function leaveOpen(run: string, rows = 5): string {
  const folder = makeStateFolder();
  const journal = open(folder);
  journal.append(run, started(run));
  for (let id = 1; id <= rows; id++) journal.append(run, task(String(id)));
  return folder;
}

function copyFiles(from: string, names: readonly string[]): string {
  const to = makeStateFolder();
  mkdirSync(to, { recursive: true });
  for (const name of names) copyFileSync(join(from, name), join(to, name));
  return to;
}

const files = ['journal.db', 'journal.db-wal', 'journal.head'];

test('a journal is whole with its write-ahead log', () => {
  expect(open(copyFiles(leaveOpen('run_1'), files)).read('run_1')).toHaveLength(6);
});

test.each([false, true])(
  'one whose write-ahead log was taken away has lost rows and is refused (readonly: %s)',
  (readonly) => {
    const folder = copyFiles(leaveOpen('run_1'), ['journal.db', 'journal.head']);
    expect(() => open(folder, readonly)).toThrow('rows that were written are gone');
  },
);

test('so is one that was given the write-ahead log of another journal', () => {
  const folder = copyFiles(leaveOpen('run_1'), files);
  copyFileSync(join(leaveOpen('run_2', 9), 'journal.db-wal'), join(folder, 'journal.db-wal'));
  expect(() => open(folder)).toThrow(/is damaged/);
});

test('so is an older copy', () => {
  const folder = makeStateFolder();
  const early = open(folder);
  early.append('run_1', started('run_1'));
  early.close();
  const copy = readFileSync(join(folder, 'journal.db'));
  const late = open(folder);
  late.append('run_1', task('1'));
  late.close();
  writeFileSync(join(folder, 'journal.db'), copy);
  expect(() => open(folder)).toThrow('rows that were written are gone');
});

test('a journal that is made anew is held against no rows of the one before', () => {
  const folder = makeStateFolder();
  const before = open(folder);
  before.append('run_1', started('run_1'));
  before.close();
  rmSync(before.file);
  open(folder).append('run_2', started('run_2'));
  expect(open(folder, true).runs()).toHaveLength(1);
});

test.each(['', 'nothing of ours\n', ' 3 cut'])('a witness that says "%s" is none', (text) => {
  const folder = copyFiles(leaveOpen('run_1'), files);
  writeFileSync(join(folder, 'journal.head'), text);
  const journal = open(folder);
  journal.append('run_1', task('7'));
  expect(readFileSync(join(dirname(journal.file), 'journal.head'), 'utf8')).toMatch(/^ *7 [0-9a-f]{64}\n/);
});

test('what needs not be on disk is not witnessed: it may be lost with the power', () => {
  const folder = makeStateFolder();
  const journal = open(folder);
  journal.append('run_1', started('run_1'));
  journal.append('run_1', {
    type: 'tool_finished',
    session: 's',
    call: 'c',
    name: 'read',
    text: '',
    isError: false,
    durationMs: 1,
  });
  expect(readFileSync(join(folder, 'journal.head'), 'utf8')).toMatch(/^ *1 /);
});
