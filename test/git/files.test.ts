import { rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { makeRepository } from './make-repository.ts';

test('files are those that are there: tracked and untracked, not ignored and not deleted', async () => {
  const { root, git, write, open } = makeRepository();
  write('.gitignore', '*.log\n');
  for (const path of ['src/a.ts', 'src/b.ts', 'gone.ts', 'a.log']) write(path, '');
  git('add', 'src/a.ts', 'gone.ts');
  rmSync(join(root, 'gone.ts'));
  symlinkSync('src/a.ts', join(root, 'link'));
  expect(await (await open()).listFiles()).toEqual(['.gitignore', 'README.md', 'link', 'src/a.ts', 'src/b.ts']);
});

test('ignored folders are found by name, the outermost only and none below .ashlar', async () => {
  const { write, open } = makeRepository();
  write('.gitignore', 'node_modules/\n.venv\nbuild/\n.ashlar/state/\n*.log\n');
  for (const path of [
    'node_modules/a/node_modules/b/x',
    'packages/one/node_modules/x',
    'packages/odd\nname/node_modules/x',
    '.venv/bin/x',
    'build/x',
    'vendor/x',
    '.ashlar/node_modules/x',
    '.ashlar/state/worktrees/r/node_modules/x',
  ]) {
    write(path, '');
  }
  expect((await (await open()).ignoredFolders(['node_modules', '.venv', 'vendor'])).sort()).toEqual([
    '.venv',
    'node_modules',
    'packages/odd\nname/node_modules',
    'packages/one/node_modules',
  ]);
});
