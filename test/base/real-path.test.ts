import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { resolveRealPath } from '../../src/base/real-path.ts';

let folder: string;
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'real-path-')));
  mkdirSync(join(folder, 'real', 'deep'), { recursive: true });
  writeFileSync(join(folder, 'real', 'a.txt'), '');
  symlinkSync('real', join(folder, 'link'));
  symlinkSync('link', join(folder, 'second'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('links are resolved, chains of them too', () => {
  expect(resolveRealPath(join(folder, 'second', 'a.txt'))).toBe(join(folder, 'real', 'a.txt'));
});

test('what is not there yet keeps its name below the folder that is', () => {
  expect(resolveRealPath(join(folder, 'link', 'deep', 'new', 'b.txt'))).toBe(
    join(folder, 'real', 'deep', 'new', 'b.txt'),
  );
  expect(resolveRealPath(join(folder, 'link', 'a.txt', 'below'))).toBe(join(folder, 'real', 'a.txt', 'below'));
});

test('a loop of links throws', () => {
  symlinkSync('loop', join(folder, 'loop'));
  expect(() => resolveRealPath(join(folder, 'loop', 'x'))).toThrow('ELOOP');
});
