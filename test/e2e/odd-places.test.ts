import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, onTestFinished, test, vi } from 'vitest';
import { expectDone, program, startProgram } from './support/ashlar.ts';
import { makeProject, type Project } from './support/project.ts';
import {
  approveByHand,
  bash,
  builtFiles,
  documents,
  finish,
  implementer,
  implementers,
  unseen,
} from './support/specs.ts';

/** Each of these is several whole runs. */
vi.setConfig({ testTimeout: 120_000 });

function expectBuilt({ git }: Project): void {
  expect(git('log', '--format=%s', 'refs/heads/main..refs/heads/ashlar/greet').split('\n')).toHaveLength(3);
  for (const [path, text] of Object.entries(builtFiles))
    expect(`${git('show', `refs/heads/ashlar/greet:${path}`)}\n`).toBe(text);
}

const setups: readonly [name: string, setup: (project: Project) => void][] = [
  ['a tag is named as the branch', ({ git }) => void git('tag', 'ashlar/greet')],
  [
    'a tag is named as the base',
    ({ git, write }) => {
      write('other.txt', 'other\n');
      git('add', 'other.txt');
      git('commit', '--quiet', '--message', 'Other');
      git('tag', 'main', 'HEAD~1');
    },
  ],
  ['all refs are packed', ({ git }) => void git('pack-refs', '--all', '--prune')],
  [
    'a file is assumed to be unchanged',
    ({ git, write }) => {
      git('update-index', '--assume-unchanged', 'README.md');
      write('README.md', '# Mine\n');
    },
  ],
  ['the checkout is sparse', ({ git }) => void git('sparse-checkout', 'set', '--cone', 'specs')],
  [
    'commits are to be signed',
    ({ git }) => {
      git('config', 'commit.gpgsign', 'true');
      git('config', 'gpg.program', '/bin/false');
    },
  ],
  [
    'every hook fails',
    ({ root }) => {
      for (const name of ['pre-commit', 'commit-msg', 'post-checkout', 'reference-transaction', 'post-index-change']) {
        writeFileSync(join(root, '.git/hooks', name), '#!/bin/sh\nexit 1\n');
        chmodSync(join(root, '.git/hooks', name), 0o755);
      }
    },
  ],
  ['line breaks are converted', ({ git }) => void git('config', 'core.autocrlf', 'input')],
  [
    'another repository lies in it',
    ({ root, git }) => {
      mkdirSync(join(root, 'vendor/inner'), { recursive: true });
      git('init', '--quiet', 'vendor/inner');
    },
  ],
  [
    'the index is of the newest version and split',
    ({ git }) => {
      git('update-index', '--index-version', '4');
      git('update-index', '--split-index');
    },
  ],
  [
    'worktrees have settings of their own',
    ({ git }) => {
      git('config', 'extensions.worktreeConfig', 'true');
      git('config', '--worktree', 'core.sparseCheckout', 'false');
    },
  ],
];

test.each(setups)('a run ends as ever where %s', async (_name, setup) => {
  const project = makeProject();
  await approveByHand(project);
  setup(project);
  project.useScript(implementers);
  expectDone(await project.ashlar('run', 'greet'));
  expectBuilt(project);
  expect(project.read('specs/greet/tasks.md')).toBe(documents['tasks.md'].replaceAll('[ ]', '[x]'));
});

test('in a repository with names of 64 digits a run ends as ever', async () => {
  const project = makeProject();
  rmSync(join(project.root, '.git'), { recursive: true });
  project.git('init', '--quiet', '--initial-branch=main', '--object-format=sha256');
  for (const [key, value] of [
    ['user.name', 'Ann'],
    ['user.email', 'ann@example.test'],
  ] as const)
    project.git('config', key, value);
  project.git('add', 'README.md');
  project.git('commit', '--quiet', '--message', 'Begin');
  await approveByHand(project);
  project.useScript(implementers);
  expectDone(await project.ashlar('run', 'greet'));
  expectBuilt(project);
});

/** The first task does something to the surroundings of the run, and is then worked on as ever. */
const disturbed = (command: string) => [
  implementer('1', [unseen(command)], [bash('echo hello > greet.txt')], [finish()]),
  ...implementers.slice(1),
];

test.each([
  ['its state folder is deleted', 'rm -rf ../../../state'],
  ['the whole folder .ashlar is deleted', 'rm -rf ../../../../.ashlar'],
  ['the folder of its spec is renamed', 'mv ../../../../specs/greet ../../../../specs/hello'],
  ['its journal is emptied', ': > ../../journal.db; rm -f ../../journal.db-*'],
  ['the write-ahead log of its journal is deleted', 'rm -f ../../journal.db-wal'],
])(
  'where %s at work, one sentence says so, and nothing of it is taken for a defect of the program',
  async (_name, command) => {
    const project = makeProject();
    await approveByHand(project);
    project.useScript(disturbed(command));
    const { code, stderr } = await project.ashlar('run', 'greet');
    expect(stderr).not.toMatch(/^\s+at |should not happen/m);
    if (code === 0) return expectBuilt(project);
    expect(stderr).toMatch(/^ashlar: .+/m);
  },
);

test('a task that is taken out of the spec while it is worked on stops the run before the next one, by name', async () => {
  const project = makeProject();
  await approveByHand(project);
  project.useScript(disturbed("sed -i '/^- .* 3\\. /,$d' ../../../../specs/greet/tasks.md"));
  const ended = await project.ashlar('run', 'greet');
  expect(ended.code).toBe(6);
  expect(ended.stderr).toMatch(/tasks\/3 was approved and is gone/);
  expect(project.git('log', '--format=%s', 'main..ashlar/greet')).toBe('Write the greeting');
});

