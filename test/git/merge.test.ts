import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { fingerprint, makeRepository } from './make-repository.ts';

/** Two branches, `main` and `work`, that changed these files since they parted. */
function makeFork(main: Readonly<Record<string, string>>, work: Readonly<Record<string, string>>) {
  const repository = makeRepository();
  const { git, write } = repository;
  const commit = (message: string, files: Readonly<Record<string, string>>) => {
    for (const [path, text] of Object.entries(files)) write(path, text);
    git('add', '--all');
    git('commit', '--quiet', '--allow-empty', '--message', message);
    return git('rev-parse', 'HEAD').trim();
  };
  git('switch', '--quiet', '--create', 'work');
  commit('Work', work);
  git('switch', '--quiet', 'main');
  commit('Main', main);
  return { ...repository, commit };
}

test('the files in which two branches conflict are named, whatever they are called, and nothing is changed', async () => {
  const repository = makeFork(
    { 'README.md': '# Mine\n', 'a\nb.txt': 'mine\n', 'own.txt': 'mine\n' },
    { 'README.md': '# Theirs\n', 'a\nb.txt': 'theirs\n', 'other.txt': 'theirs\n' },
  );
  const git = await repository.open();
  const before = fingerprint(repository);
  expect(await git.conflictsBetween('main', 'work')).toEqual(['README.md', 'a\nb.txt']);
  expect(fingerprint(repository)).toEqual(before);
});

test('branches that changed other files, and one that is merged already, do not conflict', async () => {
  const { open, git } = makeFork({ 'own.txt': 'mine\n' }, { 'other.txt': 'theirs\n' });
  const opened = await open();
  expect(await opened.conflictsBetween('main', 'work')).toEqual([]);
  git('merge', '--quiet', 'work');
  expect(await opened.conflictsBetween('main', 'work')).toEqual([]);
});

test('where two histories have nothing in common nobody can tell', async () => {
  const { open, git } = makeRepository();
  git('switch', '--quiet', '--orphan', 'other');
  git('commit', '--quiet', '--allow-empty', '--message', 'Other');
  expect(await (await open()).conflictsBetween('main', 'other')).toBeUndefined();
});

test('the changes of commits are taken out of index and files, the newest first', async () => {
  const { root, open, git, commit } = makeFork({ 'a.txt': 'one\n' }, {});
  const first = commit('First', { 'a.txt': 'two\n' });
  commit('Between', { 'b.txt': 'b\n' });
  const second = commit('Second', { 'a.txt': 'three\n' });
  const opened = await open();
  expect(await opened.takeOut([second, first])).toEqual([]);
  expect(readFileSync(join(root, 'a.txt'), 'utf8')).toBe('one\n');
  expect(existsSync(join(root, 'b.txt'))).toBe(true);
  expect(git('diff', '--cached', '--name-only').trim()).toBe('a.txt');
});

test('a commit on whose lines others were built names the files that conflict', async () => {
  const { open, commit } = makeFork({ 'a.txt': 'one\n' }, {});
  const first = commit('First', { 'a.txt': 'two\n', 'c.txt': 'c\n' });
  commit('Second', { 'a.txt': 'three\n' });
  expect(await (await open()).takeOut([first])).toEqual(['a.txt']);
});

test('a branch is moved on with its files, uncommitted changes of others stay', async () => {
  const { root, open, git, write } = makeFork({}, { 'new.txt': 'new\n' });
  git('reset', '--quiet', '--hard', 'HEAD^');
  write('README.md', '# Mine\n');
  write('untracked.txt', 'mine\n');
  const opened = await open();
  await opened.fastForwardTo('work');
  expect(git('rev-parse', 'main')).toBe(git('rev-parse', 'work'));
  expect(readFileSync(join(root, 'README.md'), 'utf8')).toBe('# Mine\n');
  expect(existsSync(join(root, 'new.txt'))).toBe(true);
});

test('a branch is not moved over an uncommitted change, nor to a commit that does not follow', async () => {
  const repository = makeFork({}, { 'README.md': '# Theirs\n' });
  const opened = await repository.open();
  await expect(opened.fastForwardTo('work')).rejects.toThrow('git merge failed');
  repository.git('reset', '--quiet', '--hard', 'HEAD^');
  repository.write('README.md', '# Mine\n');
  const before = fingerprint(repository);
  await expect(opened.fastForwardTo('work')).rejects.toThrow('git merge failed');
  expect(fingerprint(repository)).toEqual(before);
});
