import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { checkedOutBranch } from '../../src/git/checked-out-branch.ts';
import { makeRepository } from '../support/temporary-repository.ts';

test('the branch of a checkout is known from any folder in it, and changes with it', () => {
  const { root, git } = makeRepository({ 'specs/lend/design.md': '# Design\n' });
  const folder = join(root, 'specs/lend');
  expect(checkedOutBranch(folder)).toBe('main');
  git('switch', '--quiet', '--create', 'feature/lend');
  expect(checkedOutBranch(folder)).toBe('feature/lend');
  git('switch', '--quiet', '--detach');
  expect(checkedOutBranch(folder)).toBe(git('rev-parse', 'HEAD'));
});

test('a linked worktree has a branch of its own', () => {
  const { root, git } = makeRepository();
  git('worktree', 'add', '--quiet', '-b', 'other', join(root, '..', 'tree'));
  expect(checkedOutBranch(join(root, '..', 'tree'))).toBe('other');
  expect(checkedOutBranch(root)).toBe('main');
});

test('outside of a repository there is none', () => {
  const folder = mkdtempSync(join(tmpdir(), 'no-repository-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  expect(checkedOutBranch(folder)).toBeUndefined();
  mkdirSync(join(folder, '.git'));
  expect(checkedOutBranch(folder)).toBeUndefined();
  expect(checkedOutBranch(join(folder, 'missing'))).toBeUndefined();
});
