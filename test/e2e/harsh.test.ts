import { lstatSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import Sqlite from 'better-sqlite3';
import { expect, test, vi } from 'vitest';
import { processStart } from '../../src/base/process-identity.ts';
import { expectDone, program, startProgram } from './support/ashlar.ts';
import { makeProject, type Project, parseLines } from './support/project.ts';
import {
  approveByHand,
  bash,
  builtFiles,
  documents,
  finish,
  implementer,
  implementers,
  write,
} from './support/specs.ts';

/** Each of these is several whole runs. */
vi.setConfig({ testTimeout: 120_000 });

const [, ...others] = implementers;

async function approvedProject(): Promise<Project> {
  const project = makeProject();
  await approveByHand(project, { isDriven: true });
  project.useScript(implementers);
  return project;
}

/** Runs the program from a shell that first does something to its surroundings. */
function shell({ root, env }: Project, script: string) {
  return startProgram('bash', ['-c', script, process.execPath, program], { cwd: root, env }).ended;
}

function expectBuilt({ git, read }: Project): void {
  expect(git('log', '--format=%s', 'main..ashlar/greet').split('\n')).toHaveLength(3);
  for (const [path, text] of Object.entries(builtFiles)) expect(`${git('show', `ashlar/greet:${path}`)}\n`).toBe(text);
  expect(read('specs/greet/tasks.md')).toBe(documents['tasks.md'].replaceAll('[ ]', '[x]'));
}

const treeOf = ({ git }: Project) => git('rev-parse', 'ashlar/greet^{tree}');

/** Paths of the state with modes that let anybody but the user in; worktrees hold the repository's own files. */
function openToOthers(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    const own = (lstatSync(path).mode & 0o077) === 0 ? [] : [path];
    return entry.isDirectory() && entry.name !== 'worktrees' ? [...own, ...openToOthers(path)] : own;
  });
}

test.each(['000', '022', '077'])('P06: state is the user’s alone under umask %s', async (umask) => {
  const project = makeProject();
  await approveByHand(project);
  const loud = bash('head -c 200000 /dev/zero | tr "\\\\0" x; echo hello > greet.txt');
  project.useScript([implementer('1', [loud], [finish()]), ...others]);
  const state = join(project.env.XDG_STATE_HOME ?? '', 'ashlar');
  const ended = await shell(project, `umask ${umask}; exec "$0" "$1" run greet`);
  expectDone(ended);
  expectBuilt(project);
  for (const folder of [join(project.root, '.ashlar/state'), state]) expect(openToOthers(folder)).toEqual([]);
});

test.each([
  ['unset', 'unset HOME'],
  ['empty', 'HOME='],
  ['a relative path', 'HOME=home'],
  ['no folder', 'HOME=/dev/null/nowhere'],
])('P06: with HOME %s a run works, or one sentence says what to set', async (_, setting) => {
  const project = await approvedProject();
  const { code, stderr } = await shell(
    project,
    `${setting}; export HOME; [ "$HOME" ] || unset HOME; exec "$0" "$1" run greet`,
  );
  expect(stderr).not.toMatch(/^\s+at |should not happen/m);
  if (code === 0) expectBuilt(project);
  else expect(stderr).toMatch(/^ashlar: .*HOME.*\n {2}→ /m);
  expect(project.has('home')).toBe(false);
});

test.each([
  { TZ: 'Pacific/Apia', LC_ALL: 'tr_TR.UTF-8' },
  { TZ: 'Europe/Berlin', LANG: 'C', LC_ALL: 'C' },
  { TZ: 'Not/AZone', LANG: 'xx_YY.UTF-8' },
])('T02: %j changes nothing in what is built', async (env) => {
  const [plain, other] = [await approvedProject(), await approvedProject()];
  Object.assign(other.env, env);
  for (const project of [plain, other]) expectDone(await project.ashlar('run', 'greet'));
  expect(treeOf(other)).toBe(treeOf(plain));
  expectBuilt(other);
});

test('D06: with few open files a run ends in one sentence or well, and goes on to the same end', async () => {
  const project = await approvedProject();
  for (const files of [36, 42, 48, 64]) {
    const { code, stderr } = await shell(project, `ulimit -n ${files}; exec "$0" "$1" run greet`);
    if (code !== 0) expect(stderr).toMatch(/^ashlar: .+/m);
    expect(stderr, String(files)).not.toMatch(/^\s+at |should not happen/m);
  }
  expectDone(await project.ashlar('run', 'greet'));
  expectBuilt(project);
});

/** Another program holds the journal for writing, for so long. */
async function holdJournal({ root }: Project, ms: number): Promise<void> {
  const database = new Sqlite(join(root, '.ashlar/state/journal.db'));
  database.exec('BEGIN IMMEDIATE');
  await delay(ms);
  database.exec('ROLLBACK');
  database.close();
}

