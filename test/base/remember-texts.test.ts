import { mkdtempSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { rememberTexts } from '../../src/base/remember-texts.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ashlar-texts-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

test('a file is given as it is now: longer, shorter, empty, or of the same length and date', () => {
  const read = rememberTexts();
  const path = join(folder, 'a.txt');
  const texts = ['one', 'one and two', 'x', '', 'ü'.repeat(50_000), 'new', 'old'];
  for (const text of texts) {
    writeFileSync(path, text);
    expect(read(path)).toBe(text);
    expect(read(path)).toBe(text);
  }
  const { atime, mtime } = statSync(path);
  writeFileSync(path, 'odd');
  utimesSync(path, atime, mtime);
  expect(read(path)).toBe('odd');
});

test('files do not come between each other', () => {
  const read = rememberTexts();
  const [long, short] = [join(folder, 'long.txt'), join(folder, 'short.txt')];
  writeFileSync(long, 'a'.repeat(1_000));
  writeFileSync(short, 'b');
  for (let round = 0; round < 2; round++) {
    expect(read(long)).toBe('a'.repeat(1_000));
    expect(read(short)).toBe('b');
  }
});

test('a file that is not there and one that is no UTF-8 throw, unless whoever reads has a way with it', () => {
  const path = join(folder, 'a.txt');
  expect(() => rememberTexts()(path)).toThrow('ENOENT');
  writeFileSync(path, Buffer.from([0x61, 0xff]));
  expect(() => rememberTexts()(path)).toThrow(expect.objectContaining({ code: 'ERR_ENCODING_INVALID_ENCODED_DATA' }));
  expect(rememberTexts((bytes) => bytes.toString('utf8'))(path)).toBe('a\uFFFD');
});
