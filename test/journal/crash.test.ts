import { expect, test } from 'vitest';
import { runScript } from '../support/run-script.ts';
import { task } from './journal-events.ts';
import { makeStateFolder, open } from './journal-fixture.ts';

const appendForever = new URL('append-forever.ts', import.meta.url);

test('no row that was acknowledged is lost when the process is killed in the middle of appending', async () => {
  const folder = makeStateFolder();
  for (const [round, rows] of [1, 30, 200, 7].entries()) {
    const run = `run_${round}`;
    const { child, lines } = runScript(appendForever, [folder, run]);
    const acknowledged: number[] = [];
    while (acknowledged.length < rows) acknowledged.push(Number((await lines.next()).value));
    child.kill('SIGKILL');
    for (let line = await lines.next(); line.done !== true; line = await lines.next())
      acknowledged.push(Number(line.value));

    const journal = open(folder);
    const kept = journal.read(run).map(({ seq }) => seq);
    expect(kept).toEqual(expect.arrayContaining(acknowledged));
    expect(kept.length).toBeLessThanOrEqual(acknowledged.length + 2);
    const next = journal.append(run, task('after'));
    expect(journal.read(run).at(-1)).toEqual(next);
    journal.close();
  }
});

test('two processes append beside each other without waiting in vain', async () => {
  const folder = makeStateFolder();
  const scripts = ['run_1', 'run_2'].map((run) => runScript(appendForever, [folder, run]));
  await Promise.all(
    scripts.map(async ({ lines }) => {
      for (let row = 0; row < 300; row++) expect((await lines.next()).done).toBe(false);
    }),
  );
  for (const { child } of scripts) child.kill('SIGKILL');
  const journal = open(folder);
  expect(journal.read('run_1').length).toBeGreaterThan(300);
  expect(journal.read('run_2').length).toBeGreaterThan(300);
});
