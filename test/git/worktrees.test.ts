import { existsSync, mkdirSync, readdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { makeRepository } from './make-repository.ts';

async function makeTree() {
  const repository = makeRepository();
  const git = await repository.open();
  const path = join(repository.root, '..', 'trees', 'run_1');
  const add = () => git.addWorktree({ path, branch: 'ashlar/demo', start: 'HEAD' });
  return { ...repository, opened: git, path, add };
}

test('a worktree begins at the start with all files, on a branch that follows no other', async () => {
  const { root, git, path, opened } = await makeTree();
  git('branch', 'origin-like');
  git('config', 'branch.autoSetupMerge', 'always');
  const tree = await opened.addWorktree({ path, branch: 'ashlar/demo', start: 'origin-like' });
  expect(tree.root).toBe(realpathSync(path));
  expect(await tree.head()).toEqual({ ...(await opened.head()), branch: 'ashlar/demo' });
  expect(await tree.listFiles()).toEqual(['README.md']);
  expect(await tree.changedFiles()).toEqual([]);
  expect(git('config', '--get-regexp', '^branch\\.').trim()).toBe('branch.autosetupmerge always');
  expect(git('rev-parse', '--show-toplevel').trim()).toBe(root);
});

test('a worktree that is there is taken as it is, with what is in it', async () => {
  const { path, add } = await makeTree();
  await add();
  writeFileSync(join(path, 'half.txt'), 'done');
  expect(await (await add()).changedFiles()).toEqual([{ path: 'half.txt', kind: 'untracked' }]);
});

test('a worktree whose folder was deleted is made again from its branch', async () => {
  const { path, add } = await makeTree();
  const tree = await add();
  writeFileSync(join(path, 'a.txt'), 'one\n');
  const commit = await tree.commitAll({ message: 'Work' });
  rmSync(path, { recursive: true });
  const again = await add();
  expect((await again.head()).commit).toBe(commit);
  expect(existsSync(join(path, 'a.txt'))).toBe(true);
});

test('a branch whose deleted worktree lay elsewhere is taken over', async () => {
  const { root, path, opened, add } = await makeTree();
  await add();
  rmSync(path, { recursive: true });
  const elsewhere = join(root, '..', 'trees', 'run_2');
  const tree = await opened.addWorktree({ path: elsewhere, branch: 'ashlar/demo', start: 'HEAD' });
  expect(tree.root).toBe(realpathSync(elsewhere));
});

test('a missing worktree of the user stays in his list', async () => {
  const { root, git, add } = await makeTree();
  const users = join(root, '..', 'usb-stick');
  git('worktree', 'add', '--quiet', '-b', 'mine', users);
  rmSync(users, { recursive: true });
  await add();
  expect(git('worktree', 'list', '--porcelain')).toContain(users);
});

test('a branch that is checked out elsewhere is held, and the folder is named', async () => {
  const { root, opened, path, add } = await makeTree();
  await add();
  const other = join(root, '..', 'other');
  await expect(opened.addWorktree({ path: other, branch: 'ashlar/demo', start: 'HEAD' })).rejects.toMatchObject({
    kind: 'held',
    why: `it is the branch of ${path}`,
  });
  await expect(opened.addWorktree({ path: other, branch: 'main', start: 'HEAD' })).rejects.toMatchObject({
    kind: 'held',
  });
});

test('a folder with other files in it is never touched', async () => {
  const { path, add, opened } = await makeTree();
  mkdirSync(path, { recursive: true });
  writeFileSync(join(path, 'mine.txt'), 'mine');
  await expect(add()).rejects.toMatchObject({ next: `move ${path} away` });
  await expect(opened.removeWorktree(path)).resolves.toBeUndefined();
  expect(readdirSync(path)).toEqual(['mine.txt']);
});

test('a repository of its own in the folder is never taken for the worktree', async () => {
  const { path, add, opened } = await makeTree();
  const other = makeRepository();
  mkdirSync(join(path, '..'), { recursive: true });
  other.git('worktree', 'add', '--quiet', '-b', 'ashlar/demo', path);
  await expect(add()).rejects.toMatchObject({ next: `move ${path} away` });
  await expect(opened.openWorktree(path)).rejects.toThrow('it is no worktree of this repository');
  await expect(opened.openWorktree(other.root)).rejects.toThrow('it is no worktree of this repository');
  expect(existsSync(join(path, 'README.md'))).toBe(true);
});

test('a creation that was cut off before the files came is finished', async () => {
  const { git, path, add } = await makeTree();
  git('worktree', 'add', '--quiet', '--no-checkout', '-b', 'ashlar/demo', path);
  expect(await (await add()).changedFiles()).toEqual([]);
  expect(readdirSync(path)).toContain('README.md');
});

test('a creation that was cut off before the branch was noted is begun anew', async () => {
  const { root, git, path, add } = await makeTree();
  git('worktree', 'add', '--quiet', '--no-checkout', '-b', 'ashlar/demo', path);
  rmSync(join(root, '.git/worktrees/run_1/HEAD'));
  writeFileSync(join(root, '.git/worktrees/run_1/locked'), 'initializing');
  expect(await (await add()).changedFiles()).toEqual([]);
});

test('removing a worktree deletes its folder with all changes, keeps the branch, and may be said twice', async () => {
  const { git, path, opened, add } = await makeTree();
  await add();
  writeFileSync(join(path, 'a.txt'), 'one\n');
  await opened.removeWorktree(path);
  await opened.removeWorktree(path);
  expect(existsSync(path)).toBe(false);
  expect(git('branch', '--list', 'ashlar/demo').trim()).toBe('ashlar/demo');
  expect(git('worktree', 'list').trim().split('\n')).toHaveLength(1);
});

test('a worktree opens again by its path', async () => {
  const { path, opened, add } = await makeTree();
  await add();
  expect((await (await opened.openWorktree(path)).head()).branch).toBe('ashlar/demo');
});

test('a name that is no branch name is refused', async () => {
  const { path, opened } = await makeTree();
  for (const branch of ['', '-b', 'a b', 'a*']) {
    await expect(opened.addWorktree({ path, branch, start: 'HEAD' })).rejects.toMatchObject({ kind: 'usage' });
  }
  await expect(opened.addWorktree({ path, branch: 'a..b', start: 'HEAD' })).rejects.toThrow('not a valid branch name');
  await expect(opened.addWorktree({ path, branch: 'ok', start: 'nowhere' })).rejects.toThrow('nowhere');
});

test('a verb in a worktree whose folder has gone says so', async () => {
  const { path, add } = await makeTree();
  const tree = await add();
  rmSync(path, { recursive: true });
  await expect(tree.changedFiles()).rejects.toMatchObject({
    name: 'AshlarError',
    why: expect.stringContaining('does not exist'),
  });
});

test('a worktree that lies in the ignored state folder of its own repository is seen by none of the verbs there', async () => {
  const { root, git, write, open } = makeRepository();
  write('.gitignore', 'node_modules/\n');
  write('.ashlar/state/.gitignore', '*\n');
  git('add', '--all');
  git('commit', '--quiet', '--message', 'Ignore');
  const opened = await open();
  const path = join(root, '.ashlar/state/worktrees/demo');
  const tree = await opened.addWorktree({ path, branch: 'ashlar/demo', start: 'HEAD' });
  mkdirSync(join(path, 'node_modules'));
  writeFileSync(join(path, 'node_modules/x'), '');
  expect(await opened.changedFiles()).toEqual([]);
  expect(await opened.listFiles()).toEqual(['.gitignore', 'README.md']);
  expect(await opened.ignoredFolders(['node_modules'])).toEqual([]);
  expect(await tree.ignoredFolders(['node_modules'])).toEqual(['node_modules']);
});
