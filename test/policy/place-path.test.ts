import { linkSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { expandGlob, type PlacePath, placePaths } from '../../src/policy/place-path.ts';
import { openPolicy } from './open-policy.ts';

let base: string;
let root: string;
let home: string;
let place: PlacePath;
beforeEach(() => {
  base = realpathSync(mkdtempSync(join(tmpdir(), 'place-path-')));
  root = join(base, 'repo');
  home = join(base, 'home');
  for (const folder of ['repo/.git', 'repo/src/deep', 'repo/specs', 'home/.ssh'])
    mkdirSync(join(base, folder), { recursive: true });
  writeFileSync(join(home, '.ssh/id_rsa'), 'key');
  writeFileSync(join(home, 'notes.txt'), 'mine');
  place = placePaths({ root, home, specFolders: ['specs'] });
});
afterEach(() => rmSync(base, { recursive: true, force: true }));

const zones = (path: string) => [...place(path).zones].sort().join(' ');

test('a path lies in zones and in folders', () => {
  writeFileSync(join(root, 'src/deep/a.ts'), '');
  expect(place('src/deep/a.ts')).toEqual({
    rel: 'src/deep/a.ts',
    base: 'a.ts',
    zones: ['worktree'],
    dirs: ['.', 'src', 'src/deep', 'src/deep/a.ts'],
  });
  expect(zones('src/new.ts')).toBe('new worktree');
  expect(zones('specs/x/tasks.md')).toBe('new specs worktree');
  expect(zones('dist/x.js')).toBe('build new worktree');
  expect(zones('~/notes.txt')).toBe('outside');
  expect(zones('/dev/null')).toBe('device');
  expect(zones('/etc/shadow')).toBe('keys outside');
});

test('links lead to where they lead, and their names count too', () => {
  symlinkSync(home, join(root, 'out'));
  symlinkSync('.git', join(root, 'plain'));
  symlinkSync(join(root, 'src'), join(root, '.env'));
  expect(zones('out/notes.txt')).toBe('outside');
  expect(zones(join(base, 'other'))).toBe('outside temp');
  expect(zones('out/.ssh/id_rsa')).toContain('keys');
  expect(zones('plain/config')).toContain('git');
  expect(zones('.env/a.ts')).toContain('environment');
  expect(place('out/notes.txt').rel).toBe(join(home, 'notes.txt'));
});

test('a file with a second name is known', () => {
  linkSync(join(home, 'notes.txt'), join(root, 'linked.txt'));
  expect(zones('linked.txt')).toBe('linked worktree');
});

test.each(['..\\x', 'C:\\x', 'a\u0000b', 'a\nb', '%2e%2e/x', `${'a/'.repeat(100)}b`, 'x'.repeat(300)])(
  '%j is a strange path',
  (path) => {
    expect(zones(path)).toContain('strange');
  },
);

test('what is taken with all below it is also what lies below', () => {
  expect(place('.', { deep: 'write' }).zones).toEqual(expect.arrayContaining(['specs', 'git', 'policy']));
  expect(place('src', { deep: 'write' }).dirs).toContain('src/deep');
  expect(place('~', { deep: 'read' }).zones).toContain('keys');
  expect(place('src', { deep: 'read' }).zones).toEqual(['worktree']);
});

test('a glob stands for what is there, and for itself', () => {
  writeFileSync(join(root, '.env'), '');
  writeFileSync(join(root, 'b.ts'), '');
  const names = (glob: string) => expandGlob(join(root, glob)).map((path) => path.slice(root.length + 1));
  expect(names('*')).toEqual(['b.ts', 'specs', 'src', '*']);
  expect(names('.e*')).toEqual(['.env', '.e*']);
  expect(names('s*/d?ep')).toEqual(['src/deep', 's*/d?ep']);
});

test('no way around is open: links, other names, other cases, the process’s own folders', async () => {
  symlinkSync('/etc/passwd', join(root, 'passwd'));
  linkSync(join(home, 'notes.txt'), join(root, 'linked.txt'));
  const policy = await openPolicy({ places: { root, home, specFolders: ['specs'] } });
  const effect = (action: 'readFile' | 'writeFile', resource: string) =>
    policy.decide({ role: 'implementer', action, resource }).effect;
  for (const path of [
    'passwd',
    '/proc/self/root/etc/passwd',
    '/proc/self/environ',
    `${root}-evil/x`,
    '/dev/stdin',
    'linked.txt',
    '.GIT/config',
    'src/../.git/x',
  ]) {
    expect([path, effect('writeFile', path)]).toEqual([path, 'deny']);
  }
  for (const path of ['passwd', '~/.ssh/id_rsa', '/proc/1/environ', '../home/notes.txt']) {
    expect([path, effect('readFile', path)]).toEqual([path, 'deny']);
  }
});
