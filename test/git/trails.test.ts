import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openGit } from '../../src/git/open-git.ts';
import { identity, makeRepository, type Repository } from './make-repository.ts';

function commit(repository: Repository, path: string, content: string, ...message: string[]): string {
  repository.write(path, content);
  repository.git('add', '--all');
  repository.git('commit', '--quiet', ...message.flatMap((part) => ['--message', part]));
  return repository.git('rev-parse', 'HEAD').trim();
}

const trailers = 'Spec: lockout\nTask: 1';

test('trails are those of all tips since a commit; a branch that is not there is passed over', async () => {
  const repository = makeRepository();
  const begin = repository.git('rev-parse', 'HEAD').trim();
  const one = commit(repository, 'a.txt', 'a\n', 'One', trailers);
  repository.git('switch', '--quiet', '--create', 'side', begin);
  const two = commit(repository, 'b.txt', 'b\n', 'Two');
  repository.git('switch', '--quiet', 'main');
  const git = await repository.open();
  const found = await git.trails(['HEAD', 'refs/heads/side', 'refs/heads/none'], begin);
  expect(new Map(found.map((each) => [each.commit, each]))).toEqual(
    new Map([
      [one, { commit: one, parents: [begin], trails: [{ spec: 'lockout', tasks: ['1'], requirements: [] }] }],
      [two, { commit: two, parents: [begin], trails: [] }],
    ]),
  );
  expect((await git.trails(['HEAD'])).map((each) => each.commit)).toEqual([one, begin]);
  expect(await git.trails(['HEAD'], '0'.repeat(40))).toHaveLength(2);
});

test('a repository without commits has no trails', async () => {
  expect(await (await makeRepository({ empty: true }).open()).trails(['HEAD'])).toEqual([]);
});

test('changed paths are those of each commit against its first parent, whatever they are named', async () => {
  const repository = makeRepository();
  const begin = repository.git('rev-parse', 'HEAD').trim();
  const one = commit(repository, 'ä b/new\nline.txt', 'a\n', 'One');
  repository.git('switch', '--quiet', '--create', 'side', begin);
  commit(repository, 'b.txt', 'b\n', 'Two');
  repository.git('switch', '--quiet', 'main');
  repository.git('merge', '--quiet', '--no-edit', 'side');
  const merge = repository.git('rev-parse', 'HEAD').trim();
  const git = await repository.open();
  expect(await git.pathsChangedBy([merge, one, begin])).toEqual(
    new Map([
      [merge, ['b.txt']],
      [one, ['ä b/new\nline.txt']],
      [begin, ['README.md']],
    ]),
  );
  expect(await git.pathsChangedBy([])).toEqual(new Map());
});

test('files are searched whether git tracks them or not, but for ignored and binary ones', async () => {
  const repository = makeRepository();
  repository.write('.gitignore', 'ignored.ts\n');
  for (const path of ['a.ts', 'ignored.ts', 'b c/ü.ts']) repository.write(path, '// [lockout 1.2]\n');
  repository.write('binary', Buffer.from('[lockout 1.2]\n\0'));
  repository.git('add', 'a.ts');
  const git = await repository.open();
  expect(await git.filesMatching('\\[lockout [0-9.]+\\]')).toEqual(['a.ts', 'b c/ü.ts']);
  expect(await git.filesMatching('nowhere')).toEqual([]);
});

test('a shallow clone is told, has no merge base with what it lacks, and blames its first commit with care', async () => {
  const repository = makeRepository();
  commit(repository, 'a.txt', 'a\n', 'One');
  const two = commit(repository, 'b.txt', 'b\n', 'Two');
  const folder = join(repository.home, 'clone');
  execFileSync('git', ['clone', '--quiet', '--depth=1', `file://${repository.root}`, folder], { env: repository.env });
  const clone = await openGit({ folder, env: repository.env, identity });
  expect([clone.isShallow(), (await repository.open()).isShallow()]).toEqual([true, false]);
  expect(await clone.blame('a.txt', 1)).toEqual({ commit: two, path: 'a.txt', line: 1, boundary: true });
});

test('files of an older commit are read as they were', async () => {
  const repository = makeRepository();
  const one = commit(repository, 'specs/a/ledger.jsonl', 'one\n', 'One');
  commit(repository, 'specs/a/ledger.jsonl', 'two\n', 'Two');
  const git = await repository.open();
  expect(await git.pathsAt(one, 'specs')).toEqual(['specs/a/ledger.jsonl']);
  expect(await git.textAt(one, 'specs/a/ledger.jsonl')).toBe('one\n');
  expect(await git.pathsAt(one, 'none')).toEqual([]);
  expect(await git.mergeBase('HEAD', one)).toBe(one);
});

test('a line is followed to the commit that wrote it, through renames, moves and changes of space', async () => {
  const repository = makeRepository();
  const text =
    'function lockTheAccountAfterFiveFailedLogins() {\n  return attempts.length >= 5 && isWithin(window);\n}\n'.concat(
      '// what else there is\n'.repeat(20),
    );
  const one = commit(repository, 'src/lock.ts', text, 'One');
  repository.git('mv', 'src/lock.ts', 'src/account.ts');
  commit(repository, 'src/account.ts', `// first\n${text.replace('  return', '      return')}`, 'Two');
  const git = await repository.open();
  expect(await git.blame('src/account.ts', 3)).toEqual({ commit: one, path: 'src/lock.ts', line: 2, boundary: false });
  expect(await git.readCommit(one)).toMatchObject({
    author: 'User <user@example.test>',
    subject: 'One',
    message: 'One\n',
  });
});

test('a line that is in no commit has none; one that is not there is an error', async () => {
  const repository = makeRepository();
  repository.write('README.md', '# Demo\nmore\n');
  repository.write('new.txt', 'new\n');
  const git = await repository.open();
  expect(await git.blame('README.md', 2)).toBeUndefined();
  expect(await git.blame('new.txt', 1)).toBeUndefined();
  await expect(git.blame('README.md', 9)).rejects.toMatchObject({
    kind: 'usage',
    why: 'file README.md has only 2 lines',
  });
  const empty = await makeRepository({ empty: true });
  empty.write('a.txt', 'a\n');
  expect(await (await empty.open()).blame('a.txt', 1)).toBeUndefined();
});

test('a search and a blame run no program that the repository names', async () => {
  const repository = makeRepository();
  repository.write('.gitattributes', '*.md diff=evil filter=evil\n');
  for (const key of ['diff.evil.textconv', 'filter.evil.clean', 'diff.evil.command']) {
    repository.git('config', key, `touch ${join(repository.root, 'canary')}; cat`);
  }
  repository.write('README.md', '# Demo\n[a 1.2]\n');
  const git = await repository.open();
  await git.filesMatching('Demo');
  await git.blame('README.md', 1);
  await git.pathsChangedBy([repository.git('rev-parse', 'HEAD').trim()]);
  expect(repository.git('status', '--porcelain', '--ignored', 'canary')).toBe('');
});
