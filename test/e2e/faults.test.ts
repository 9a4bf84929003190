import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { ScriptedSession } from '../../src/models/script.ts';
import { type Ended, expectDone, program, startProgram } from './support/ashlar.ts';
import { makeProject, type Project, parseLines } from './support/project.ts';
import {
  approveByHand,
  authors,
  bash,
  builtFiles,
  documents,
  finish,
  implementer,
  implementers,
  item,
} from './support/specs.ts';

const [, ...others] = implementers;
const journal = '.ashlar/state/journal.db';

/** The first task takes so long that there is time to do something to the run. */
const slow = (ms: number): ScriptedSession[] => [
  { match: '# Task 1 of ', replies: [{ delayMs: ms, calls: [bash('echo hello > greet.txt')] }, { calls: [finish()] }] },
  ...others,
];

function expectBuilt({ git }: Project): void {
  expect(git('log', '--format=%s', 'main..ashlar/greet').split('\n')).toHaveLength(3);
  for (const [path, text] of Object.entries(builtFiles)) expect(`${git('show', `ashlar/greet:${path}`)}\n`).toBe(text);
}

function expectSaid({ stderr }: Ended, says: RegExp): void {
  expect(stderr).toMatch(says);
  expect(stderr).not.toMatch(/^\s+at |should not happen/m);
}

async function approvedProject(files: Readonly<Record<string, string>> = {}): Promise<Project> {
  const project = makeProject(files);
  await approveByHand(project);
  project.useScript(implementers);
  return project;
}

test('of two processes on one spec one works and the other ends with 9 and says who', async () => {
  const project = await approvedProject();
  project.useScript(slow(1_500));
  const first = project.start('run', 'greet', '--stream-json');
  await first.printed(3);
  const second = await project.ashlar('run', 'greet');
  expect(second).toMatchObject({ code: 9, stdout: '' });
  expectSaid(second, new RegExp(`another process works on greet: process ${first.child.pid} on `));
  expect((await project.ashlar('status')).code).toBe(0);
  expect(await first.ended).toMatchObject({ code: 0 });
  expectBuilt(project);
});

