import { existsSync, lstatSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { makeRepository } from './make-repository.ts';

test('files are put back as a commit has them, in the index too; those that it does not have go, others stay', async () => {
  const { root, git, write, open } = makeRepository();
  write('run.sh', '#!/bin/sh\n');
  write('a[1].txt', 'one\n');
  git('add', '--all');
  git('update-index', '--chmod=+x', 'run.sh');
  git('commit', '--quiet', '--message', 'Files');
  git('checkout', '--quiet', '--force', 'HEAD');
  const opened = await open();
  const base = (await opened.head()).commit ?? '';
  write('run.sh', 'changed\n');
  write('a[1].txt', 'two\n');
  write('a1.txt', 'stays\n');
  write('new/file', 'new\n');
  symlinkSync('/', join(root, 'link'));
  git('add', 'new', 'link', 'run.sh');
  await opened.putBack(['run.sh', 'a[1].txt', 'new/file', 'link'], base);
  expect(readFileSync(join(root, 'run.sh'), 'utf8')).toBe('#!/bin/sh\n');
  expect(lstatSync(join(root, 'run.sh')).mode & 0o111).not.toBe(0);
  expect(readFileSync(join(root, 'a[1].txt'), 'utf8')).toBe('one\n');
  expect(lstatSync(join(root, 'link'), { throwIfNoEntry: false })).toBeUndefined();
  expect(existsSync(join(root, 'new/file'))).toBe(false);
  expect(git('status', '--porcelain')).toBe('?? a1.txt\n');
});
