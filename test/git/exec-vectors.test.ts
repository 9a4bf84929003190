import { appendFileSync, chownSync, existsSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { AshlarError } from '../../src/base/errors.ts';
import type { Git } from '../../src/git/open-git.ts';
import { makeTarget, type Target, vectors } from './exec-vectors.ts';

const gone = '1234567890123456789012345678901234567890';

/** Every verb that there is, on a dirty tree; what refuses may refuse, and must run nothing either. */
async function runEveryVerb(target: Target): Promise<void> {
  const { root, write, open } = target;
  const git = await open();
  const base = (await git.head()).commit ?? '';
  const either = async (verb: Promise<unknown>) => {
    await verb.catch((error: unknown) => {
      if (!(error instanceof AshlarError)) throw error;
    });
  };
  dirty(target);
  await either(look(git, base));
  write('new.x', 'new\n');
  await either(git.saveBackup('one', { message: 'Backup' }));
  await either(git.patchAgainst(base));
  const path = join(root, '..', 'tree');
  const tree = await git.addWorktree({ path, branch: 'work/one', start: base }).catch(() => undefined);
  if (tree !== undefined) {
    for (const name of ['a.x', 'd.x']) writeFileSync(join(path, name), 'two\n');
    const commit = await tree.commitAll({ message: 'Work\n\nTask: 1\n', allowEmpty: true });
    await either(look(tree, base));
    await either(git.conflictsBetween(base, commit));
    await either(tree.softResetTo(base));
    await either(tree.resetTo(commit));
    const detached = await git.addDetached({ path: join(root, '..', 'detached'), commit });
    await either(detached.takeOut([commit]));
    await either(tree.putBack(['a.x', 'new.x'], base));
    await either(tree.resetTo(base));
    await either(tree.fastForwardTo(commit));
    await either(git.removeWorktree(path));
  }
  await either(git.attachBranch('work/two', base));
  await either(git.commitAll({ message: 'In place' }));
}

async function look(git: Git, base: string): Promise<void> {
  git.state();
  await git.rootCommit();
  await git.resolve(gone).catch(() => undefined);
  await git.listFiles();
  await git.ignoredFolders(['node_modules']);
  await git.changedFiles();
  await git.diffStat(base);
  await git.readAt('HEAD', 'a.x');
  await git.commitsBetween(base, 'HEAD');
  await git.trails([base]);
  await git.pathsChangedBy([base]);
  await git.filesMatching('on');
  await git.filesWith('one', 'HEAD');
  await git.readFiles([{ commit: 'HEAD', path: 'a.x' }]);
  await git.cleanBlobs();
  await git.changedPaths(base);
  await git.readCommit('HEAD');
  await git.blame('c.txt', 1);
}

/** Makes git doubt its index, so that it has to read the files through their filters. */
function dirty({ root }: Target): void {
  for (const name of ['a.x', 'b.x', 'c.txt'].filter((name) => existsSync(join(root, name))))
    utimesSync(join(root, name), new Date('2035-01-01'), new Date('2035-01-01'));
}

test.each(vectors)('$name: no verb runs it', async ({ plant }) => {
  const target = makeTarget();
  plant(target);
  target.fired();
  await runEveryVerb(target);
  expect(target.fired()).toEqual([]);
});

/** Those that plain git meets in everyday work; with others it would reach for hosts, or go round in circles. */
const everyday =
  /^(?:hooks|core\.fsmonitor|filter|diff\.|gpg\.program|a tracked file|settings for one branch|a driver|attributes in)/;

test('the same repositories do run their programs under plain git', () => {
  const chosen = vectors.filter(({ name }) => everyday.test(name));
  const dead = chosen.filter(({ plant }) => {
    const target = makeTarget();
    plant(target);
    target.fired();
    dirty(target);
    const tries = [
      ['status'],
      ['add', '--all'],
      ['diff', 'HEAD'],
      ['log', '-p', '-1'],
      ['commit', '--allow-empty', '--message', 'x'],
      ['-c', 'commit.gpgSign=false', 'commit', '--allow-empty', '--message', 'x'],
      ['switch', '-c', 'work/one'],
      ['worktree', 'add', '-b', 'work/two', '../plain'],
    ];
    for (const name of ['a.x', 'c.txt']) appendFileSync(join(target.root, name), 'more\n');
    for (const args of tries) tryPlain(target, args);
    return target.fired().length === 0;
  });
  expect(chosen.length).toBeGreaterThan(12);
  expect(dead.map(({ name }) => name)).toEqual([]);
});

function tryPlain({ git }: Target, args: readonly string[]): void {
  try {
    git(...args);
  } catch {
    // Whether git itself is content does not matter here.
  }
}

test('a program that the settings name only while we work is not run either', async () => {
  const target = makeTarget();
  const git = await target.open();
  target.git('config', 'filter.evil.clean', target.canary('late'));
  target.write('a.x', 'changed\n');
  await git.commitAll({ message: 'Work' });
  const path = join(target.root, '..', 'tree');
  const tree = await git.addWorktree({ path, branch: 'work', start: 'HEAD' });
  target.git('config', 'filter.late.clean', target.canary('later'));
  target.git('config', 'include.path', 'made-later');
  target.write('.git/made-later', `[filter "latest"]\n\tclean = ${target.canary('latest')}\n`);
  writeFileSync(join(path, '.gitattributes'), '*.x filter=late\n*.y filter=latest\n');
  for (const name of ['a.x', 'b.y']) writeFileSync(join(path, name), 'more\n');
  await tree.commitAll({ message: 'Work' });
  rmSync(join(target.root, '.git/made-later'));
  expect(target.fired()).toEqual([]);
});

test('a repository of somebody else, and one whose place is not its own, is opened by name or not at all', async () => {
  const target = makeTarget();
  const other = makeTarget();
  other.git('config', 'core.fsmonitor', other.canary('other', 'exit 1'));
  rmSync(join(target.root, '.git'), { recursive: true });
  target.write('.git', `gitdir: ${join(other.root, '.git')}\n`);
  await runEveryVerb(target).catch((error: unknown) => expect(error).toBeInstanceOf(AshlarError));
  expect(other.fired()).toEqual([]);
});

test.runIf(process.getuid?.() === 0)(
  'a repository that belongs to another user is refused, and runs nothing',
  async () => {
    const target = makeTarget();
    target.git('config', 'core.fsmonitor', target.canary('foreign', 'exit 1'));
    target.git('config', 'filter.evil.clean', target.canary('foreign-clean'));
    for (const name of ['', '.git', '.git/config']) chownSync(join(target.root, name), 54_321, 54_321);
    target.fired();
    await expect(target.open()).rejects.toBeInstanceOf(AshlarError);
    expect(target.fired()).toEqual([]);
  },
);

test.each([
  ['a name with a line break', 'Eve\nTask: 9', 'eve@example.test'],
  ['a name with a command', '$(touch fired) `touch fired`', '"; touch fired"@x'],
  ['an address with a bracket', 'Eve', 'a> <b@example.test'],
])('%s of the person is data', async (_what, name, email) => {
  const target = makeTarget();
  const git = await target.open();
  target.git('config', 'user.name', name);
  target.git('config', 'user.email', email);
  target.write('c.txt', 'two\n');
  await git.commitAll({ message: 'Work' });
  expect(target.git('log', '-1', '--format=%an|%ae')).toBe('Ashlar|ashlar@example.test\n');
  expect(existsSync(join(target.root, 'fired'))).toBe(false);
});
