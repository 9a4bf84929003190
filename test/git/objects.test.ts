import { expect, test } from 'vitest';
import { makeRepository } from './make-repository.ts';

test('files of commits are read in the order asked for, and what is not there is undefined', async () => {
  const { git, write, open } = makeRepository();
  write('a b.txt', 'one\n');
  write('bytes', Uint8Array.from([0, 255, 10]));
  git('add', '--all');
  git('commit', '--quiet', '--message', 'two files');
  const commit = git('rev-parse', 'HEAD').trim();
  const places = ['bytes', 'none', 'a b.txt', 'line\nbreak', 'a b.txt'].map((path) => ({ commit, path }));
  const repository = await open();
  const [bytes, none, text, odd, again] = await repository.readFiles(places);
  expect([...(bytes ?? [])]).toEqual([0, 255, 10]);
  expect([none, odd]).toEqual([undefined, undefined]);
  expect([String(text), String(again)]).toEqual(['one\n', 'one\n']);
  const ids = await repository.blobIds(places);
  expect(ids[2]).toBe(git('rev-parse', 'HEAD:a b.txt').trim());
  expect(ids[1]).toBeUndefined();
  expect(await repository.readFiles([{ commit: 'f'.repeat(40), path: 'a b.txt' }])).toEqual([undefined]);
});

test('changed files are those that differ from a commit, staged, unstaged and untracked ones included', async () => {
  const { git, write, open } = makeRepository();
  const first = git('rev-parse', 'HEAD').trim();
  for (const path of ['committed.ts', 'edited.ts', 'same.ts']) write(path, 'a\n');
  git('add', '--all');
  git('commit', '--quiet', '--message', 'more');
  write('edited.ts', 'b\n');
  write('untracked.ts', 'c\n');
  const repository = await open();
  expect((await repository.changedPaths('HEAD')).sort()).toEqual(['edited.ts', 'untracked.ts']);
  expect((await repository.changedPaths(first)).sort()).toEqual([
    'committed.ts',
    'edited.ts',
    'same.ts',
    'untracked.ts',
  ]);
  expect(await repository.changedPaths(first, 'HEAD')).toEqual(['committed.ts', 'edited.ts', 'same.ts']);
  const clean = await repository.cleanBlobs();
  expect([clean.has('same.ts'), clean.has('edited.ts'), clean.has('untracked.ts')]).toEqual([true, false, false]);
  expect(clean.get('same.ts')).toBe(git('rev-parse', 'HEAD:same.ts').trim());
});

test('a text is found in the files of a commit, not in those of the working tree', async () => {
  const { git, write, open } = makeRepository();
  write('tests/a.test.ts', "it('locks [lockout 1.2]')\n");
  git('add', '--all');
  git('commit', '--quiet', '--message', 'a test');
  write('b.test.ts', '[lockout 1.3]\n');
  expect(await (await open()).filesWith('[lockout ', 'HEAD')).toEqual(['tests/a.test.ts']);
  expect(await (await open()).filesWith('[other ', 'HEAD')).toEqual([]);
});

test('the default branch is that of the remote, else main or master; a branch left it where both last met', async () => {
  const { git, write, open } = makeRepository();
  git('branch', '--move', 'master');
  const fork = git('rev-parse', 'HEAD').trim();
  expect(await (await open()).defaultBranch()).toBe('refs/heads/master');
  git('switch', '--quiet', '--create', 'feature');
  write('a.ts', 'a\n');
  git('add', '--all');
  git('commit', '--quiet', '--message', 'a');
  const repository = await open();
  expect(await repository.mergeBase('HEAD', 'master')).toBe(fork);
  git('update-ref', 'refs/remotes/origin/trunk', fork);
  git('symbolic-ref', 'refs/remotes/origin/HEAD', 'refs/remotes/origin/trunk');
  expect(await repository.defaultBranch()).toBe('refs/remotes/origin/trunk');
});
