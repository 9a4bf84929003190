import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readHead } from '../../src/git/read-head.ts';
import { makeRepository } from './make-repository.ts';

test('the files of a branch tell its commit, in a worktree too', async () => {
  const { root, git, open } = makeRepository();
  const commit = git('rev-parse', 'HEAD').trim();
  git('switch', '--quiet', '--create', 'feature/x');
  expect(readHead(await open())).toEqual({ commit, branch: 'feature/x' });
  const tree = await (await open()).addWorktree({ path: join(root, '..', 'tree'), branch: 'other', start: commit });
  expect(readHead(tree)).toEqual({ commit, branch: 'other' });
  git('switch', '--quiet', '--detach');
  expect(readHead(await open())).toEqual({ commit });
});

test('where the files do not tell, git does: packed, unborn and symbolic branches', async () => {
  const { root, git, open } = makeRepository();
  const opened = await open();
  const { commit, branch } = await opened.head();
  git('pack-refs', '--all');
  expect(readHead(opened)).toBeUndefined();
  expect(await opened.head()).toEqual({ commit, branch });
  git('symbolic-ref', 'refs/heads/alias', `refs/heads/${branch}`);
  git('symbolic-ref', 'HEAD', 'refs/heads/alias');
  expect(readHead(opened)).toBeUndefined();
  expect((await opened.head()).commit).toBe(commit);
  git('symbolic-ref', 'HEAD', 'refs/heads/new');
  expect(await opened.head()).toEqual({ branch: 'new' });
  writeFileSync(join(root, '.git', 'HEAD'), 'ref: refs/heads/../../../secret\n');
  expect(readHead(opened)).toBeUndefined();
  rmSync(join(root, '.git', 'HEAD'));
  expect(readHead(opened)).toBeUndefined();
});
