import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { bringDependencies, dependencyFolders } from '../../src/app/bring-dependencies.ts';
import { runSpec } from '../../src/app/run-spec.ts';
import { systemClock } from '../../src/base/clock.ts';
import { randomId } from '../../src/base/ids.ts';
import { drain } from '../support/drain.ts';
import { approve, builders, openWire, writeSpec } from '../support/scripted-run.ts';
import { makeRepository } from '../support/temporary-repository.ts';

function openFolders() {
  const base = realpathSync(mkdtempSync(join(tmpdir(), 'ashlar-bring-')));
  onTestFinished(() => rmSync(base, { recursive: true, force: true }));
  const [from, to, scratch] = [join(base, 'from'), join(base, 'to'), join(base, 'scratch')];
  for (const folder of [from, to]) mkdirSync(folder);
  const put = (path: string, text: string) => {
    mkdirSync(join(from, path, '..'), { recursive: true });
    writeFileSync(join(from, path), text);
  };
  const bring = (folders: string[], more: { path?: string; signal?: AbortSignal } = {}) =>
    bringDependencies({
      from,
      to,
      folders,
      scratch,
      env: { PATH: more.path ?? process.env.PATH ?? '' },
      clock: systemClock,
      newId: randomId,
      signal: more.signal ?? new AbortController().signal,
    });
  return { base, from, to, scratch, put, bring };
}

test('folders are copied with modes and links, deep ones too, and the original is not shared', async () => {
  const { from, to, put, bring } = openFolders();
  put('node_modules/a/index.js', 'one');
  put('packages/b/node_modules/c.js', 'two');
  put('node_modules/tool.sh', '#!/bin/sh\n');
  chmodSync(join(from, 'node_modules/tool.sh'), 0o755);
  symlinkSync('a', join(from, 'node_modules/link'));
  await bring(['node_modules', 'packages/b/node_modules']);
  expect(readFileSync(join(to, 'node_modules/link/index.js'), 'utf8')).toBe('one');
  expect(readFileSync(join(to, 'packages/b/node_modules/c.js'), 'utf8')).toBe('two');
  writeFileSync(join(to, 'node_modules/a/index.js'), 'changed');
  expect(readFileSync(join(from, 'node_modules/a/index.js'), 'utf8')).toBe('one');
});

test('what is there already stays as it is, and what is not there is passed over', async () => {
  const { to, put, bring } = openFolders();
  put('node_modules/a.js', 'new');
  mkdirSync(join(to, 'node_modules'));
  await bring(['node_modules', 'vendor']);
  expect(readdirSync(join(to, 'node_modules'))).toEqual([]);
  expect(existsSync(join(to, 'vendor'))).toBe(false);
});

test('a copy that fails in the middle leaves nothing in the worktree, and a second one takes its place', async () => {
  const { base, to, put, bring } = openFolders();
  put('node_modules/a.js', 'one');
  put('node_modules/b.js', 'two');
  mkdirSync(join(base, 'bin'));
  const half =
    '#!/bin/sh\nfor last; do :; done\nmkdir -p "$last"; echo half > "$last/a.js"\necho "cp: no space left" >&2; exit 1\n';
  writeFileSync(join(base, 'bin/cp'), half, { mode: 0o755 });
  await expect(bring(['node_modules'], { path: `${join(base, 'bin')}:${process.env.PATH}` })).rejects.toMatchObject({
    kind: 'failed',
    why: 'cp: no space left',
    next: expect.stringContaining('worktree.bring'),
  });
  expect(readdirSync(to)).toEqual([]);
  await bring(['node_modules']);
  expect(readdirSync(join(to, 'node_modules')).sort()).toEqual(['a.js', 'b.js']);
  expect(readFileSync(join(to, 'node_modules/a.js'), 'utf8')).toBe('one');
});

test('a copy that a killed run left at work disturbs no other, and what it left is removed', async () => {
  const { base, to, scratch, put, bring } = openFolders();
  put('node_modules/a.js', 'one');
  mkdirSync(join(base, 'bin'));
  const slow =
    '#!/bin/sh\nfor last; do :; done\necho "$last" > "$0.at"; while sleep 0.01; do mkdir -p "$last/d/$$"; done\n';
  writeFileSync(join(base, 'bin/cp'), slow, { mode: 0o755 });
  const at = join(base, 'bin/cp.at');
  const killed = new AbortController();
  const first = bring(['node_modules'], { path: `${join(base, 'bin')}:${process.env.PATH}`, signal: killed.signal });
  await expect.poll(() => existsSync(at) && existsSync(readFileSync(at, 'utf8').trim())).toBe(true);
  await bring(['node_modules']);
  expect(readdirSync(join(to, 'node_modules'))).toEqual(['a.js']);
  killed.abort();
  await expect(first).rejects.toBeDefined();
  rmSync(join(to, 'node_modules'), { recursive: true });
  await bring(['node_modules']);
  expect(readdirSync(scratch)).toEqual([]);
});

test('a copy that is aborted leaves nothing in the worktree', async () => {
  const { to, put, bring } = openFolders();
  put('node_modules/a.js', 'one');
  const reason = new Error('stopped by the person');
  await expect(bring(['node_modules'], { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
  expect(readdirSync(to)).toEqual([]);
});

test('by default a run brings the folders of dependencies that git ignores, and no others', async () => {
  const repository = makeRepository({ '.gitignore': 'node_modules\nsecret\n', 'vendor/kept.txt': 'in git' });
  for (const path of ['node_modules/a.js', 'web/node_modules/b.js', 'secret/c.txt']) repository.write(path, path);
  writeSpec(repository, 'lend');
  const wire = openWire(repository, { play: builders });
  await approve(wire, 'lend');
  await drain(runSpec({ spec: 'lend', inPlace: false, withOptional: false, mustExist: false }, wire));
  const tree = '.ashlar/state/worktrees/lend';
  expect(dependencyFolders).toContain('vendor');
  expect(repository.read(`${tree}/node_modules/a.js`)).toBe('node_modules/a.js');
  expect(repository.has(`${tree}/web/node_modules/b.js`)).toBe(true);
  expect(repository.has(`${tree}/secret`)).toBe(false);
  expect(repository.git('ls-tree', '-r', '--name-only', 'ashlar/lend')).toBe(
    '.gitignore\nREADME.md\nlend.txt\nreturn.txt\nvendor/kept.txt',
  );
});

test('a folder outside the repository is never copied', async () => {
  const { to, bring } = openFolders();
  await expect(bring(['../elsewhere'])).rejects.toMatchObject({
    kind: 'invalid',
    what: expect.stringContaining('../elsewhere'),
  });
  expect(readdirSync(to)).toEqual([]);
});
