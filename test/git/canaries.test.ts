import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { findRepository } from '../../src/git/find-repository.ts';
import { readConfig } from '../../src/git/git-config.ts';
import { hardenedEnvironment } from '../../src/git/hardening.ts';
import { gitRunner } from '../../src/git/run-git.ts';
import { identity, makeRepository, type Repository, runGit } from './make-repository.ts';

const hooks = [
  'pre-commit',
  'prepare-commit-msg',
  'commit-msg',
  'post-commit',
  'post-checkout',
  'post-index-change',
  'reference-transaction',
  'post-merge',
  'post-rewrite',
  'pre-auto-gc',
];

/** A repository in which everything that can name a program names one that leaves a file behind. */
function makeHostile() {
  const repository = makeRepository();
  const { root, git, write } = repository;
  const canaries = join(root, '..', 'canaries');
  mkdirSync(canaries);
  const canary = (name: string, then = 'cat') => {
    const script = join(canaries, '..', `canary-${name}`);
    writeFileSync(script, `#!/bin/sh\ntouch '${join(canaries, name)}'\n${then}\n`);
    chmodSync(script, 0o755);
    return script;
  };
  write(
    '.gitattributes',
    '*.f filter=evil\n*.p filter=evil-process\n*.i filter=included\n*.b filter=on=branch\n* diff=evil\n',
  );
  for (const name of ['a.f', 'a.p', 'a.i', 'a.b', 'a.txt']) write(name, 'one\n');
  write('shared.gitconfig', `[filter "included"]\n\tclean = ${canary('included')}\n\tsmudge = ${canary('included')}\n`);
  const nested = makeNested(repository, canary('nested'));
  git('add', '--all');
  git('commit', '--quiet', '--message', 'Add files');
  write('.git/on-branch', `[filter "on=branch"]\n\tclean = ${canary('onbranch')}\n\tsmudge = ${canary('onbranch')}\n`);
  for (const hook of hooks) {
    write(`.git/hooks/${hook}`, `#!/bin/sh\ntouch '${join(canaries, hook)}'\n`);
    chmodSync(join(root, '.git/hooks', hook), 0o755);
  }
  const settings: [string, string][] = [
    ['core.fsmonitor', canary('fsmonitor', 'exit 1')],
    ['filter.evil.clean', canary('clean')],
    ['filter.evil.smudge', canary('smudge')],
    ['filter.evil-process.process', canary('process', 'exit 1')],
    ['diff.evil.textconv', canary('textconv', 'cat "$1"')],
    ['diff.evil.command', canary('command', 'exit 0')],
    ['diff.external', canary('external', 'exit 0')],
    ['merge.evil.driver', canary('merge')],
    ['merge.default', 'evil'],
    ['core.pager', canary('pager')],
    ['pager.log', canary('pager')],
    ['core.editor', canary('editor', 'exit 0')],
    ['sequence.editor', canary('sequence', 'exit 0')],
    ['commit.gpgSign', 'true'],
    ['log.showSignature', 'true'],
    ['gpg.program', canary('gpg', 'exit 1')],
    ['credential.helper', `!${canary('credential')}`],
    ['core.askPass', canary('askpass')],
    ['core.sshCommand', canary('ssh', 'exit 1')],
    ['core.alternateRefsCommand', canary('alternates')],
    ['include.path', '../shared.gitconfig'],
    ['includeIf.onbranch:ashlar/**.path', 'on-branch'],
    ['extensions.partialClone', 'origin'],
    ['remote.origin.promisor', 'true'],
    ['remote.origin.url', `file://${root}`],
    ['remote.origin.uploadpack', canary('uploadpack', 'exit 1')],
    ['trailer.task.command', canary('trailer')],
  ];
  for (const [key, value] of settings) git('config', key, value);
  return { ...repository, nested, fired: () => readdirSync(canaries).sort(), clear: () => empty(canaries) };
}

/** A repository within the repository: git looks into it with a second git, which runs what that one names. */
function makeNested({ root, env }: Repository, clean: string): string {
  const nested = join(root, 'nested');
  mkdirSync(nested);
  const git = (...args: string[]) =>
    runGit(nested, env, ['-c', 'user.name=N', '-c', 'user.email=n@example.test', ...args]);
  git('init', '--quiet');
  writeFileSync(join(nested, 'file'), 'one\n');
  writeFileSync(join(nested, '.gitattributes'), '* filter=nested\n');
  git('add', '--all');
  git('commit', '--quiet', '--message', 'Nested');
  git('config', 'filter.nested.clean', clean);
  return nested;
}

function empty(folder: string): void {
  for (const name of readdirSync(folder)) rmSync(join(folder, name));
}

/** Makes git doubt its index entries, so that it has to read the files through their filters. */
function touchAll(folder: string): void {
  const later = new Date('2035-01-01');
  for (const name of ['a.f', 'a.p', 'a.i', 'a.b', 'a.txt']) utimesSync(join(folder, name), later, later);
  utimesSync(join(folder, 'nested/file'), later, later);
}