function shell({ root, env }: Project, script: string) {
  return startProgram('bash', ['-c', script, process.execPath, program], { cwd: root, env }).ended;
}

test.each([
  ['standard input is closed', 'exec "$0" "$1" run greet <&-'],
  ['standard output is closed', 'exec "$0" "$1" run greet >&-'],
  ['all three are closed', 'exec "$0" "$1" run greet <&- >&- 2>&-'],
  [
    'nobody reads beyond the first line',
    'set -o pipefail; "$0" "$1" run greet --stream-json | head -1 > /dev/null; exit 0',
  ],
  ['TMPDIR does not exist', 'TMPDIR=/nowhere/at/all exec "$0" "$1" run greet'],
  ['the PATH is relative and has a gap', 'PATH=".::$PATH" exec "$0" "$1" run greet'],
  ['a file may not be readable for others', 'umask 0777; umask 077; exec "$0" "$1" run greet'],
])('where %s a run ends as ever, or goes on to the same end', async (_name, script) => {
  const project = makeProject();
  await approveByHand(project);
  project.useScript(implementers);
  const { stderr } = await shell(project, script);
  expect(stderr).not.toMatch(/^\s+at |should not happen/m);
  expectDone(await project.ashlar('run', 'greet'));
  expectBuilt(project);
});

test('a terminal that closes pauses the run, which goes on with resume', async () => {
  const project = makeProject();
  await approveByHand(project);
  project.useScript([implementer('1', [bash('touch begun; sleep 30')], [finish()]), ...implementers.slice(1)]);
  const running = project.start('run', 'greet');
  const tree = '.ashlar/state/worktrees/greet';
  while (!project.has(`${tree}/begun`) && running.child.exitCode === null) await delay(20);
  running.child.kill('SIGHUP');
  expect(await running.ended).toMatchObject({ code: 129 });
  project.useScript([
    implementer('1', [], [bash('rm -f begun; echo hello > greet.txt')], [finish()]),
    ...implementers.slice(1),
  ]);
  expectDone(await project.ashlar('resume'));
  expectBuilt(project);
});

test.each(['status', 'commit', 'for-each-ref'])(
  'Ctrl-C, which a terminal sends to git as well, is told as that where git %s dies of it',
  async (verb) => {
    const project = makeProject();
    await approveByHand(project);
    project.useScript(implementers);
    const programs = join(project.home, 'programs');
    mkdirSync(programs);
    const git = execFileSync('which', ['git'], { encoding: 'utf8' }).trim();
    const dies = `case " $* " in *" ${verb} "*) kill -INT $PPID; sleep 0.2; kill -INT $$;; esac`;
    writeFileSync(join(programs, 'git'), `#!/bin/sh\n${dies}\nexec ${git} "$@"\n`, { mode: 0o755 });
    const { PATH = '' } = project.env;
    project.env.PATH = `${programs}:${PATH}`;
    const stopped = await project.ashlar('run', 'greet');
    expect(stopped).toMatchObject({ code: 130, stderr: expect.stringMatching(/ashlar: stopped by SIGINT\n {2}→ /) });
    project.env.PATH = PATH;
    expectDone(await project.ashlar('run', 'greet'));
    expectBuilt(project);
  },
);

test('a run that stood still as long as a lid is closed keeps its spec, and goes on', async () => {
  const project = makeProject();
  await approveByHand(project);
  project.useScript([
    implementer('1', [bash('touch begun; sleep 1; rm begun; echo hello > greet.txt')], [finish()]),
    ...implementers.slice(1),
  ]);
  const running = project.start('run', 'greet');
  while (!project.has('.ashlar/state/worktrees/greet/begun') && running.child.exitCode === null) await delay(20);
  running.child.kill('SIGSTOP');
  await delay(2_000);
  expect((await project.ashlar('run', 'greet')).code).toBe(9);
  running.child.kill('SIGCONT');
  expectDone(await running.ended);
  expectBuilt(project);
});

test('a repository of ten thousand files is worked on as any other', { timeout: 300_000 }, async () => {
  const project = makeProject();
  for (let folder = 0; folder < 20; folder++) {
    mkdirSync(join(project.root, `src/${folder}`), { recursive: true });
    for (let file = 0; file < 500; file++) writeFileSync(join(project.root, `src/${folder}/${file}.txt`), `${file}\n`);
  }
  project.git('add', '--all');
  project.git('commit', '--quiet', '--message', 'Many');
  await approveByHand(project);
  project.useScript(implementers);
  expectDone(await project.ashlar('run', 'greet'));
  expectBuilt(project);
});

test('state on another file system than the repository is as good', async () => {
  const elsewhere = existsSync('/dev/shm') ? mkdtempSync('/dev/shm/ashlar-') : mkdtempSync(join(tmpdir(), 'ashlar-'));
  onTestFinished(() => rmSync(elsewhere, { recursive: true, force: true }));
  const project = makeProject();
  await approveByHand(project);
  rmSync(join(project.root, '.ashlar'), { recursive: true, force: true });
  execFileSync('ln', ['-s', elsewhere, join(project.root, '.ashlar')]);
  project.useScript(implementers);
  const { code, stderr } = await project.ashlar('run', 'greet');
  expect(stderr).not.toMatch(/^\s+at |should not happen/m);
  if (code === 0) expectBuilt(project);
  else expect(stderr).toMatch(/^ashlar: .+\n {2}→ /m);
});