test('D12: a journal that is held for a moment is waited for; one that is held for long is said to be', async () => {
  const project = await approvedProject();
  const briefly = project.start('run', 'greet');
  await Promise.all([holdJournal(project, 2_500), briefly.ended]);
  expectDone(await briefly.ended);
  expectBuilt(project);

  const other = await approvedProject();
  const held = other.start('run', 'greet');
  const hold = holdJournal(other, 9_000);
  const { code, stderr } = await held.ended;
  expect(code).toBe(9);
  expect(stderr).toMatch(/another program holds the journal .*\n {2}→ wait for it to end, then `ashlar resume`/);
  await hold;
  expectDone(await other.ashlar('run', 'greet'));
  expectBuilt(other);
});

test('K10: a command that is killed, or that runs out of memory, is told to the model with its exit code', async () => {
  const project = makeProject();
  await approveByHand(project);
  const starve = 'ulimit -v 200000; exec tail -n 1 /dev/zero';
  const replies = [
    { calls: [bash('kill -9 $$')] },
    { expect: '137', calls: [bash(starve)] },
    { expect: 'xit code', calls: [write('greet.txt', 'hello\n'), finish()] },
  ];
  project.useScript([{ match: '# Task 1 of ', replies }, ...others]);
  expectDone(await project.ashlar('run', 'greet'));
  expectBuilt(project);
});

test.each([
  ['SIGHUP', 129],
  ['SIGTERM', 143],
  ['SIGINT', 130],
] as const)(
  'K12: %s in the last task pauses the run with %i, ends its commands, and resume goes on',
  async (signal, code) => {
    const project = makeProject();
    await approveByHand(project);
    const slow = bash('mkdir tmp; echo $$ > tmp/pid; sleep 60');
    const [one, two, three] = implementers;
    if (one === undefined || two === undefined || three === undefined) throw new Error('no script');
    const [look, ...rest] = three.replies;
    const replies = [{ ...look, calls: [...(look?.calls ?? []), slow] }, ...rest];
    project.useScript([one, two, { ...three, replies }]);
    const running = project.start('run', 'greet', '--stream-json');
    const pid = '.ashlar/state/worktrees/greet/tmp/pid';
    while (!project.has(pid) && running.child.exitCode === null) await delay(20);
    running.child.kill(signal);
    const ended = await running.ended;
    expect(ended.code).toBe(code);
    expect(parseLines<{ type: string; exitCode?: number }>(ended.stdout).at(-1)).toMatchObject({ exitCode: code });
    expect(processStart(Number(project.read(pid)))).toBeUndefined();
    rmSync(join(project.root, pid));
    expectDone(await project.ashlar('resume'));
    expectBuilt(project);
  },
);

test('P03: a reader that is slow gets every line, and the run ends as ever', async () => {
  const project = await approvedProject();
  const slow = 'while IFS= read -r line; do echo "$line"; sleep 0.01; done';
  const { stdout } = await shell(project, `"$0" "$1" run greet --stream-json | ${slow}`);
  expect(parseLines<{ type: string; ok?: boolean }>(stdout).at(-1)).toMatchObject({ type: 'result', ok: true });
  expectBuilt(project);
});

test('D17: in a fresh clone, without any journal, a run goes on after the tasks that are committed', async () => {
  const project = makeProject();
  await approveByHand(project);
  project.git('add', 'specs');
  project.git('commit', '--quiet', '--message', 'The spec');
  const [one, two, three] = implementers;
  if (one === undefined || two === undefined || three === undefined) throw new Error('no script');
  project.useScript([one, two, { match: '# Task 3 of ', replies: [{ fault: 'authentication' }] }]);
  expect(await project.ashlar('run', 'greet')).toMatchObject({ code: 4 });
  project.git('add', 'specs');
  project.git('commit', '--quiet', '--message', 'Two tasks are done');

  const clone = join(project.home, 'clone');
  project.git('clone', '--quiet', project.root, clone);
  project.git('-C', clone, 'branch', 'ashlar/greet', 'origin/ashlar/greet');
  project.git('-C', clone, 'config', 'user.name', 'Ann');
  project.git('-C', clone, 'config', 'user.email', 'ann@example.test');
  project.useScript([three]);
  const run = await startProgram(process.execPath, [program, 'run', 'greet', '--stream-json'], {
    cwd: clone,
    env: project.env,
  }).ended;
  expectDone(run);
  const worked = parseLines<{ type: string; task?: string }>(run.stdout).filter(({ type }) => type === 'task_started');
  expect(worked.map(({ task }) => task)).toEqual(['3']);
  expect(project.git('-C', clone, 'log', '--format=%s', 'origin/main..ashlar/greet').split('\n')).toHaveLength(3);
});