test('no program that a repository names runs during any verb', async () => {
  const hostile = makeHostile();
  hostile.clear();
  touchAll(hostile.root);
  hostile.write('new.f', 'new\n');
  const missing = '1234567890123456789012345678901234567890';

  const git = await hostile.open();
  const start = (await git.head()).commit ?? '';
  await git.rootCommit();
  await git.resolve(missing).catch((error: unknown) => error);
  await git.listFiles();
  await git.ignoredFolders(['node_modules']);
  await git.changedFiles();
  await git.saveBackup('one', { message: 'Backup' });
  expect((await git.patchAgainst(start)).toString()).toContain('+new');
  await git.diffStat(start);
  git.state();
  const path = join(hostile.root, '..', 'tree');
  const tree = await git.addWorktree({ path, branch: 'ashlar/work', start });
  for (const name of ['b.f', 'b.p', 'b.i', 'b.b']) writeFileSync(join(path, name), 'two\n');
  const commit = await tree.commitAll({ message: 'Work\n\nTask: 1\n' });
  await tree.treeOf(commit);
  expect(await tree.commitsBetween(start, commit)).toHaveLength(1);
  await tree.diffStat(start, commit);
  expect(await git.conflictsBetween(start, commit)).toEqual([]);
  const detached = await git.addDetached({ path: join(hostile.root, '..', 'detached'), commit });
  expect(await detached.takeOut([commit])).toEqual([]);
  await tree.softResetTo(start);
  await tree.resetTo(commit);
  tree.removeStaleLocks();
  await tree.resetTo(start);
  await tree.fastForwardTo(commit);
  await git.removeWorktree(path);
  await git.attachBranch('ashlar/in-place', start);
  hostile.write('new.b', 'new\n');
  await git.commitAll({ message: 'In place' });

  expect(hostile.fired()).toEqual([]);
});

test('the same repository does run its programs under plain git', () => {
  const hostile = makeHostile();
  hostile.clear();
  touchAll(hostile.root);
  hostile.write('new.f', 'new\n');
  const plain = (...args: string[]) => spawnSync('git', args, { cwd: hostile.root, env: hostile.env });
  plain('status');
  hostile.git('config', '--unset', 'filter.evil-process.process');
  plain('add', '--all');
  plain('-c', 'diff.external=', 'diff', '--cached');
  plain('log', '-p', '-1');
  plain('commit', '--message', 'Signed');
  plain('-c', 'commit.gpgSign=false', 'commit', '--message', 'Unsigned');
  plain('worktree', 'add', '-b', 'ashlar/work', '../tree');
  plain('cat-file', '-e', '1234567890123456789012345678901234567890');
  expect(hostile.fired()).toEqual(
    expect.arrayContaining(['clean', 'command', 'fsmonitor', 'gpg', 'included', 'nested', 'onbranch', 'post-checkout']),
  );
  expect(hostile.fired()).toEqual(
    expect.arrayContaining(['post-commit', 'post-index-change', 'pre-commit', 'process', 'reference-transaction']),
  );
  expect(hostile.fired()).toEqual(expect.arrayContaining(['smudge', 'textconv', 'uploadpack']));
});

test('a merge in the hardened environment does not run the merge driver of the repository', async () => {
  const { root, env, git, write } = makeRepository();
  write('.gitattributes', '*.md merge=evil\n');
  git('add', '--all');
  git('commit', '--quiet', '--message', 'Attributes');
  git('config', 'merge.evil.driver', `touch '${join(root, '..', 'fired')}'; exit 1`);
  git('switch', '--quiet', '--create', 'other');
  for (const [branch, content] of [
    ['other', 'theirs\n'],
    ['main', 'ours\n'],
  ] as const) {
    git('switch', '--quiet', branch);
    write('README.md', content);
    git('commit', '--quiet', '--all', '--message', branch);
  }
  const config = await readConfig(root, env);
  const run = gitRunner(root, hardenedEnvironment({ env, identity, paths: findRepository(root), config }));
  await run(['merge', 'other'], { accept: [1] });
  expect(readdirSync(join(root, '..'))).not.toContain('fired');
});

test('hooks in a folder that the repository names do not run', async () => {
  const { root, git, write, open } = makeRepository();
  write('hooks/post-commit', `#!/bin/sh\ntouch '${join(root, '..', 'fired')}'\n`);
  chmodSync(join(root, 'hooks/post-commit'), 0o755);
  git('config', 'core.hooksPath', 'hooks');
  await (await open()).commitAll({ message: 'Work' });
  expect(readdirSync(join(root, '..'))).not.toContain('fired');
});

