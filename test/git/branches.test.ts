import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { makeRepository } from './make-repository.ts';

test('a new branch is checked out in place with everything that was uncommitted', async () => {
  const { root, git, write, open } = makeRepository();
  write('README.md', 'staged\n');
  git('add', '--all');
  write('README.md', 'unstaged\n');
  write('a.txt', 'one\n');
  const before = git('status', '--porcelain');
  const opened = await open();
  await opened.attachBranch('ashlar/demo', 'HEAD');
  expect(await opened.head()).toEqual({ commit: git('rev-parse', 'main').trim(), branch: 'ashlar/demo' });
  expect(git('status', '--porcelain')).toBe(before);
  expect(git('show', ':README.md')).toBe('staged\n');
  expect(readFileSync(join(root, 'README.md'), 'utf8')).toBe('unstaged\n');
});

test('a branch that is there is checked out with its files, and never over uncommitted changes', async () => {
  const { root, git, write, open } = makeRepository();
  const opened = await open();
  await opened.attachBranch('ashlar/demo', 'HEAD');
  write('README.md', 'theirs\n');
  const commit = await opened.commitAll({ message: 'Work' });
  git('switch', '--quiet', 'main');
  write('README.md', 'mine\n');
  await expect(opened.attachBranch('ashlar/demo', 'HEAD')).rejects.toThrow('git switch failed');
  expect(readFileSync(join(root, 'README.md'), 'utf8')).toBe('mine\n');
  await opened.resetTo('HEAD');
  await opened.attachBranch('ashlar/demo', 'HEAD');
  expect((await opened.head()).commit).toBe(commit);
});
