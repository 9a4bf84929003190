import { once } from 'node:events';
import { existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { runScript } from '../support/run-script.ts';
import { makeRepository } from './make-repository.ts';

const holdScratch = new URL('hold-scratch.ts', import.meta.url);

/** A process that is in the middle of its work in the git folder. */
async function startHolding(gitDir: string) {
  const { child, lines } = runScript(holdScratch, [gitDir]);
  onTestFinished(() => void child.kill('SIGKILL'));
  const folder: string = (await lines.next()).value;
  writeFileSync(join(folder, 'index'), 'half');
  const end = async (how: () => void) => {
    const exited = once(child, 'exit');
    how();
    await exited;
  };
  return {
    folder,
    kill: () => end(() => child.kill('SIGKILL')),
    finish: () => end(() => child.stdin.end()),
  };
}

test('a scratch folder is gone once its work is done', async () => {
  const holder = await startHolding(join(makeRepository().root, '.git'));
  expect(existsSync(holder.folder)).toBe(true);
  await holder.finish();
  expect(existsSync(holder.folder)).toBe(false);
});

test('what a killed process left is removed, in the git folder and in those of worktrees; a living one keeps its own', async () => {
  const repository = makeRepository();
  const git = await repository.open();
  const tree = await git.addWorktree({ path: join(repository.root, '..', 'tree'), branch: 'work', start: 'HEAD' });
  const [dead, deadInTree, living] = await Promise.all([git, tree, git].map(({ gitDir }) => startHolding(gitDir)));
  await dead?.kill();
  await deadInTree?.kill();
  git.removeDeadScratch();
  expect([dead, deadInTree, living].map((holder) => existsSync(holder?.folder ?? ''))).toEqual([false, false, true]);
  await living?.finish();
});

test('a folder whose number is that of a later process by now is removed, one of another host and foreign ones stay', async () => {
  const git = await makeRepository().open();
  const holder = await startHolding(git.gitDir);
  await holder.kill();
  const [, host = '', , start = ''] = /ashlar-(\w+)-(\d+)-(\w+)-\w+$/.exec(holder.folder) ?? [];
  const reused = join(git.gitDir, `ashlar-${host}-${process.pid}-${start}-abcdef`);
  renameSync(holder.folder, reused);
  const elsewhere = join(git.gitDir, `ashlar-00000000-${process.pid}-${start}-abcdef`);
  const foreign = join(git.gitDir, 'ashlar-of-mine');
  for (const folder of [elsewhere, foreign]) mkdirSync(folder);
  git.removeDeadScratch();
  expect([reused, elsewhere, foreign].map((folder) => existsSync(folder))).toEqual([false, true, true]);
});
