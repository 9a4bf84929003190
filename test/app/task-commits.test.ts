import { expect, test } from 'vitest';
import { commitsOfTask, standingCommits } from '../../src/app/task-commits.ts';

const commit = (name: string, trailers: Record<string, string>) => {
  return { commit: name, subject: name, trailers: { Spec: 'lend', ...trailers }, committedAt: 0 };
};

/** Newest first. */
const commits = [
  commit('1 again', { Task: '1' }),
  commit('of another spec', { Spec: 'other', Task: '3' }),
  commit('a person', {}),
  commit('1 taken back', { Undoes: '1' }),
  commit('3', { Task: '3' }),
  commit('2 taken back, by 4', { Task: '4', Undoes: '2' }),
  commit('2', { Task: '2' }),
  commit('1 mended', { Task: '1' }),
  commit('1', { Task: '1' }),
];

test('what was taken back is left out, and what was made after that counts again', () => {
  expect(standingCommits(commits, 'lend').map(({ subject }) => subject)).toEqual([
    '1 again',
    '3',
    '2 taken back, by 4',
  ]);
});

test('all tasks at once are what each is by itself', () => {
  for (const task of ['1', '2', '3', '4', '5']) {
    const own = standingCommits(commits, 'lend').filter(({ trailers }) => trailers.Task === task);
    const alone = commitsOfTask(commits, 'lend', task).filter(({ trailers }) => trailers.Task === task);
    expect(own, task).toEqual(alone);
  }
});