test.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const)('%s pauses the run and ends with %i, and resume goes on', async (signal, code) => {
  const project = await approvedProject();
  project.useScript([
    implementer('1', [bash('echo hello > greet.txt; mkdir tmp; echo $$ > tmp/pid; sleep 60')], [finish()], [finish()]),
    ...others,
  ]);
  const running = project.start('run', 'greet', '--stream-json');
  const pid = '.ashlar/state/worktrees/greet/tmp/pid';
  while (!project.has(pid) && running.child.exitCode === null) await new Promise((done) => setTimeout(done, 20));
  running.child.kill(signal);
  const ended = await running.ended;
  expect(ended.code).toBe(code);
  expectSaid(ended, new RegExp(`stopped by ${signal}\\n {2}→ ashlar resume`));
  expect(parseLines<{ type: string; exitCode?: number }>(ended.stdout).at(-1)).toMatchObject({
    type: 'result',
    exitCode: code,
  });
  expect(() => process.kill(Number(project.read(pid)), 0)).toThrow('ESRCH');
  expect((await project.ashlar('status')).stdout).toMatch(/paused \(stopped by SIG[\s\S]*→ ashlar resume greet/);
  rmSync(join(project.root, pid));
  expect(await project.ashlar('resume')).toMatchObject({ code: 0 });
  expectBuilt(project);
});

test('a draft that was interrupted goes on with resume, as a run does', async () => {
  const project = makeProject();
  const [first, ...rest] = authors;
  const [look, text] = first?.replies ?? [];
  const slowly = { match: 'Write `requirements.md`', replies: [{ ...look }, { ...text, delayMs: 1_000 }] };
  project.useScript([slowly, ...rest]);
  const running = project.start('new', item, '--name', 'greet', '--stream-json');
  await running.printed(/"turn_started".*"turn":2/);
  running.child.kill('SIGINT');
  const ended = await running.ended;
  expect(ended.code).toBe(130);
  expectSaid(ended, /ashlar resume/);
  const resumed = await project.ashlar('resume', '--stream-json');
  expectDone(resumed);
  const replies = parseLines<{ type: string }>(resumed.stdout).filter(({ type }) => type === 'model_replied');
  expect(replies).toHaveLength(1);
  expect(project.read('specs/greet/requirements.md')).toBe(documents['requirements.md']);
  expect(await project.ashlar('resume')).toMatchObject({ code: 2 });
});

test('a second SIGINT ends the program at once', async () => {
  const project = await approvedProject();
  project.useScript([implementer('1', [bash("trap '' TERM; touch begun; sleep 60")], [finish()]), ...others]);
  const running = project.start('run', 'greet');
  const begun = '.ashlar/state/worktrees/greet/begun';
  while (!project.has(begun) && running.child.exitCode === null) await new Promise((done) => setTimeout(done, 20));
  running.child.kill('SIGINT');
  await new Promise((done) => setTimeout(done, 200));
  running.child.kill('SIGINT');
  expect(await running.ended).toMatchObject({ code: 130 });
});

test.each([
  ['cut in the middle', (path: string) => truncateSync(path, 5_000)],
  ['overwritten', (path: string) => writeFileSync(path, 'this is no database, whatever its name says\n'.repeat(200))],
  ['empty', (path: string) => truncateSync(path, 0)],
])(
  'a journal that is %s is named, left alone, and once moved away the run goes on from the commits',
  async (_, damage) => {
    const project = await approvedProject();
    const [one, two] = implementers;
    if (one === undefined || two === undefined) throw new Error('no script');
    project.useScript([one, { match: '# Task 2 of ', replies: [{ fault: 'authentication' }] }]);
    expect(await project.ashlar('run', 'greet')).toMatchObject({ code: 4 });
    const file = join(project.root, journal);
    for (const end of ['-wal', '-shm']) rmSync(`${file}${end}`, { force: true });
    damage(file);
    const bytes = readFileSync(file);

    project.useScript(implementers);
    for (const args of [['resume', 'greet'], ['status'], ['log']]) {
      const ended = await project.ashlar(...args);
      expect(ended, args.join(' ')).toMatchObject({ code: 3 });
      expectSaid(ended, /the journal .*journal\.db is damaged: .*\n {2}→ ashlar doctor --repair/);
    }
    expect(readFileSync(file).equals(bytes)).toBe(true);

    rmSync(file);
    expect(await project.ashlar('run', 'greet')).toMatchObject({ code: 0 });
    expectBuilt(project);
  },
);

test('what a lost journal knew of does not slip into the next commit', async () => {
  const project = await approvedProject();
  project.useScript([implementer('1', [bash('echo half > half-done.txt; sleep 60')])]);
  const running = project.start('run', 'greet');
  const begun = () => project.has('.ashlar/state/worktrees/greet/half-done.txt');
  await expect.poll(begun, { timeout: 20_000 }).toBe(true);
  running.child.kill('SIGKILL');
  expect(await running.ended).toMatchObject({ signal: 'SIGKILL' });
  for (const end of ['', '-wal', '-shm']) rmSync(join(project.root, `${journal}${end}`), { force: true });
  project.useScript(implementers);
  const run = await project.ashlar('run', 'greet');
  expectDone(run);
  expectBuilt(project);
  expect(project.git('ls-tree', '-r', '--name-only', 'ashlar/greet')).not.toContain('half-done.txt');
});

/** Runs the program with files that may not grow beyond so many kilobytes: every longer write fails as on a full disk. */
function withFileLimit(project: Project, kilobytes: number, ...args: string[]): Promise<Ended> {
  const script = `trap '' XFSZ; ulimit -f ${kilobytes}; exec "$0" "$@"`;
  return startProgram('bash', ['-c', script, process.execPath, program, ...args], {
    cwd: project.root,
    env: project.env,
  }).ended;
}

test('a file that may not grow any more stops the run in one sentence, and nothing that was done is lost', async () => {
  const project = await approvedProject();
  const stopped = await withFileLimit(project, 8, 'run', 'greet');
  expect(stopped.code).toBe(1);
  expectSaid(stopped, /^ashlar: .+/m);
  expect(project.read('specs/greet/tasks.md')).toMatch(/^# Implementation Plan/);
  expect(await project.ashlar('run', 'greet')).toMatchObject({ code: 0 });
  expectBuilt(project);
  expect(project.read('specs/greet/tasks.md')).toBe(documents['tasks.md'].replaceAll('[ ]', '[x]'));
});

/** Whether file systems can be mounted here: only root can, and not in every container. */
const canMount = spawnSync('unshare', ['--mount', 'mount', '-t', 'tmpfs', 'tmpfs', '/mnt']).status === 0;

/** Runs a script of shell in which `ashlar` is the program; what it mounts is gone when it ends. */
function withMounts({ root, env }: Project, script: string): Promise<Ended> {
  const prelude = `ashlar() { '${process.execPath}' '${program}' "$@"; }\nroot='${root}'\n`;
  return startProgram('unshare', ['--mount', 'bash', '-c', prelude + script], { cwd: root, env }).ended;
}

test.runIf(canMount)(
  'a full disk stops the run in one sentence; with space again it goes on to the same end',
  async () => {
    const project = await approvedProject();
    const ended = await withMounts(
      project,
      `for free in 40 120 360; do
       rm -rf "$XDG_STATE_HOME/ashlar/ledgers" # each time another repository is mounted there
       mount -t tmpfs -o size=8m tmpfs /mnt && cp -a "$root/." /mnt && cd /mnt
       cat /dev/zero > .git/filler 2> /dev/null; truncate --size=-$((free * 1024)) .git/filler
       ashlar run greet > /dev/null; echo "code $?"
       rm .git/filler
       ashlar run greet 2> /dev/null; echo "code $?"
       git log --format=%s main..ashlar/greet | wc -l; cat specs/greet/tasks.md
       cd / && umount /mnt
     done`,
    );
    const ticked = documents['tasks.md'].replaceAll('[ ]', '[x]');
    const done = 'All 3 tasks of greet are done and proved, on branch ashlar/greet.\n';
    expect(ended.stdout.replaceAll(/^Next: .*\n/gm, '')).toBe(`code 1\n${done}code 0\n3\n${ticked}`.repeat(3));
    expectSaid(ended, /ashlar: .*(?:disk is full|no space left)/i);
  },
);

test.runIf(canMount)(
  'D04: a disk without room for another file stops the run in one sentence, and it goes on',
  async () => {
    const project = await approvedProject();
    const ended = await withMounts(
      project,
      `for free in 3 12 25; do
       rm -rf "$XDG_STATE_HOME/ashlar/ledgers"
       mount -t tmpfs tmpfs /mnt && cp -a "$root/." /mnt && cd /mnt
       used=$(df --output=iused /mnt | tail -1)
       mount -o remount,nr_inodes=$((used + free)) /mnt
       ashlar run greet > /dev/null; echo "code $?"
       mount -o remount,nr_inodes=0 /mnt
       ashlar run greet > /dev/null 2>&1; echo "code $?"
       git log --format=%s main..ashlar/greet | wc -l
       cd / && umount /mnt
     done`,
    );
    expect(ended.stdout).toBe('code 1\ncode 0\n3\n'.repeat(3));
    expectSaid(ended, /ashlar: .*(?:disk is full|no space left)/i);
  },
);

test.runIf(canMount)('a read-only repository is said to be one by all that writes, and can be looked at', async () => {
  const fresh = await approvedProject();
  const used = await approvedProject();
  expectDone(await used.ashlar('run', 'greet'));
  const readOnly = 'mount --bind "$root" "$root" && mount -o remount,ro,bind "$root" && cd "$root"\n';
  const writing = ['run greet', "new 'One more' --name more", 'approve greet --yes --no-draft', 'init --force'];
  const script = writing.map((args) => `ashlar ${args} || echo "code $?"`).join('\n');
  for (const project of [fresh, used]) {
    const ended = await withMounts(project, readOnly + script);
    expect(ended.stdout).toBe('code 1\n'.repeat(writing.length));
    expect(ended.stderr.match(/^ashlar: .*(?:read-?only|cannot be written).*$/gim), ended.stderr).toHaveLength(4);
    expectSaid(ended, /→/);
  }
  const looking = await withMounts(
    used,
    `${readOnly}ashlar status; ashlar status --json > /dev/null; ashlar log | tail -1`,
  );
  expect(looking).toMatchObject({
    code: 0,
    stderr: '',
    stdout: expect.stringMatching(/3\/3 tasks[\s\S]*finished: done\n$/),
  });
  expect((await withMounts(fresh, `${readOnly}ashlar status`)).stdout).toContain('→ ashlar run greet');
});

test.runIf(canMount)(
  'with a read-only home one can look at everything, and is told why nothing can be decided',
  async () => {
    const project = await approvedProject();
    expectDone(await project.ashlar('run', 'greet'));
    const readOnly = 'mount --bind "$HOME" "$HOME" && mount -o remount,ro,bind "$HOME"\n';
    const looking = await withMounts(project, `${readOnly}ashlar status && ashlar signers && ashlar log | tail -1`);
    expect(looking).toMatchObject({
      code: 0,
      stderr: '',
      stdout: expect.stringMatching(/3\/3 tasks[\s\S]*SHA256:[\s\S]*finished: done\n$/),
    });
    const before = project.read('specs/greet/ledger.jsonl');
    const deciding = await withMounts(project, `${readOnly}ashlar reject greet --comment no --no-draft`);
    expect(deciding.code).toBe(1);
    expectSaid(deciding, /^ashlar: \S+ledgers cannot be written: .*\n {2}→ .*XDG_STATE_HOME.*\n$/);
    expect(project.read('specs/greet/ledger.jsonl')).toBe(before);
  },
);