test('a repository that a task made in its worktree is neither run nor committed', async () => {
  const { root, git, open } = makeRepository();
  const path = join(root, '..', 'tree');
  const tree = await (await open()).addWorktree({ path, branch: 'work', start: 'HEAD' });
  const fired = join(root, '..', 'fired');
  mkdirSync(join(path, 'inner'));
  const inner = (...args: string[]) => execFileSync('git', args, { cwd: join(path, 'inner') });
  inner('init', '--quiet');
  writeFileSync(join(path, 'inner/file'), 'one\n');
  writeFileSync(join(path, 'inner/.gitattributes'), '* filter=evil\n');
  inner('add', '--all');
  inner('-c', 'user.name=I', '-c', 'user.email=i@example.test', 'commit', '--quiet', '--message', 'Inner');
  inner('config', 'filter.evil.clean', `touch '${fired}'; cat`);
  for (const content of ['one\n', 'two\n']) {
    writeFileSync(join(path, 'file.txt'), content);
    utimesSync(join(path, 'inner/file'), new Date('2035-01-01'), new Date('2035-01-01'));
    await tree.commitAll({ message: 'Work' });
  }
  expect(git('ls-tree', '-r', '--name-only', 'work').split('\n')).toEqual(['README.md', 'file.txt', '']);
  expect(readdirSync(join(root, '..'))).not.toContain('fired');
  await tree.resetTo('HEAD');
  expect(readdirSync(path).sort()).toEqual(['.git', 'README.md', 'file.txt']);
});

test('a .git that a task replaced in its worktree leads git nowhere else', async () => {
  const { root, git, open } = makeRepository();
  const other = makeRepository();
  const path = join(root, '..', 'tree');
  const tree = await (await open()).addWorktree({ path, branch: 'work', start: 'HEAD' });
  writeFileSync(join(path, '.git'), `gitdir: ${join(other.root, '.git')}\n`);
  writeFileSync(join(path, 'file.txt'), 'one\n');
  const before = other.git('log', '--format=%H', '--all');
  const commit = await tree.commitAll({ message: 'Work' });
  expect(git('rev-parse', 'work').trim()).toBe(commit);
  expect(other.git('log', '--format=%H', '--all')).toBe(before);
});

test('a git that lies in the repository is never found', async () => {
  const { root, env, write, open, git } = makeRepository();
  const fired = join(root, '..', 'fired');
  for (const folder of ['node_modules/.bin', '.']) {
    write(`${folder}/git`, `#!/bin/sh\ntouch '${fired}'\n`);
    chmodSync(join(root, folder, 'git'), 0o755);
  }
  env.PATH = `.:${root}/node_modules/.bin::${env.PATH}`;
  expect((await (await open()).head()).branch).toBe('main');
  expect(readdirSync(join(root, '..'))).not.toContain('fired');
  expect(git).toBeDefined();
});

test('git-lfs runs where its commands are exactly its own, and not where settings make it run others', async () => {
  const exact: [string, string][] = [
    ['filter.lfs.clean', 'git-lfs clean -- %f'],
    ['filter.lfs.smudge', 'git-lfs smudge -- %f'],
  ];
  const lfsRuns = async (settings: [string, string][]) => {
    const { root, env, git, write, open } = makeRepository();
    const bin = join(root, '..', 'bin');
    mkdirSync(bin);
    writeFileSync(join(bin, 'git-lfs'), `#!/bin/sh\ntouch '${join(root, '..', 'fired')}'\ncat\n`);
    chmodSync(join(bin, 'git-lfs'), 0o755);
    env.PATH = `${bin}:${env.PATH}`;
    for (const [key, value] of settings) git('config', key, value);
    write('.gitattributes', '*.bin filter=lfs\n');
    write('a.bin', 'big\n');
    await (await open()).commitAll({ message: 'Work' });
    return readdirSync(join(root, '..')).includes('fired');
  };
  expect(await lfsRuns(exact)).toBe(true);
  expect(await lfsRuns([...exact, ['lfs.extension.evil.clean', 'evil']])).toBe(false);
  expect(await lfsRuns([...exact, ['lfs.customtransfer.evil.path', 'evil']])).toBe(false);
  expect(await lfsRuns([['filter.lfs.clean', 'git-lfs clean -- %f; git-lfs']])).toBe(false);
});

test('of the caller only PATH and HOME reach git', async () => {
  const { open, root } = makeRepository();
  const other = makeRepository();
  const set = { GIT_DIR: join(other.root, '.git'), GIT_INDEX_FILE: '/nowhere', GIT_EXTERNAL_DIFF: 'false' };
  Object.assign(process.env, set);
  try {
    expect((await open()).root).toBe(root);
    expect(await (await open()).listFiles()).toEqual(['README.md']);
  } finally {
    for (const name of Object.keys(set)) delete process.env[name];
  }
});

test('a git that lies in the checkout is not found from its worktree either', async () => {
  const { root, env, write, open } = makeRepository();
  const fired = join(root, '..', 'fired');
  write('bin/git', `#!/bin/sh\ntouch '${fired}'\n`);
  chmodSync(join(root, 'bin/git'), 0o755);
  env.PATH = `${join(root, 'bin')}:${env.PATH}`;
  const git = await open();
  const path = join(root, '.ashlar/state/worktrees/one');
  const tree = await git.addWorktree({ path, branch: 'work', start: 'HEAD' });
  writeFileSync(join(path, 'file.txt'), 'one\n');
  await tree.commitAll({ message: 'Work' });
  await (await git.openWorktree(path)).changedFiles();
  await (await open(path)).changedFiles();
  expect(readdirSync(join(root, '..'))).not.toContain('fired');
});
