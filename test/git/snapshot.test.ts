import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { fingerprint, makeRepository, type Repository } from './make-repository.ts';

/** A checkout in which everything is dirty: staged, unstaged, both, deleted, untracked, ignored, stashed. */
function makeDirty(): Repository {
  const repository = makeRepository();
  const { root, git, write } = repository;
  write('.gitignore', '*.log\n');
  for (const name of ['staged', 'unstaged', 'both', 'deleted', 'latin1']) write(name, 'one\n');
  write('stashed', 'one\n');
  git('add', '--all');
  git('commit', '--quiet', '--message', 'Add');
  write('stashed', 'two\n');
  git('stash', '--quiet');
  write('staged', 'two\n');
  write('both', 'two\n');
  git('add', 'staged', 'both');
  write('both', 'three\n');
  write('unstaged', 'two\n');
  rmSync(join(root, 'deleted'));
  write('new\nfile', 'new\n');
  write('latin1', Buffer.from([0xe9, 0x0a]));
  write('image', Buffer.from([0, 1, 2, 255]));
  write('a.log', 'ignored\n');
  return repository;
}

test('no verb that looks changes files, index, HEAD, branches, settings or stash of a dirty checkout', async () => {
  const dirty = makeDirty();
  const git = await dirty.open();
  const later = new Date('2035-01-01');
  utimesSync(join(dirty.root, 'README.md'), later, later);
  const before = fingerprint(dirty);
  await git.changedFiles();
  await git.patchAgainst('HEAD');
  await git.diffStat('HEAD');
  await git.saveBackup('one', { message: 'Backup' });
  await git.listFiles();
  const path = join(dirty.root, '..', 'tree');
  const tree = await git.addWorktree({ path, branch: 'ashlar/work', start: 'HEAD' });
  writeFileSync(join(path, 'staged'), 'agent\n');
  await tree.commitAll({ message: 'Work' });
  await tree.resetTo('HEAD~1');
  await git.removeWorktree(path);
  expect(fingerprint(dirty)).toEqual(before);
  expect(readdirSync(join(dirty.root, '.git')).filter((name) => /ashlar-|lock/.test(name))).toEqual([]);
});

test('a patch leads from the commit to the very files, untracked, binary and foreign bytes included', async () => {
  const dirty = makeDirty();
  for (const name of ['diff.noprefix', 'diff.mnemonicPrefix']) dirty.git('config', name, 'true');
  dirty.git('config', 'color.ui', 'always');
  const patch = await (await dirty.open()).patchAgainst('HEAD');
  const clone = mkdtempSync(join(dirty.root, '..', 'clone-'));
  execFileSync('git', ['clone', '--quiet', dirty.root, clone], { env: dirty.env });
  execFileSync('git', ['apply', '-'], { cwd: clone, env: dirty.env, input: patch });
  const names = readdirSync(dirty.root).filter((name) => name !== '.git' && name !== 'a.log');
  expect(readdirSync(clone).filter((name) => name !== '.git')).toEqual(names);
  for (const name of names) expect(readFileSync(join(clone, name))).toEqual(readFileSync(join(dirty.root, name)));
});

test('a patch of a clean checkout is empty', async () => {
  const { open } = makeRepository();
  expect(await (await open()).patchAgainst('HEAD')).toHaveLength(0);
});

test('an edit that leaves size and time of a file as the index knows them is not missed', async () => {
  const { root, git, write, open } = makeRepository();
  const when = new Date('2026-01-01T00:00:00.500Z');
  write('a.txt', 'one\n');
  utimesSync(join(root, 'a.txt'), when, when);
  git('add', '--all');
  git('commit', '--quiet', '--message', 'Add');
  utimesSync(join(root, '.git/index'), when, when);
  git('config', 'core.trustctime', 'false');
  writeFileSync(join(root, 'a.txt'), 'two\n');
  utimesSync(join(root, 'a.txt'), when, when);
  expect(statSync(join(root, '.git/index')).mtimeMs).toBe(when.getTime());
  expect((await (await open()).patchAgainst('HEAD')).toString()).toContain('+two');
});

test('lines are counted between commits and against the files as they are', async () => {
  const { git, write, open } = makeRepository();
  const opened = await open();
  write('README.md', '# Demo\nmore\n');
  write('image', Buffer.from([0, 1, 2, 255]));
  const expected = [
    { path: 'README.md', added: 1, deleted: 0 },
    { path: 'image', added: undefined, deleted: undefined },
  ];
  expect(await opened.diffStat('HEAD')).toEqual(expected);
  await opened.commitAll({ message: 'Work' });
  expect(await opened.diffStat('HEAD~1', 'HEAD')).toEqual(expected);
  expect(await opened.diffStat('HEAD')).toEqual([]);
  expect(git('status', '--porcelain')).toBe('');
});

test('a backup holds the files as they are and, as second parent, what was staged', async () => {
  const dirty = makeDirty();
  const { git } = dirty;
  const head = git('rev-parse', 'HEAD').trim();
  const saved = await (await dirty.open()).saveBackup('run_1', { message: 'Before the run' });
  expect(git('rev-parse', 'refs/ashlar/backup/run_1').trim()).toBe(saved);
  expect(git('show', `${saved}:both`)).toBe('three\n');
  expect(git('show', `${saved}^2:both`)).toBe('two\n');
  expect(git('show', `${saved}^2:staged`)).toBe('two\n');
  expect(git('rev-parse', `${saved}^1`, `${saved}^2^1`).trim().split('\n')).toEqual([head, head]);
  const names = git('ls-tree', '-z', '--name-only', saved).split('\0').slice(0, -1);
  expect(names).toContain('new\nfile');
  expect(names).not.toContain('deleted');
  expect(names).not.toContain('a.log');
  expect(git('log', '-1', '--format=%s', saved)).toBe('Before the run\n');
});

test('a backup of a checkout where nothing more is staged has one parent', async () => {
  const { git, write, open } = makeRepository();
  write('a.txt', 'one\n');
  const opened = await open();
  await opened.saveBackup('one', { message: 'Backup' });
  git('add', '--all');
  await opened.saveBackup('two', { message: 'Backup' });
  for (const name of ['one', 'two']) {
    expect(git('rev-list', '--parents', '-1', `refs/ashlar/backup/${name}`).trim().split(' ')).toHaveLength(2);
  }
});

test('a backup works before the first commit and in the middle of a conflict', async () => {
  const empty = makeRepository({ empty: true });
  empty.write('a.txt', 'one\n');
  await (await empty.open()).saveBackup('one', { message: 'Backup' });
  expect(empty.git('show', 'refs/ashlar/backup/one:a.txt')).toBe('one\n');

  const { root, env, git, write, open } = makeRepository();
  git('switch', '--quiet', '--create', 'other');
  write('README.md', 'theirs\n');
  git('commit', '--quiet', '--all', '--message', 'Theirs');
  git('switch', '--quiet', 'main');
  write('README.md', 'ours\n');
  git('commit', '--quiet', '--all', '--message', 'Ours');
  spawnSync('git', ['merge', 'other'], { cwd: root, env });
  await (await open()).saveBackup('one', { message: 'Backup' });
  expect(git('show', 'refs/ashlar/backup/one:README.md')).toContain('<<<<<<<');
  expect(git('ls-files', '--unmerged')).not.toBe('');
});

test('a backup under a name that git does not take is refused', async () => {
  const { open } = makeRepository();
  await expect((await open()).saveBackup('a..b', { message: 'Backup' })).rejects.toThrow('git update-ref failed');
});
