import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Sqlite from 'better-sqlite3';
import { expect, test } from 'vitest';
import { journalSchema } from '../../src/journal/schema.ts';
import { expectDone, program, startProgram } from './support/ashlar.ts';
import { makeProject, type Project } from './support/project.ts';
import { approveByHand, implementers } from './support/specs.ts';

/** A journal of version 1 as the program of that version left it: a run of which task 1 is done and task 2 blocked. */
const old = fileURLToPath(new URL('../fixtures/databases/journal-1.db', import.meta.url));

const present = journalSchema.migrations.length;

async function projectWithOldJournal(): Promise<Project & { journal: string }> {
  const project = makeProject();
  await approveByHand(project);
  project.useScript(implementers);
  const state = join(project.root, '.ashlar/state');
  mkdirSync(state, { recursive: true });
  const journal = join(state, 'journal.db');
  copyFileSync(old, journal);
  return { ...project, journal };
}

function inspect(file: string): { version: unknown; events: unknown } {
  const database = new Sqlite(file, { readonly: true });
  const version = database.pragma('user_version', { simple: true });
  const events = database.prepare('SELECT count(*) FROM events').pluck().get();
  database.close();
  return { version, events };
}

test('doctor looks at a journal of version 1 and leaves it as it is; the next command reads it all the same', async () => {
  const project = await projectWithOldJournal();
  expectDone(await project.ashlar('doctor'));
  expect(readFileSync(project.journal).equals(readFileSync(old))).toBe(true);
  expect((await project.ashlar('log', 'greet')).stdout).toMatch(/Write the greeting[\s\S]*blocked/);
  expect((await project.ashlar('status', '--json')).stdout).toContain('"lastType":"run_paused"');
});

test('what is written brings a journal of version 1 forward, keeps a backup of it, and its run is replayed and cost as before', async () => {
  const project = await projectWithOldJournal();
  const before = inspect(old);
  expect(before.version).toBe(1);
  expectDone(await project.ashlar('pause', 'greet'));
  expect(inspect(project.journal)).toMatchObject({ version: present });
  expect(inspect(`${project.journal}.v1-backup`)).toEqual(before);
  expect((await project.ashlar('cost', 'greet')).stdout).toMatch(/total +.* 7 /);
  expect((await project.ashlar('replay')).stdout).not.toMatch(/would/);
});

test.each(journalSchema.migrations.slice(1).map((_, at) => at + 1))(
  'D14: a kill after step %i of bringing a journal of version 1 forward leaves it as it was, beside its backup; then its run goes on',
  async (hit) => {
    const project = await projectWithOldJournal();
    project.env.ASHLAR_FAILPOINT = `migrate:step:${hit}=kill`;
    expect(await project.ashlar('run', 'greet')).toMatchObject({ signal: 'SIGKILL' });
    delete project.env.ASHLAR_FAILPOINT;
    expect(inspect(project.journal)).toEqual(inspect(old));
    expect(inspect(`${project.journal}.v1-backup`)).toEqual(inspect(old));
    expect((await project.ashlar('log', 'greet')).stdout).toMatch(/Write the greeting[\s\S]*blocked/);
    expectDone(await project.ashlar('pause', 'greet'));
    expect(inspect(project.journal).version).toBe(present);
    expect(inspect(`${project.journal}.v1-backup`)).toEqual(inspect(old));
  },
);

test('a kill while a journal is made leaves none, and the next command makes it', async () => {
  const project = makeProject();
  await approveByHand(project);
  project.useScript(implementers);
  rmSync(join(project.root, '.ashlar/state/journal.db'), { force: true });
  project.env.ASHLAR_FAILPOINT = 'migrate:step:2=kill';
  expect(await project.ashlar('run', 'greet')).toMatchObject({ signal: 'SIGKILL' });
  delete project.env.ASHLAR_FAILPOINT;
  expect(existsSync(join(project.root, '.ashlar/state/journal.db'))).toBe(false);
  expectDone(await project.ashlar('run', 'greet'));
  expect(project.git('log', '--format=%s', 'main..ashlar/greet').split('\n')).toHaveLength(3);
});

const canTrace = spawnSync('strace', ['-f', '-qq', '-o', '/dev/null', 'true']).status === 0;

test.runIf(canTrace)(
  'D14: a kill at any write while it is brought forward leaves the old version or the new one',
  {
    timeout: 120_000,
  },
  async () => {
    const versions = new Set<unknown>();
    for (let n = 1; n < 24; n += 2) {
      const project = await projectWithOldJournal();
      const trace = ['-f', '-qq', '-o', '/dev/null', '-e', 'trace=pwrite64,fsync,fdatasync,link'];
      const inject = ['-e', `inject=pwrite64,fsync,fdatasync,link:signal=SIGKILL:when=${n}`];
      const args = [...trace, ...inject, process.execPath, program, 'pause', 'greet'];
      const { signal } = await startProgram('strace', args, { cwd: project.root, env: project.env }).ended;
      const reader = await project.ashlar('log', 'greet');
      expect(reader, `${n}`).toMatchObject({ code: 0, stdout: expect.stringContaining('Write the greeting') });
      expectDone(await project.ashlar('pause', 'greet'));
      expect(inspect(project.journal).version).toBe(present);
      if (existsSync(`${project.journal}.v1-backup`)) versions.add(inspect(`${project.journal}.v1-backup`).version);
      if (signal === undefined) break;
    }
    expect([...versions]).toEqual([1]);
  },
);
