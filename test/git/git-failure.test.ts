import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { gitFailure } from '../../src/git/git-failure.ts';
import { gitRunner } from '../../src/git/run-git.ts';
import { makeRepository } from './make-repository.ts';

const failure = (stderr: string) => gitFailure(['commit'], { exitCode: 128, stderr });

test('a failure tells the last word of git, without hints and prefixes', () => {
  const error = failure('warning: odd\nerror: first\nfatal: the end of it\nhint: read this\n\n');
  expect(error.message).toBe('git commit failed: the end of it');
});

test('a failure without a word tells the exit code', () => {
  expect(failure('').why).toBe('it ended with exit code 128');
});

test('a full disk is named with the way on', () => {
  const error = failure(
    'error: unable to write file .git/objects/ab/cd: No space left on device\nfatal: cannot store a.txt\n',
  );
  expect(error.what).toBe('the disk is full, git could not write');
  expect(error.next).toBe('free some space, then `ashlar resume`');
});

test.each([
  "fatal: Unable to create '/r/.git/index.lock': Read-only file system",
  'error: insufficient permission for adding an object to repository database .git/objects',
  "fatal: Unable to create '/r/.git/index.lock': Permission denied",
  "EACCES: permission denied, mkdtemp '/r/.git/ashlar-XXXXXX'",
  "EROFS: read-only file system, mkdtemp '/r/.git/ashlar-XXXXXX'",
])('a repository that cannot be written is named: %s', (stderr) => {
  expect(failure(stderr).what).toBe('the repository cannot be written');
});

test('a file that cannot be read is not taken for a repository that cannot be written', () => {
  const error = failure('error: open("secret"): Permission denied\nfatal: Unable to process path secret\n');
  expect(error.message).toBe('git commit failed: Unable to process path secret');
});

test('a repository of another user is refused with the command that git itself names', () => {
  const stderr =
    "fatal: detected dubious ownership in repository at '/r'\nTo add an exception for this directory, call:\n\n\tgit config --global --add safe.directory /r\n";
  expect(failure(stderr)).toMatchObject({ kind: 'denied', next: 'git config --global --add safe.directory /r' });
});

test('a lock of another git is named and left alone', async () => {
  const { root, write, open } = makeRepository();
  const git = await open();
  const lock = join(root, '.git/index.lock');
  writeFileSync(lock, '');
  write('a.txt', 'one\n');
  await expect(git.commitAll({ message: 'Work' })).rejects.toMatchObject({ kind: 'held', why: `${lock} exists` });
  expect(existsSync(lock)).toBe(true);
});

test('a git that is killed, or that fails without a word, is a failure', async () => {
  const { root, home, env } = makeRepository();
  await expect(gitRunner(root, env)(['rev-parse', '--verify', '--quiet', 'nowhere'])).rejects.toThrow('exit code 1');
  writeFileSync(join(home, 'git'), '#!/bin/sh\necho half\nkill -9 $$\n', { mode: 0o755 });
  await expect(gitRunner(root, { ...env, PATH: `${home}:${env.PATH}` })(['status'])).rejects.toThrow('exit code 128');
});

test('files of git-lfs without git-lfs are told as that', () => {
  const stderr =
    "git-lfs: 1: git-lfs: not found\nerror: external filter 'git-lfs clean -- %f' failed 127\nfatal: a.bin: clean filter 'lfs' failed\n";
  expect(gitFailure(['status'], { exitCode: 128, stderr })).toMatchObject({
    kind: 'invalid',
    what: 'files of this repository are kept by git-lfs, and git-lfs cannot run',
    why: "a.bin: clean filter 'lfs' failed",
  });
});
