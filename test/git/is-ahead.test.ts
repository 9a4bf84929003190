import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { systemClock } from '../../src/base/clock.ts';
import { isAhead } from '../../src/git/is-ahead.ts';
import { makeRepository, type Repository } from './make-repository.ts';

const ask = ({ root, env }: Repository, branch: string) =>
  isAhead({ folder: root, branch, env, clock: systemClock, signal: new AbortController().signal });

test('a branch is ahead while the checkout lacks a commit of it', async () => {
  const repository = makeRepository();
  const { git, write } = repository;
  git('switch', '--quiet', '--create', 'ashlar/lend');
  write('a.txt', 'one\n');
  git('add', '--all');
  git('commit', '--quiet', '--message', 'Lend');
  expect(await ask(repository, 'ashlar/lend')).toBe(false);
  git('switch', '--quiet', 'main');
  expect(await ask(repository, 'ashlar/lend')).toBe(true);
  git('merge', '--quiet', '--no-ff', '--message', 'Merge', 'ashlar/lend');
  expect(await ask(repository, 'ashlar/lend')).toBe(false);
});

test('a branch that is not there, and one of a repository without commits, is not ahead', async () => {
  expect(await ask(makeRepository(), 'ashlar/none')).toBe(false);
  expect(await ask(makeRepository({ empty: true }), 'ashlar/none')).toBe(false);
});

test('a branch that is named like an option is only a name, and nothing that the repository names runs', async () => {
  const repository = makeRepository();
  const { root, git } = repository;
  const canary = join(root, '..', 'canary');
  for (const key of ['core.fsmonitor', 'core.pager', 'core.sshCommand', 'core.askPass'])
    git('config', key, `touch ${canary}`);
  git('config', 'alias.rev-list', `!touch ${canary}`);
  expect(await ask(repository, '--all')).toBe(false);
  expect(existsSync(canary)).toBe(false);
});
