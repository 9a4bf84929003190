import { execFileSync } from 'node:child_process';
import { appendFileSync, chmodSync, mkdirSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { type RunRequest, runSpec } from '../../src/app/run-spec.ts';
import { drain } from '../support/drain.ts';
import { everythingOf } from '../support/everything-of.ts';
import { approve, builders, openWire, writeSpec } from '../support/scripted-run.ts';
import { makeRepository, type TemporaryRepository } from '../support/temporary-repository.ts';

const request: RunRequest = { spec: 'lend', inPlace: false, withOptional: false, mustExist: false };

/** What follows a run in the user's checkout. */
const follows = ['specs/lend/tasks.md', 'specs/lend/ledger.jsonl'];

type Setup = (repository: TemporaryRepository) => void;

/** A failure is what is wanted: the command stops in the middle. */
function attempt({ root, home }: TemporaryRepository, command: string): void {
  const env = {
    PATH: process.env.PATH ?? '',
    HOME: home,
    GIT_EDITOR: 'true',
    GIT_SEQUENCE_EDITOR: 'sed -i 1s/pick/edit/',
  };
  execFileSync('sh', ['-c', `${command} || true`], { cwd: root, env, stdio: 'ignore' });
}

/** Two branches that both changed the same line. */
function fork({ git, write }: TemporaryRepository): void {
  git('switch', '--quiet', '--create', 'other');
  write('shared.txt', 'theirs\n');
  git('add', 'shared.txt');
  git('commit', '--quiet', '--message', 'Theirs');
  git('switch', '--quiet', 'main');
  write('shared.txt', 'mine\n');
  git('add', 'shared.txt');
  git('commit', '--quiet', '--message', 'Mine');
}

const stopsIn =
  (command: string, mark: string): Setup =>
  (repository) => {
    fork(repository);
    attempt(repository, command);
    expect(repository.has(`.git/${mark}`)).toBe(true);
  };

function commitFiles({ git, write }: TemporaryRepository, files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) write(path, text);
  git('add', '--all');
  git('commit', '--quiet', '--message', 'More');
}

function hook({ root }: TemporaryRepository, name: string): void {
  const path = join(root, '.git/hooks', name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, '#!/bin/sh\necho x >> "$(git rev-parse --show-toplevel)/hooked.txt"\nexit 1\n');
  chmodSync(path, 0o755);
}

function addSubmodule({ root, git }: TemporaryRepository): string {
  const inner = join(dirname(root), 'inner');
  git('init', '--quiet', '--initial-branch=main', inner);
  const about = ['-c', 'user.name=Ann', '-c', 'user.email=ann@example.test'];
  git('-C', inner, ...about, 'commit', '--quiet', '--allow-empty', '--message', 'Inner');
  git('-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', inner, 'vendor/inner');
  git('commit', '--quiet', '--message', 'Vendor');
  return join(root, 'vendor/inner');
}

