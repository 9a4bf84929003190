import { mkdirSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { AshlarError } from '../../src/base/errors.ts';
import { openGit } from '../../src/git/open-git.ts';
import { identity, makeRepository, runGit } from './make-repository.ts';

const refusal = async (opening: Promise<unknown>): Promise<AshlarError> =>
  opening.then(
    () => expect.unreachable('it opened'),
    (error: AshlarError) => error,
  );

test('a folder below the root opens the repository at its root', async () => {
  const { root, write, open } = makeRepository();
  write('src/deep/a.ts', '');
  expect((await open(join(root, 'src/deep'))).root).toBe(root);
});

test('a symbolic link to a repository opens what it leads to', async () => {
  const { root, open } = makeRepository();
  symlinkSync(root, join(root, '..', 'link'));
  expect((await open(join(root, '..', 'link'))).root).toBe(root);
});

test.each(['with space', 'quo"te', "apo'strophe", 'new\nline', 'emoji 🪨', 'ünïcödé', '-dash', ' edges '])(
  'a repository in a folder named %j works',
  async (name) => {
    const { root, write, open } = makeRepository({ name });
    const git = await open();
    write('a.txt', 'one\n');
    await git.commitAll({ message: 'Add a file' });
    const path = join(root, '..', `${name} tree`);
    const tree = await git.addWorktree({ path, branch: 'work', start: 'HEAD' });
    expect(tree.root).toBe(realpathSync(path));
    expect(await tree.listFiles()).toEqual(['README.md', 'a.txt']);
    expect((await git.addWorktree({ path, branch: 'work', start: 'HEAD' })).root).toBe(tree.root);
    await git.removeWorktree(path);
  },
);

test('a folder without a repository is refused with `git init` as the way on', async () => {
  const { root, open } = makeRepository();
  const error = await refusal(open(join(root, '..', 'home')));
  expect(error).toMatchObject({ name: 'AshlarError', kind: 'invalid', next: 'git init' });
  expect(error.message).toContain('is not in a git repository');
});

test('a folder that does not exist is named', async () => {
  const { root, open } = makeRepository();
  expect((await refusal(open(join(root, 'gone')))).why).toBe('the folder does not exist');
});

test('a bare repository is refused, also one that lies within another', async () => {
  const { root, env, open } = makeRepository();
  runGit(root, env, ['init', '--quiet', '--bare', 'inner.git']);
  for (const folder of [join(root, 'inner.git'), join(root, 'inner.git/refs'), join(root, '.git')]) {
    expect((await refusal(open(folder))).what).toContain('has no working tree');
  }
});

test('a repository without commits opens and has no head commit', async () => {
  const { write, open } = makeRepository({ empty: true });
  const git = await open();
  expect(await git.head()).toEqual({ branch: 'main' });
  expect(await git.rootCommit()).toBeUndefined();
  write('a.txt', 'one\n');
  const commit = await git.commitAll({ message: 'Begin' });
  expect(await git.head()).toEqual({ commit, branch: 'main' });
  expect(await git.rootCommit()).toBe(commit);
});

test('a repository whose settings send git to another folder is refused', async () => {
  const { root, git, open } = makeRepository();
  git('config', 'core.worktree', join(root, '..', 'home'));
  expect((await refusal(open())).next).toBe('git config --unset core.worktree');
});

test('a .git file that leads nowhere is refused', async () => {
  const { root, open } = makeRepository();
  mkdirSync(join(root, 'sub'));
  for (const text of ['gitdir: /nowhere\n', 'nonsense']) {
    writeFileSync(join(root, 'sub/.git'), text);
    expect((await refusal(open(join(root, 'sub')))).kind).toBe('invalid');
  }
});

test('broken settings of a repository are told in the words of git', async () => {
  const { write, open } = makeRepository();
  write('.git/config', '[core\n');
  expect((await refusal(open())).why).toContain('bad config line 1');
});

test('a missing git is named with what to do', async () => {
  const { root, home } = makeRepository();
  const error = await refusal(openGit({ folder: root, env: { PATH: home, HOME: home }, identity }));
  expect(error.what).toBe('git is not installed, or not in the PATH');
  expect(error.next).toContain('2.31');
});

test('a git that ignores the settings which keep it safe is refused', async () => {
  const { root, home, env } = makeRepository();
  const bin = join(home, 'bin');
  mkdirSync(bin);
  writeFileSync(join(bin, 'git'), `#!/bin/sh\nunset GIT_CONFIG_COUNT\nPATH='${env.PATH}' exec git "$@"\n`, {
    mode: 0o755,
  });
  const error = await refusal(openGit({ folder: root, env: { PATH: `${bin}:${env.PATH}`, HOME: home }, identity }));
  expect(error.what).toBe('this git is too old');
});

test("of the user's settings the ignored files count, the repository's own go first", async () => {
  const { home, git, write, open } = makeRepository();
  writeFileSync(join(home, 'ignored'), '*.log\n');
  writeFileSync(
    join(home, '.gitconfig'),
    `[core]\n\texcludesFile = ${home}/ignored\n\tpager = false\n\tautocrlf = true\n`,
  );
  git('config', 'core.autocrlf', 'false');
  write('a.log', 'one\n');
  write('b.txt', 'one\r\n');
  const opened = await open();
  expect(await opened.changedFiles()).toEqual([{ path: 'b.txt', kind: 'untracked' }]);
  await opened.commitAll({ message: 'Work' });
  expect(git('show', 'HEAD:b.txt')).toBe('one\r\n');
});
