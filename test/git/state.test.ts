import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { makeRepository, type Repository } from './make-repository.ts';

/** `main` and `other` change the same line, so that whatever joins them stops in the middle. */
function makeDiverged(): Repository & { tryGit(...args: string[]): void } {
  const repository = makeRepository();
  const { root, env, git, write } = repository;
  git('switch', '--quiet', '--create', 'other');
  write('README.md', 'theirs\n');
  git('commit', '--quiet', '--all', '--message', 'Theirs');
  git('switch', '--quiet', 'main');
  write('README.md', 'ours\n');
  git('commit', '--quiet', '--all', '--message', 'Ours');
  return { ...repository, tryGit: (...args) => void spawnSync('git', args, { cwd: root, env }) };
}

test.each([
  ['merge', [['merge', 'other']]],
  ['rebase', [['rebase', 'other']]],
  ['rebase', [['rebase', '--apply', 'other']]],
  ['cherry-pick', [['cherry-pick', 'other']]],
  ['revert', [['revert', '--no-edit', 'HEAD~1']]],
  ['bisect', [['bisect', 'start']]],
  [
    'am',
    [
      ['format-patch', '-1', 'other', '--output=../patch'],
      ['am', '../patch'],
    ],
  ],
  ['clean', [['status']]],
])('a checkout in the middle of a %s says so', async (state, commands) => {
  const { write, git, tryGit, open } = makeDiverged();
  if (state === 'revert') {
    write('README.md', 'again\n');
    git('commit', '--quiet', '--all', '--message', 'Again');
  }
  for (const command of commands) tryGit(...command);
  expect((await open()).state()).toBe(state);
});

test('locks that a killed git left in a worktree of ours are removed and named, those of the user are not', async () => {
  const { root, open } = makeRepository();
  const git = await open();
  const tree = await git.addWorktree({ path: join(root, '..', 'tree'), branch: 'ashlar/demo', start: 'HEAD' });
  const own = [
    join(tree.gitDir, 'index.lock'),
    join(tree.gitDir, 'HEAD.lock'),
    join(root, '.git/refs/heads/ashlar/demo.lock'),
  ];
  const users = ['index.lock', 'HEAD.lock', 'packed-refs.lock', 'refs/heads/main.lock'].map((name) =>
    join(root, '.git', name),
  );
  for (const lock of [...own, ...users]) writeFileSync(lock, '');
  writeFileSync(join(tree.root, 'a.txt'), 'one\n');
  await expect(tree.commitAll({ message: 'Work' })).rejects.toMatchObject({ kind: 'held' });
  expect(tree.removeStaleLocks().sort()).toEqual(own.sort());
  expect(tree.removeStaleLocks()).toEqual([]);
  await tree.commitAll({ message: 'Work' });
  expect(git.removeStaleLocks()).toEqual([]);
  expect(users.filter((lock) => existsSync(lock))).toEqual(users);
});

test('a commit works after a git was killed in the middle of one, once its locks are removed', async () => {
  const { root, env, open } = makeRepository();
  const git = await open();
  const tree = await git.addWorktree({ path: join(root, '..', 'tree'), branch: 'ashlar/demo', start: 'HEAD' });
  writeFileSync(join(tree.root, 'a.txt'), 'one\n');
  const child = spawn('git', ['commit', '--all'], {
    cwd: tree.root,
    env: { ...env, GIT_EDITOR: 'kill -9 $PPID; sleep 0 #' },
  });
  await new Promise((resolve) => child.on('close', resolve));
  tree.removeStaleLocks();
  await tree.commitAll({ message: 'Work' });
  expect(readdirSync(tree.gitDir).filter((name) => name.endsWith('.lock'))).toEqual([]);
});