const setups: Record<string, Setup> = {
  'a checkout that is dirty in every way': ({ git, write }) => {
    commitFiles({ git, write } as TemporaryRepository, { '.gitignore': 'ignored/\n', 'both.txt': 'one\n' });
    write('stashed.txt', 'in the stash\n');
    git('add', 'stashed.txt');
    git('stash', 'push', '--quiet');
    write('staged.txt', 'staged\n');
    write('both.txt', 'two\n');
    git('add', 'staged.txt', 'both.txt');
    write('both.txt', 'three\n');
    write('README.md', 'changed\n');
    write('untracked.txt', 'mine\n');
    write('lend.txt', 'mine, under the name that the task writes\n');
    write('ignored/cache.txt', 'mine\n');
    git('rm', '--quiet', '--cached', '.gitignore');
  },
  'a merge with conflicts': stopsIn('git merge other', 'MERGE_HEAD'),
  'a rebase with conflicts': stopsIn('git rebase other', 'rebase-merge/done'),
  'an interactive rebase that stops to edit': stopsIn('git rebase -i HEAD~1', 'rebase-merge/interactive'),
  'a cherry-pick with conflicts': stopsIn('git cherry-pick other', 'CHERRY_PICK_HEAD'),
  'a revert with conflicts': stopsIn('echo more > shared.txt; git commit -qam More; git revert HEAD~1', 'REVERT_HEAD'),
  'a bisect': stopsIn('git bisect start HEAD HEAD~1', 'BISECT_LOG'),
  'an am with conflicts': stopsIn('git format-patch -1 --stdout other | git am -3', 'rebase-apply/applying'),
  'a detached HEAD': ({ git }) => git('switch', '--quiet', '--detach'),
  'an index.lock of another git': ({ write }) => write('.git/index.lock', ''),
  'an index.lock that a crash left two days ago': ({ root, write }) => {
    write('.git/index.lock', '');
    const then = new Date(Date.now() - 172_800_000);
    utimesSync(join(root, '.git/index.lock'), then, then);
  },
  'a submodule that is dirty': (repository) => writeFileSync(join(addSubmodule(repository), 'dirty.txt'), 'mine\n'),
  'a submodule that was moved on': (repository) => {
    const inner = addSubmodule(repository);
    const about = ['-c', 'user.name=Ann', '-c', 'user.email=ann@example.test'];
    repository.git('-C', inner, ...about, 'commit', '--quiet', '--allow-empty', '--message', 'Further');
  },
  'a submodule that is not there': (repository) => {
    addSubmodule(repository);
    repository.git('submodule', '--quiet', 'deinit', '--force', '--all');
  },
  'files of git-lfs where that is not set up': (repository) => {
    const pointer = `version https://git-lfs.github.com/spec/v1\noid sha256:${'0'.repeat(64)}\nsize 5\n`;
    commitFiles(repository, { '.gitattributes': '*.bin filter=lfs diff=lfs merge=lfs -text\n', 'big.bin': pointer });
  },
  'a sparse checkout': (repository) => {
    commitFiles(repository, { 'in/a.txt': 'a\n', 'out/b.txt': 'b\n' });
    repository.git('sparse-checkout', 'set', 'in', 'specs');
  },
  'a worktree of the user’s own': ({ root, git, write }) => {
    git('worktree', 'add', '--quiet', '-b', 'mine', join(root, 'trees/mine'));
    write('trees/mine/half.txt', 'half\n');
  },
  'core.autocrlf=true': ({ git }) => git('config', 'core.autocrlf', 'true'),
  'core.autocrlf=input': ({ git }) => git('config', 'core.autocrlf', 'input'),
  'attributes that want CRLF': (repository) =>
    commitFiles(repository, { '.gitattributes': '* text=auto eol=crlf\n', 'crlf.txt': 'one\r\ntwo\r\n' }),
  'hooks that write and fail': (repository) => {
    for (const name of [
      'pre-commit',
      'commit-msg',
      'post-commit',
      'post-checkout',
      'reference-transaction',
      'post-index-change',
    ])
      hook(repository, name);
  },
  'signing without a key, a template and an editor': ({ git, write }) => {
    write('.git/template', 'Why:\n');
    const settings = {
      'commit.gpgSign': 'true',
      'user.signingKey': 'none',
      'commit.template': '.git/template',
      'core.editor': 'vi',
    };
    for (const [key, value] of Object.entries(settings)) git('config', key, value);
  },
  'file names of every kind': (repository) => {
    const names = [
      'a\nb.txt',
      'tab\t.txt',
      '"quoted".txt',
      "it's.txt",
      '-dash.txt',
      'cafe\u0301.txt',
      'trailing .txt ',
      '🪨.txt',
      '$(x).txt',
    ];
    commitFiles(repository, Object.fromEntries(names.map((name) => [`odd/${name}`, 'odd\n'])));
  },
  'names that differ by case only': (repository) => commitFiles(repository, { 'A.ts': 'upper\n', 'a.ts': 'lower\n' }),
  'links that lead nowhere and out': ({ root, git }) => {
    symlinkSync('/nowhere', join(root, 'broken'));
    symlinkSync(dirname(root), join(root, 'out'));
    git('add', '--all');
    git('commit', '--quiet', '--message', 'Links');
  },
  'no name of the user': ({ git }) => {
    git('config', '--unset', 'user.name');
    git('config', '--unset', 'user.email');
  },
  'reflogs, tags, notes and remote branches': ({ git }) => {
    git('tag', '--annotate', 'v1', '--message', 'One');
    git('notes', 'add', '--message', 'Noted');
    git('update-ref', 'refs/remotes/origin/main', 'HEAD');
    git('pack-refs', '--all');
  },
};

test.each(Object.entries(setups))('a run leaves everything as it is that is the user’s: %s', async (_, setup) => {
  const repository = makeRepository();
  writeSpec(repository, 'lend');
  await approve(openWire(repository), 'lend');
  repository.git('add', 'specs');
  repository.git('commit', '--quiet', '--message', 'The spec');
  setup(repository);
  const before = everythingOf(repository.root, follows);
  const head = execFileSync('git', ['rev-parse', 'HEAD'], { cwd: repository.root, encoding: 'utf8' }).trim();
  const { end } = await drain(runSpec(request, openWire(repository, { play: builders })));
  expect(end).toMatchObject({ outcome: 'done', finished: ['1', '2'] });
  expect(everythingOf(repository.root, follows)).toEqual(before);
  expect(repository.git('diff', '--no-ext-diff', '--name-only', head, 'ashlar/lend', '--').split('\n')).toEqual([
    'lend.txt',
    'return.txt',
  ]);
});

