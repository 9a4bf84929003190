import Sqlite from 'better-sqlite3';
import { expect, test } from 'vitest';
import { started, task } from './journal-events.ts';
import { makeStateFolder, open } from './journal-fixture.ts';

/** A journal of two runs whose rows alternate, and a way to change it behind its back. */
function makeTwoRuns() {
  const folder = makeStateFolder();
  const journal = open(folder);
  for (const run of ['run_1', 'run_2']) journal.append(run, started(run));
  for (const id of ['1', '2', '3']) for (const run of ['run_1', 'run_2']) journal.append(run, task(id));
  const database = new Sqlite(journal.file);
  return { journal, change: (sql: string) => void database.exec(sql) };
}

test('a run reads as it was appended, beside others', () => {
  const { journal } = makeTwoRuns();
  const events = journal.read('run_1');
  expect(events.map(({ seq }) => seq)).toEqual([1, 3, 5, 7]);
  expect(events.map(({ event }) => event)).toEqual([started('run_1'), task('1'), task('2'), task('3')]);
  expect(journal.read('run_3')).toEqual([]);
});

test('the tail of a run is what came after', () => {
  const { journal } = makeTwoRuns();
  expect(journal.tail('run_2', 4).map(({ seq }) => seq)).toEqual([6, 8]);
  expect(journal.tail('run_2', 5).map(({ seq }) => seq)).toEqual([6, 8]);
  expect(journal.tail('run_2', 8)).toEqual([]);
  expect(journal.tail('run_2', 0)).toEqual(journal.read('run_2'));
});

test('texts of every kind come back as they were', () => {
  const journal = open();
  journal.append('run_1', started('run_1'));
  const texts = [
    "'; DROP TABLE events; --",
    'nul \u0000 in it',
    'lone \ud800 half',
    '🪨\u2028\u202e',
    'x'.repeat(1_000_000),
  ];
  for (const text of texts) journal.append('run_1', task(text, text));
  const read = journal.read('run_1').flatMap(({ event }) => (event.type === 'task_started' ? [event.title] : []));
  expect(read).toEqual(texts);
});

test('the arguments of a call keep the order of their keys, so that a resumed conversation is sent as it was', () => {
  const journal = open();
  const stored = journal.append('run_1', started('run_1'));
  expect(journal.read('run_1')).toEqual([stored]);
  const input = { path: 'a.ts', old: 'b', new: 'a', 'a b': { z: 1, y: 2 } };
  journal.append('run_1', { type: 'tool_started', session: 's', call: 'c', name: 'edit', effect: 'files', input });
  const read = journal.read('run_1')[1]?.event;
  expect(JSON.stringify(read?.type === 'tool_started' && read.input)).toBe(JSON.stringify(input));
});

test('a run begins with run_started, once', () => {
  const journal = open();
  expect(() => journal.append('run_1', task('1'))).toThrow('begins with task_started');
  journal.append('run_1', started('run_1'));
  expect(() => journal.append('run_1', started('run_1'))).toThrow();
  expect(journal.read('run_1')).toHaveLength(1);
});

test.each([
  ['a changed body', `UPDATE events SET body = replace(body, '"2"', '"9"') WHERE seq = 5`, 'row 5 '],
  ['a changed time', 'UPDATE events SET at = at + 1 WHERE seq = 3', 'row 3 '],
  ['a changed hash', `UPDATE events SET hash = 'x' WHERE seq = 5`, 'row 5 '],
  ['a lost row in the middle', 'DELETE FROM events WHERE seq = 3', 'row 5 '],
  ['a row of another run', `UPDATE events SET run = 'run_1' WHERE seq = 4`, 'row 4 '],
  ['swapped rows', 'UPDATE events SET seq = 99 WHERE seq = 3', 'row 5 '],
  ['a lost first row', 'DELETE FROM events WHERE seq = 1', 'row 3 '],
  ['a lost last row', 'DELETE FROM events WHERE seq = 7', 'the last rows of the run run_1 are missing'],
  ['all rows lost', "DELETE FROM events WHERE run = 'run_1'", 'the last rows of the run run_1 are missing'],
])('%s is named', (_name, sql, words) => {
  const { journal, change } = makeTwoRuns();
  change(sql);
  expect(() => journal.read('run_1')).toThrow(
    expect.objectContaining({ kind: 'invalid', why: expect.stringContaining(words) }),
  );
});

test('a tampered row is named by the tail that holds it, and does not touch other runs', () => {
  const { journal, change } = makeTwoRuns();
  change('UPDATE events SET at = 0 WHERE seq = 7');
  expect(() => journal.tail('run_1', 5)).toThrow('row 7 ');
  expect(journal.read('run_2')).toHaveLength(4);
});
