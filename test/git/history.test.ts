import { expect, test } from 'vitest';
import { commitMessage } from '../../src/git/message.ts';
import { makeRepository } from './make-repository.ts';

test('head knows branch and commit, and no branch where HEAD is detached', async () => {
  const { git, open } = makeRepository();
  const commit = git('rev-parse', 'HEAD').trim();
  git('switch', '--quiet', '--create', 'feature/x');
  expect(await (await open()).head()).toEqual({ commit, branch: 'feature/x' });
  git('tag', 'feature/x');
  expect(await (await open()).head()).toEqual({ commit, branch: 'feature/x' });
  git('switch', '--quiet', '--detach');
  expect(await (await open()).head()).toEqual({ commit });
});

test('a ref resolves to its commit, an unknown one to nothing, an option is refused', async () => {
  const { git, open } = makeRepository();
  git('tag', '--annotate', '--message', 'One', 'v1');
  const opened = await open();
  expect(await opened.resolve('v1')).toBe(git('rev-parse', 'HEAD').trim());
  expect(await opened.resolve('v2')).toBeUndefined();
  await expect(opened.resolve('--output=/tmp/x')).rejects.toThrow('names no commit');
  await expect(opened.commitsBetween(undefined, '--output=/tmp/x')).rejects.toThrow('names no commit');
});

test('the root commit is the same in a branch and in its base', async () => {
  const { git, open } = makeRepository();
  const first = git('rev-parse', 'HEAD').trim();
  git('commit', '--quiet', '--allow-empty', '--message', 'Second');
  expect(await (await open()).rootCommit()).toBe(first);
});

test('equal files have equal trees', async () => {
  const { git, open } = makeRepository();
  git('commit', '--quiet', '--allow-empty', '--message', 'Second');
  const opened = await open();
  expect(await opened.treeOf('HEAD')).toBe(await opened.treeOf('HEAD~1'));
  expect(await opened.treeOf('HEAD')).toBe(git('rev-parse', 'HEAD^{tree}').trim());
});

test('commits come newest first with their trailers', async () => {
  const { write, open, git: opened } = makeRepository();
  const git = await open();
  const base = (await git.head()).commit;
  const commits: string[] = [];
  for (const task of ['1', '2.1']) {
    write('a.txt', task);
    const trailers = [['Spec', 'demo'] as const, ['Task', task] as const, ['Requirements', '1.2, 2'] as const];
    commits.push(
      await git.commitAll({ message: commitMessage({ subject: `Do ${task}`, body: 'Why.\n\nMore.', trailers }) }),
    );
  }
  const dates = opened('log', '--format=%ct').split('\n');
  const committedAt = (n: number) => Number(dates[n]) * 1000;
  const trailers = (task: string) => ({ Spec: 'demo', Task: task, Requirements: '1.2, 2' });
  expect(await git.commitsBetween(base, 'HEAD')).toEqual([
    { commit: commits[1], subject: 'Do 2.1', trailers: trailers('2.1'), committedAt: committedAt(0) },
    { commit: commits[0], subject: 'Do 1', trailers: trailers('1'), committedAt: committedAt(1) },
  ]);
  expect(await git.commitsBetween('HEAD', 'HEAD')).toEqual([]);
  expect(await git.commitsBetween(undefined, 'HEAD')).toHaveLength(3);
});

test('commits of others without trailers, with folded ones and with an empty message are read', async () => {
  const { git, open } = makeRepository();
  git(
    'commit',
    '--quiet',
    '--allow-empty',
    '--message',
    'No trailers: none\n\nA text: that is none\nat all, as it\ngoes on and on',
  );
  git('commit', '--quiet', '--allow-empty', '--message', 'Folded\n\nTask: 1\n  and on\nURL: https://a.test/b');
  git('commit', '--quiet', '--allow-empty', '--allow-empty-message', '--message', '');
  const found = await (await open()).commitsBetween('HEAD~3', 'HEAD');
  expect(found.map(({ subject, trailers }) => ({ subject, trailers }))).toEqual([
    { subject: '', trailers: {} },
    { subject: 'Folded', trailers: { Task: '1 and on', URL: 'https://a.test/b' } },
    { subject: 'No trailers: none', trailers: {} },
  ]);
});

/** A repository in which a branch was merged, and one that has none of that. */
function branchedRepository() {
  const { git, open } = makeRepository();
  const commit = (message: string) => {
    git('commit', '--quiet', '--allow-empty', '--message', message);
    return git('rev-parse', 'HEAD').trim();
  };
  const base = git('rev-parse', 'HEAD').trim();
  const first = commit('first');
  git('switch', '--quiet', '--create', 'side', base);
  const side = commit('side');
  git('switch', '--quiet', 'main');
  const second = commit('second');
  git('merge', '--quiet', '--no-edit', 'side');
  const merge = git('rev-parse', 'HEAD').trim();
  git('switch', '--quiet', '--create', 'other', base);
  const other = commit('other');
  git('switch', '--quiet', 'main');
  return { open, base, first, side, second, merge, other };
}

test('commits since one that is known are those that are to be added to what came with it', async () => {
  const { open, base, first, side, second, merge, other } = branchedRepository();
  const git = await open();
  const names = async (known: string, from = base) =>
    (await git.commitsAfter(known, from, 'HEAD'))?.map(({ commit }) => commit);
  const all = (await git.commitsBetween(base, 'HEAD')).map(({ commit }) => commit);
  expect((await names(second))?.sort()).toEqual([merge, side].sort());
  const added = (await names(first)) ?? [];
  expect([...added, first].sort()).toEqual([...all].sort());
  expect((await git.commitsAfter(second, base, 'HEAD'))?.[0]).toEqual((await git.commitsBetween(base, 'HEAD'))[0]);
  expect(await names(second, side)).toEqual([merge]);
  expect(await names(other), 'of another branch').toBeUndefined();
  await expect(names('f'.repeat(40))).rejects.toThrow();
});

test('of many commits those in the history of a branch are found at once', async () => {
  const { open, base, first, side, merge, other } = branchedRepository();
  const git = await open();
  const asked = [other, base, 'f'.repeat(40), side, 'HEAD', '--all', merge];
  expect(await git.mergedInto('HEAD', asked)).toEqual([base, side, merge]);
  expect(await git.mergedInto('other', [first, base])).toEqual([base]);
  expect(await git.mergedInto('HEAD', ['f'.repeat(40)])).toEqual([]);
  expect(await git.mergedInto('HEAD', [])).toEqual([]);
});
