import { chmodSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { limits } from '../../src/base/limits.ts';
import { readInside } from '../../src/context/read-inside.ts';
import { writeRepository } from './temporary-repository.ts';

test('a text is read without byte order mark and with plain line breaks', () => {
  const { root } = writeRepository({ 'docs/a.md': '\uFEFFone\r\ntwo' });
  expect(readInside(root, 'docs/a.md')).toBe('one\ntwo');
});

test('what is missing, a folder, binary or too large is not read', () => {
  const { root } = writeRepository({
    'a/b.txt': '',
    binary: 'a\0b',
    large: 'x'.repeat(limits.contextFileBytes + 1),
    whole: 'x'.repeat(limits.contextFileBytes),
  });
  expect(['none', 'a', 'a/b.txt/c', 'binary', 'large'].map((path) => readInside(root, path))).toEqual(
    Array(5).fill(undefined),
  );
  expect(readInside(root, 'whole')).toHaveLength(limits.contextFileBytes);
});

test('nothing outside the root is read, whether by path or by link', () => {
  const { root } = writeRepository({ 'inside/a.txt': 'a', 'secret.txt': 'key' });
  const inside = join(root, 'inside');
  symlinkSync('../secret.txt', join(inside, 'link.txt'));
  symlinkSync('a.txt', join(inside, 'near.txt'));
  symlinkSync('loop', join(inside, 'loop'));
  expect(['../secret.txt', 'link.txt', 'loop'].map((path) => readInside(inside, path))).toEqual(
    Array(3).fill(undefined),
  );
  expect(readInside(inside, 'near.txt')).toBe('a');
});

test('a root that is a link itself is no way out', () => {
  const { root } = writeRepository({ 'real/a.txt': 'a' });
  symlinkSync('real', join(root, 'link'));
  expect(readInside(join(root, 'link'), 'a.txt')).toBe('a');
});

test('a file that may not be read counts as missing', () => {
  const { root } = writeRepository({});
  writeFileSync(join(root, 'a'), 'a');
  chmodSync(join(root, 'a'), 0o000);
  expect(readInside(root, 'a')).toBe(process.getuid?.() === 0 ? 'a' : undefined);
});
