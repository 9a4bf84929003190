import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { editFileWhole, isLeftover, makeFolder, writeFileWhole, writeNewFileWhole } from '../../src/base/files.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ashlar-files-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
});

test('a folder is made with all that are missing above it, and one that is there is left as it is', () => {
  mkdirSync(join(folder, 'a'), { mode: 0o755 });
  makeFolder(join(folder, 'a', 'b', 'c'), 0o700);
  makeFolder(join(folder, 'a', 'b', 'c'));
  const modeOf = (...steps: string[]) => statSync(join(folder, ...steps)).mode & 0o777;
  expect([modeOf('a'), modeOf('a', 'b'), modeOf('a', 'b', 'c')]).toEqual([0o755, 0o700, 0o700]);
});

test('a folder cannot be made where a file is, nor below one', () => {
  writeFileSync(join(folder, 'file'), '');
  expect(() => makeFolder(join(folder, 'file'))).toThrow('EEXIST');
  expect(() => makeFolder(join(folder, 'file', 'below'))).toThrow(/EEXIST|ENOTDIR/);
});

test('a file is written whole, keeps its mode, and nothing is left beside it', () => {
  const path = join(folder, 'run.sh');
  writeFileSync(path, 'old', { mode: 0o755 });
  writeFileWhole(path, 'new');
  expect(readFileSync(path, 'utf8')).toBe('new');
  expect(statSync(path).mode & 0o777).toBe(0o755);
  expect(readdirSync(folder)).toEqual(['run.sh']);
  expect(() => writeFileWhole(join(folder, 'no', 'such', 'folder'), '')).toThrow('ENOENT');
  expect(existsSync(join(folder, 'no'))).toBe(false);
});

test('a new file is written whole with its mode, and never over one that is there', () => {
  const path = join(folder, 'key');
  writeNewFileWhole(path, 'first', { mode: 0o600 });
  expect(() => writeNewFileWhole(path, 'second', { mode: 0o600 })).toThrow('EEXIST');
  expect(readFileSync(path, 'utf8')).toBe('first');
  expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(readdirSync(folder)).toEqual(['key']);
});

test('only the name of a temporary file of ours is that of a leftover', () => {
  expect(isLeftover('src/.a.ts_0123456789.tmp')).toBe(true);
  for (const path of [
    'a.ts_0123456789.tmp',
    '.a.ts.tmp',
    '.a.ts_012345678.tmp',
    '.cache_0123456789.tmp/a.ts',
    '.env',
  ]) {
    expect(isLeftover(path), path).toBe(false);
  }
});

test('an edit is made anew from what somebody else saved meanwhile', () => {
  const path = join(folder, 'tasks.md');
  writeFileSync(path, 'one\n');
  let saves = 0;
  editFileWhole(path, (text) => {
    if (saves++ < 2) writeFileSync(path, `${text}theirs ${saves}\n`);
    return `${text}mine\n`;
  });
  expect(readFileSync(path, 'utf8')).toBe('one\ntheirs 1\ntheirs 2\nmine\n');
  expect(readdirSync(folder)).toEqual(['tasks.md']);
});

test('an edit that changes nothing writes nothing, and one of a file that is not there makes none', () => {
  const path = join(folder, 'tasks.md');
  editFileWhole(path, (text) => `${text}mine`);
  expect(existsSync(path)).toBe(false);
  writeFileSync(path, 'one\n');
  const before = statSync(path).ino;
  editFileWhole(path, (text) => text);
  expect(statSync(path).ino).toBe(before);
});
