import { execFileSync } from 'node:child_process';
import { chmodSync, linkSync, mkdirSync, readdirSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openToolBench, type ToolBench } from './tool-bench.ts';

let bench: ToolBench;
beforeEach(() => {
  bench = openToolBench();
});
afterEach(() => bench.remove());

const write = (path: string, content: string) => bench.call('write', { path, content });
const read = (path: string) => bench.call('read', { path });

test('a new file is written with the folders above it, and can be written again', async () => {
  const outcome = await write('src/deep/a.ts', 'one\ntwo\n');
  expect(outcome.text).toBe('Created src/deep/a.ts (2 lines).');
  expect(outcome.seen).toMatchObject([{ path: 'src/deep/a.ts' }]);
  expect((await write('src/deep/a.ts', 'one\n')).text).toBe('Updated src/deep/a.ts (1 line).');
  expect(bench.text('src/deep/a.ts')).toBe('one\n');
  expect(readdirSync(join(bench.root, 'src/deep'))).toEqual(['a.ts']);
});

test('a file that was not read is not overwritten', async () => {
  bench.put('a', 'mine');
  expect(await write('a', 'yours')).toEqual({ text: 'a was not read in this session. Read it first.', isError: true });
  expect(bench.text('a')).toBe('mine');
});

test('a file that changed, came or went since it was read is not overwritten', async () => {
  bench.put('a', 'old');
  bench.put('gone', 'old');
  for (const path of ['a', 'gone', 'came']) await read(path);
  bench.put('a', 'by hand');
  bench.put('came', 'by hand');
  rmSync(join(bench.root, 'gone'));
  expect((await write('a', 'x')).text).toBe('a changed since it was read. Read it again.');
  expect((await write('came', 'x')).text).toBe('came changed since it was read. Read it again.');
  expect((await write('gone', 'x')).text).toContain('gone was removed since it was read.');
  expect([bench.text('a'), bench.text('came')]).toEqual(['by hand', 'by hand']);
  await read('gone');
  expect((await write('gone', 'x')).text).toBe('Created gone (1 line).');
});

test('line endings, byte order mark and mode of an existing file are kept', async () => {
  chmodSync(bench.put('run.sh', '\uFEFFone\r\ntwo\r\n'), 0o775);
  await read('run.sh');
  await write('run.sh', 'one\n2\nthree');
  expect(bench.text('run.sh')).toBe('\uFEFFone\r\n2\r\nthree');
  expect(statSync(join(bench.root, 'run.sh')).mode & 0o777).toBe(0o775);
});

test('an existing encoding is kept, and what it cannot hold is refused', async () => {
  bench.put('latin', Buffer.from('gr\xfcn\n', 'latin1'));
  bench.put('wide', Buffer.from('\uFEFFgrün\r\n', 'utf16le'));
  for (const path of ['latin', 'wide']) await read(path);
  await write('latin', 'weiß\n');
  await write('wide', 'weiß 😀\n');
  expect(bench.bytes('latin')).toEqual(Buffer.from('wei\xdf\n', 'latin1'));
  expect(bench.bytes('wide')).toEqual(Buffer.from('\uFEFFweiß 😀\r\n', 'utf16le'));
  expect((await write('latin', 'a 😀')).text).toBe('The file is encoded in latin-1, which has no "😀".');
});

test('a placeholder for text that was left out is refused', async () => {
  const outcome = await write('a.ts', 'const a = 1;\n// ... rest of code\n');
  expect(outcome.text).toMatch(/^Nothing was written: line 2, "\/\/ \.\.\. rest of code", stands for text/);
  expect((await read('a.ts')).text).toContain('There is no file');
  bench.put('doc.md', 'An example:\n// ... existing code ...\n');
  await read('doc.md');
  expect((await write('doc.md', 'Changed:\n// ... existing code ...\n')).isError).toBeUndefined();
});

test('folders, links that leave, pipes and hard links are not written', async () => {
  const outside = openToolBench();
  const target = outside.put('target', 'theirs');
  symlinkSync(target, join(bench.root, 'link'));
  symlinkSync(outside.root, join(bench.root, 'linked-folder'));
  symlinkSync(join(outside.root, 'new'), join(bench.root, 'dangling'));
  linkSync(target, join(bench.root, 'hard'));
  execFileSync('mkfifo', [join(bench.root, 'pipe')]);
  mkdirSync(join(bench.root, 'folder'));
  bench.put('file', '');
  for (const path of ['link', 'linked-folder/new', 'dangling', 'hard', 'pipe', 'folder', '../x', '.']) {
    await read(path);
    expect((await write(path, 'mine')).isError, path).toBe(true);
  }
  expect((await write('hard', 'mine')).text).toMatch(/^hard is a hard link/);
  expect([readdirSync(outside.root), outside.text('target')]).toEqual([['target'], 'theirs']);
  expect((await write('file/below', 'x')).isError).toBe(true);
  outside.remove();
});

test('through a link that stays inside, the file itself is written and the link stays', async () => {
  bench.put('real.txt', 'old');
  symlinkSync('real.txt', join(bench.root, 'alias'));
  await read('alias');
  expect((await write('alias', 'new')).text).toBe('Updated real.txt (1 line).');
  expect(bench.text('real.txt')).toBe('new');
  expect(
    readdirSync(bench.root, { withFileTypes: true })
      .find(({ name }) => name === 'alias')
      ?.isSymbolicLink(),
  ).toBe(true);
});

test('a file is not written with the mark that stands for a secret in it', async () => {
  bench.put('a', 'TOKEN=ghp_0123456789abcdefghijABCDEFGHIJ012345\n');
  await bench.call('read', { path: 'a' });
  const outcome = await bench.call('write', { path: 'a', content: 'TOKEN=[redacted:github-token]\nPORT=80\n' });
  expect(outcome.isError).toBe(true);
  expect(bench.text('a')).toBe('TOKEN=ghp_0123456789abcdefghijABCDEFGHIJ012345\n');
});