const inTheWay = Object.entries(setups).filter(([name]) => /^(?:a|an) .*(?:conflicts|edit|bisect)$/.test(name));

test.each(inTheWay)(
  'in place nothing is touched in the middle of something, and it is named: %s',
  async (name, setup) => {
    const repository = makeRepository();
    writeSpec(repository, 'lend');
    await approve(openWire(repository), 'lend');
    repository.git('add', 'specs');
    repository.git('commit', '--quiet', '--message', 'The spec');
    setup(repository);
    const before = everythingOf(repository.root, []);
    const run = drain(runSpec({ ...request, inPlace: true }, openWire(repository, { play: builders })));
    const [, state] = /^an? (?:interactive )?(\S+)/.exec(name) ?? [];
    await expect(run).rejects.toMatchObject({
      kind: 'needs_human',
      what: `a ${state} is in progress in this checkout`,
      next: 'finish or abort it first, or run without --in-place',
    });
    expect(everythingOf(repository.root, [])).toEqual(before);
  },
);

test('in place the lock of another git is named and never deleted', async () => {
  const repository = makeRepository();
  writeSpec(repository, 'lend');
  await approve(openWire(repository), 'lend');
  repository.write('.git/index.lock', '');
  const run = () => drain(runSpec({ ...request, inPlace: true }, openWire(repository, { play: builders })));
  await expect(run()).rejects.toMatchObject({ kind: 'held', why: expect.stringContaining('index.lock exists') });
  expect(repository.has('.git/index.lock')).toBe(true);
  expect(repository.git('symbolic-ref', 'HEAD')).toBe('refs/heads/main');
  rmSync(join(repository.root, '.git/index.lock'));
  expect((await run()).end.outcome).toBe('done');
});

test.each([
  ['shallow', ['--depth=1']],
  ['partial', ['--filter=blob:none']],
])('in a %s clone a run works like in any other', async (_, how) => {
  const origin = makeRepository();
  writeSpec(origin, 'lend');
  commitFiles(origin, { 'README.md': 'old\n' });
  commitFiles(origin, { 'README.md': 'new\n' });
  origin.git('config', 'uploadpack.allowFilter', 'true');
  const root = join(dirname(origin.root), 'clone');
  origin.git('clone', '--quiet', ...how, `file://${origin.root}`, root);
  const clone: TemporaryRepository = { ...origin, root, git: (...args) => origin.git('-C', root, ...args) };
  await approve(openWire(clone), 'lend');
  const before = everythingOf(root, follows);
  const { end } = await drain(runSpec(request, openWire(clone, { play: builders })));
  expect(end).toMatchObject({ outcome: 'done', merge: { into: 'main', conflicts: [] } });
  expect(everythingOf(root, follows)).toEqual(before);
});

test('variables that point git elsewhere count for nothing', async () => {
  const [repository, other] = [makeRepository(), makeRepository()];
  writeSpec(repository, 'lend');
  await approve(openWire(repository), 'lend');
  const [before, elsewhere] = [everythingOf(repository.root, follows), everythingOf(other.root, [])];
  const env = {
    GIT_DIR: join(other.root, '.git'),
    GIT_WORK_TREE: other.root,
    GIT_INDEX_FILE: join(other.root, '.git/index'),
    GIT_OBJECT_DIRECTORY: join(other.root, '.git/objects'),
    GIT_CONFIG_PARAMETERS: "'core.bare=true'",
  };
  const { end } = await drain(runSpec(request, openWire(repository, { play: builders, env })));
  expect(end.outcome).toBe('done');
  expect(everythingOf(repository.root, follows)).toEqual(before);
  expect(everythingOf(other.root, [])).toEqual(elsewhere);
});

test('edits of files with other line breaks change the lines that they change, and no more', async () => {
  const repository = makeRepository({ 'lend.txt': 'one\r\ntwo\r\nthree\r\n' });
  appendFileSync(join(repository.root, '.git/config'), '[core]\n\tautocrlf = input\n');
  writeSpec(repository, 'lend');
  await approve(openWire(repository), 'lend');
  const edit = { name: 'edit', input: { path: 'lend.txt', old: 'two', new: 'lent' } };
  const [, second] = builders;
  const first = {
    match: 'Task 1 of',
    replies: [
      { calls: [{ name: 'read', input: { path: 'lend.txt' } }] },
      { calls: [edit, { name: 'finish', input: { summary: 'Edited.', done: true } }] },
    ],
  };
  const play = [first, second].flatMap((each) => each ?? []);
  expect((await drain(runSpec(request, openWire(repository, { play })))).end.outcome).toBe('done');
  expect(repository.git('diff', '--stat', '--ignore-cr-at-eol', 'main', 'ashlar/lend', '--', 'lend.txt')).toContain(
    '2 +-',
  );
});
