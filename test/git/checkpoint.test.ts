import { spawnSync } from 'node:child_process';
import { chmodSync, lstatSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { makeRepository } from './make-repository.ts';

const oddNames = [
  'new\nline',
  'tab\there',
  'quo"te',
  "apo'strophe",
  'back\\slash',
  '-dash',
  '--output=x',
  ':(top)magic',
  '*.glob',
  '[a]',
  ' leading',
  'trailing ',
  'ünïcödé',
  'u\u0308nfd',
  '🪨',
  '#hash',
  'dir with space/inner',
];

test('files of every name are seen, committed, changed and deleted under their exact names', async () => {
  const { root, git, write, open } = makeRepository();
  const opened = await open();
  const inCommit = () =>
    git('ls-tree', '-r', '-z', '--name-only', 'HEAD')
      .split('\0')
      .filter((name) => name !== '' && name !== 'README.md');
  for (const name of oddNames) write(name, 'one\n');
  expect((await opened.changedFiles()).map(({ path }) => path).sort()).toEqual([...oddNames].sort());
  await opened.commitAll({ message: 'Add' });
  expect(inCommit().sort()).toEqual([...oddNames].sort());
  expect((await opened.listFiles()).sort()).toEqual(['README.md', ...oddNames].sort());

  for (const name of oddNames) write(name, 'two\n');
  expect((await opened.changedFiles()).every(({ kind }) => kind === 'changed')).toBe(true);
  const commit = await opened.commitAll({ message: 'Change' });
  expect((await opened.diffStat('HEAD~1', commit)).map(({ path }) => path).sort()).toEqual([...oddNames].sort());

  for (const name of oddNames) rmSync(join(root, name));
  expect((await opened.changedFiles()).every(({ kind }) => kind === 'deleted')).toBe(true);
  await opened.commitAll({ message: 'Delete' });
  expect(inCommit()).toEqual([]);
});

test('each kind of change is named', async () => {
  const { root, git, write, open } = makeRepository();
  for (const name of ['changed', 'deleted', 'staged']) write(name, 'one\n');
  git('add', '--all');
  git('commit', '--quiet', '--message', 'Add');
  write('changed', 'two\n');
  rmSync(join(root, 'deleted'));
  write('staged', 'two\n');
  write('added', 'one\n');
  git('add', 'staged', 'added');
  write('untracked', 'one\n');
  expect(await (await open()).changedFiles()).toEqual([
    { path: 'added', kind: 'added' },
    { path: 'changed', kind: 'changed' },
    { path: 'deleted', kind: 'deleted' },
    { path: 'staged', kind: 'changed' },
    { path: 'untracked', kind: 'untracked' },
  ]);
});

test('a conflict is named as one', async () => {
  const { git, write, env, root, open } = makeRepository();
  git('switch', '--quiet', '--create', 'other');
  write('README.md', 'theirs\n');
  git('commit', '--quiet', '--all', '--message', 'Theirs');
  git('switch', '--quiet', 'main');
  write('README.md', 'ours\n');
  git('commit', '--quiet', '--all', '--message', 'Ours');
  spawnSync('git', ['merge', 'other'], { cwd: root, env });
  expect(await (await open()).changedFiles()).toEqual([{ path: 'README.md', kind: 'conflicted' }]);
});

test('a file that becomes a folder, a folder that becomes a file, a link and a mode are committed as they are', async () => {
  const { root, git, write, open } = makeRepository();
  for (const path of ['file', 'folder/a', 'folder/b', 'plain', 'run.sh']) write(path, 'one\n');
  git('add', '--all');
  git('commit', '--quiet', '--message', 'Add');
  rmSync(join(root, 'file'));
  rmSync(join(root, 'folder'), { recursive: true });
  rmSync(join(root, 'plain'));
  write('file/inner', 'one\n');
  write('folder', 'one\n');
  symlinkSync('folder', join(root, 'plain'));
  chmodSync(join(root, 'run.sh'), 0o755);
  await (await open()).commitAll({ message: 'Swap' });
  expect(git('ls-tree', '-r', '--format=%(objectmode) %(path)', 'HEAD').trim().split('\n')).toEqual([
    '100644 README.md',
    '100644 file/inner',
    '100644 folder',
    '120000 plain',
    '100755 run.sh',
  ]);
  expect(git('status', '--porcelain')).toBe('');
});

test('excluded files and folders stay out of the commit', async () => {
  const { git, write, open } = makeRepository();
  for (const path of ['specs/demo/tasks.md', 'specs/demo-two/x', 'src/a.ts', '*', 'ledger']) write(path, 'one\n');
  await (await open()).commitAll({ message: 'Work', exclude: ['specs/demo', 'ledger', '*'] });
  expect(git('show', '--name-only', '--format=').trim().split('\n')).toEqual(['specs/demo-two/x', 'src/a.ts']);
});

test('what is staged of excluded files stays out of the commit and stays staged', async () => {
  const { root, git, write, open } = makeRepository();
  write('gone', 'another\n');
  git('add', 'gone');
  git('commit', '--quiet', '--message', 'Add');
  rmSync(join(root, 'gone'));
  for (const path of ['kept', 'taken']) write(path, 'one\n');
  git('add', 'kept');
  const opened = await open();
  await opened.commitAll({ message: 'Work\n\nSpec: demo\n', exclude: ['kept'] });
  expect(git('show', '--name-only', '--format=%B').trim()).toBe('Work\n\nSpec: demo\n\n\ngone\ntaken');
  await opened.commitAll({ message: 'Nothing', exclude: ['kept'], allowEmpty: true });
  expect(git('show', '--name-only', '--format=')).toBe('');
  expect(git('status', '--porcelain')).toBe('A  kept\n');
});

test('a commit of nothing is refused, also where everything is excluded, unless it is asked for', async () => {
  const { write, git, open } = makeRepository();
  const opened = await open();
  await expect(opened.commitAll({ message: 'Work' })).rejects.toThrow('there is nothing to commit');
  write('ledger', 'one\n');
  await expect(opened.commitAll({ message: 'Work', exclude: ['ledger'] })).rejects.toThrow(
    'there is nothing to commit',
  );
  const commit = await opened.commitAll({ message: 'Work', exclude: ['ledger'], allowEmpty: true });
  expect(git('rev-parse', 'HEAD').trim()).toBe(commit);
  expect(git('show', '--name-only', '--format=')).toBe('');
});

test('author and committer are the given identity, whatever the user and the repository have set', async () => {
  const { git, write, open } = makeRepository();
  for (const name of ['user.name', 'user.email']) git('config', '--unset', name);
  git('config', 'user.useConfigOnly', 'true');
  git('config', 'commit.gpgSign', 'true');
  git('config', 'commit.template', '/nowhere');
  git('config', 'commit.cleanup', 'scissors');
  git('config', 'i18n.commitEncoding', 'ISO-8859-1');
  git('config', 'core.editor', 'sleep 60');
  write('a.txt', 'one\n');
  const message = 'Ändere\n\n# not a comment\n\nTask: 1\n';
  await (await open()).commitAll({ message });
  expect(git('log', '-1', '--format=%an <%ae> %cn <%ce> %G?')).toBe(
    'Ashlar <ashlar@example.test> Ashlar <ashlar@example.test> N\n',
  );
  expect(git('cat-file', 'commit', 'HEAD').split('\n\n').slice(1).join('\n\n')).toBe(message);
});

test('a commit with a date has the same name every time', async () => {
  const { git, write, open } = makeRepository();
  const opened = await open();
  const start = git('rev-parse', 'HEAD').trim();
  write('a.txt', 'one\n');
  const first = await opened.commitAll({ message: 'Work', at: 1_700_000_000_123 });
  expect(git('log', '-1', '--format=%at %ct %ai')).toBe('1700000000 1700000000 2023-11-14 22:13:20 +0000\n');
  await opened.softResetTo(start);
  git('config', 'core.sharedRepository', 'group');
  expect(await opened.commitAll({ message: 'Work', at: 1_700_000_000_999 })).toBe(first);
});

test('a commit is given by its full name on odd branches, on a detached HEAD and as the first one', async () => {
  const { git, write, open } = makeRepository({ empty: true });
  const opened = await open();
  const commit = async (content: string) => {
    write('a.txt', content);
    return opened.commitAll({ message: 'Work ] on [it]' });
  };
  expect(await commit('0')).toBe(git('rev-parse', 'HEAD').trim());
  git('switch', '--quiet', '--create', 'odd]branch/0123456789012345678901234567890123456789');
  expect(await commit('1')).toBe(git('rev-parse', 'HEAD').trim());
  git('switch', '--quiet', '--detach');
  expect(await commit('2')).toBe(git('rev-parse', 'HEAD').trim());
});

test('every object of a commit is synced to disk before commitAll returns', async () => {
  const { home, root, env, write, open } = makeRepository();
  const real = spawnSync('which', ['git'], { encoding: 'utf8' }).stdout.trim();
  mkdirSync(join(home, 'bin'));
  writeFileSync(join(home, 'bin/git'), `#!/bin/sh\nGIT_TRACE2_EVENT=${home}/trace exec ${real} "$@"\n`, {
    mode: 0o755,
  });
  env.PATH = `${join(home, 'bin')}:${env.PATH}`;
  write('a.txt', 'one\n');
  await (await open(root)).commitAll({ message: 'Work' });
  const synced = [...readFileSync(join(home, 'trace'), 'utf8').matchAll(/"fsync\/hardware-flush","value":"(\d+)"/g)];
  // The blob and the index; then tree, commit, index and branch.
  expect(synced.reduce((sum, [, count]) => sum + Number(count), 0)).toBeGreaterThanOrEqual(6);
});

test.each([
  ['core.autocrlf=true', ['config', 'core.autocrlf', 'true'], ''],
  ['core.autocrlf=input', ['config', 'core.autocrlf', 'input'], ''],
  ['eol=crlf', ['status'], '*.txt text eol=crlf\n'],
  ['text=auto', ['status'], '* text=auto\n'],
])('an edit of one line in a file with CRLF changes that line only, with %s', async (_name, setup, attributes) => {
  const { root, git, write, open } = makeRepository();
  const lines = (second: string) => `one\r\n${second}\r\nthree\r\n`;
  write('a.txt', lines('two'));
  git('add', '--all');
  git('commit', '--quiet', '--message', 'Add with CRLF');
  git(...setup);
  write('.gitattributes', attributes);
  git('add', '--all');
  git('add', '--renormalize', '.');
  git('commit', '--quiet', '--allow-empty', '--message', 'Normalize');
  const opened = await open();
  write('a.txt', lines('changed'));
  const commit = await opened.commitAll({ message: 'Edit' });
  expect(await opened.diffStat('HEAD~1', commit)).toEqual([{ path: 'a.txt', added: 1, deleted: 1 }]);
  expect(readFileSync(join(root, 'a.txt'), 'utf8')).toBe(lines('changed'));
});

test('a reset makes index and files those of the commit, removes untracked ones and keeps ignored ones', async () => {
  const { root, git, write, open } = makeRepository();
  write('.gitignore', 'kept/\n');
  git('add', '--all');
  git('commit', '--quiet', '--message', 'Ignore');
  for (const path of ['README.md', 'new/deep/file', '-dash', 'kept/file']) write(path, 'changed\n');
  git('add', '-f', 'new');
  await (await open()).resetTo('HEAD');
  expect(git('status', '--porcelain', '--ignored')).toBe('!! kept/\n');
  expect(readFileSync(join(root, 'README.md'), 'utf8')).toBe('# Demo\n');
  expect(lstatSync(join(root, 'kept/file')).isFile()).toBe(true);
});

test('a soft reset moves the branch and leaves the files', async () => {
  const { root, git, write, open } = makeRepository();
  const opened = await open();
  const start = git('rev-parse', 'HEAD').trim();
  write('a.txt', 'one\n');
  await opened.commitAll({ message: 'Work' });
  await opened.softResetTo(start);
  expect(git('rev-parse', 'main').trim()).toBe(start);
  expect(readFileSync(join(root, 'a.txt'), 'utf8')).toBe('one\n');
});
