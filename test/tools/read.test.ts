import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createWriteStream, linkSync, mkdirSync, symlinkSync, truncateSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { limits } from '../../src/base/limits.ts';
import { openToolBench, type ToolBench } from './tool-bench.ts';

let bench: ToolBench;
beforeEach(() => {
  bench = openToolBench();
});
afterEach(() => bench.remove());

const read = (path: string, more: Record<string, unknown> = {}) => bench.call('read', { path, ...more });
const textOf = async (path: string, more?: Record<string, unknown>) => (await read(path, more)).text;
const sha256 = (bytes: string | Uint8Array) => createHash('sha256').update(bytes).digest('hex');

test('lines come with numbers, and the digest of the bytes is seen', async () => {
  bench.put('src/a.ts', 'one\n\ttwo\n\nfour\n');
  expect(await read('src/a.ts')).toEqual({
    text: '    1\tone\n    2\t\ttwo\n    3\t\n    4\tfour',
    seen: [{ path: 'src/a.ts', digest: sha256('one\n\ttwo\n\nfour\n') }],
  });
  expect(await textOf(join(bench.root, 'src', '..', 'src/a.ts'))).toContain('one');
});

test('a range says where it lies and how to go on', async () => {
  bench.put('a', Array.from({ length: 2_500 }, (_, i) => `line ${i + 1}\n`).join(''));
  expect(await textOf('a', { offset: 2, limit: 2 })).toBe(
    '    2\tline 2\n    3\tline 3\n[lines 2–3 of 2500; go on with offset 4]',
  );
  expect(await textOf('a', { offset: 2_500 })).toBe(' 2500\tline 2500\n[lines 2500–2500 of 2500]');
  expect(await textOf('a')).toMatch(/ 2000\tline 2000\n\[lines 1–2000 of 2500; go on with offset 2001\]$/);
  expect(await read('a', { offset: 2_501 })).toEqual({ text: 'a has only 2500 lines.', isError: true });
});

test('an empty file and an empty folder say so', async () => {
  bench.put('empty', '');
  mkdirSync(join(bench.root, 'folder'));
  expect(await read('empty')).toEqual({ text: 'empty is empty.', seen: [{ path: 'empty', digest: sha256('') }] });
  expect(await textOf('folder')).toBe('folder is an empty folder.');
});

test('a folder is listed by name, without the folder of git', async () => {
  bench.put('b.ts', '');
  bench.put('a/x.ts', '');
  bench.put('.git/config', '');
  expect(await textOf('.')).toBe('. is a folder:\na/\nb.ts');
});

test('byte order mark and carriage returns are hidden', async () => {
  bench.put('a', '\uFEFFone\r\ntwo\r\n');
  expect(await textOf('a')).toBe('    1\tone\n    2\ttwo');
});

test('text in another encoding is decoded, and the model is told', async () => {
  bench.put('latin', Buffer.from('gr\xfc\xdfe\n', 'latin1'));
  bench.put('little', Buffer.from('\uFEFFgrüße\n', 'utf16le'));
  bench.put('big', Buffer.from('\uFEFFgrüße\n', 'utf16le').swap16());
  expect(await textOf('latin')).toBe('    1\tgrüße\n[decoded from latin-1; write and edit keep that encoding]');
  expect(await textOf('little')).toBe('    1\tgrüße\n[decoded from utf-16le; write and edit keep that encoding]');
  expect(await textOf('big')).toBe('    1\tgrüße\n[decoded from utf-16be; write and edit keep that encoding]');
});

test('binary files are refused, huge ones too, without being read', async () => {
  bench.put('image.png', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 1]));
  truncateSync(bench.put('sparse', ''), 10 * 1024 ** 3);
  expect(await read('image.png')).toEqual({ text: 'image.png is a binary file (6 bytes), no text.', isError: true });
  expect(await read('sparse', { offset: 1 })).toMatchObject({ isError: true });
  expect(await textOf('sparse')).toBe('sparse is a binary file (10737418240 bytes), no text.');
});

test('of a huge text a part is read, however far in it lies and however long its lines are', async () => {
  const stream = createWriteStream(join(bench.root, 'huge.log'));
  for (let i = 1; i <= 6; i++) stream.write(`${i}${'ü'.repeat(1024 * 1024)}\r\n`);
  stream.end('last');
  await finished(stream);
  expect(await read('huge.log')).toMatchObject({
    isError: true,
    text: 'huge.log has 12 MB. Search it with grep, or give an offset to read a part.',
  });
  const part = await read('huge.log', { offset: 6, limit: 5 });
  expect(part.text).toBe(
    `    6\t6${'ü'.repeat(limits.lineChars - 1)}… [${limits.lineChars + 1} characters]\n    7\tlast\n[lines 6–7; too large to be edited with edit]`,
  );
  expect(part.seen).toBeUndefined();
  expect(await textOf('huge.log', { offset: 9 })).toBe('huge.log has only 7 lines.');
});

test('one line of a megabyte is cut', async () => {
  bench.put('min.js', 'x'.repeat(1024 * 1024));
  const text = await textOf('min.js');
  expect(text.length).toBeLessThan(limits.lineChars + 100);
  expect(text).toMatch(/… \[1048576 characters\]$/);
});

test('a missing file names what may be meant, and is known to be missing', async () => {
  bench.put('src/lib/session.ts', '');
  bench.put('src/lib/users/list-of-all-users.ts', '');
  bench.put('README.md', '');
  bench.put('node_modules/x/session.ts', '');
  expect(await read('src/session.ts')).toEqual({
    text: 'There is no file src/session.ts. Did you mean src/lib/session.ts?',
    isError: true,
    seen: [{ path: 'src/session.ts', digest: '' }],
  });
  expect(await textOf('reedme.md')).toContain('README.md');
  expect(await textOf('quite/other')).toBe('There is no file quite/other.');
});

test('nothing outside the repository is read, by no path and through no link', async () => {
  const outside = openToolBench();
  outside.put('secret', 'secret');
  symlinkSync(join(outside.root, 'secret'), join(bench.root, 'file-link'));
  symlinkSync(outside.root, join(bench.root, 'folder-link'));
  symlinkSync('folder-link', join(bench.root, 'second-link'));
  const paths = [
    'file-link',
    'folder-link/secret',
    'second-link/secret',
    'second-link/missing',
    '..',
    '../x',
    '/etc/passwd',
  ];
  for (const path of [...paths, join(outside.root, 'secret'), `${bench.root}-sibling/x`]) {
    expect(await read(path)).toEqual({
      text: `${path} lies outside the repository. Give a path relative to the repository's root.`,
      isError: true,
    });
  }
  outside.remove();
});

test('a link that stays inside is followed, and the file is known by its own name', async () => {
  bench.put('real/a.ts', 'x');
  symlinkSync('real', join(bench.root, 'link'));
  expect((await read('link/a.ts')).seen).toEqual([{ path: 'real/a.ts', digest: sha256('x') }]);
});

test('pipes, sockets, devices, broken links and circles are refused and never waited for', async () => {
  execFileSync('mkfifo', [join(bench.root, 'pipe.ts')]);
  symlinkSync('nowhere', join(bench.root, 'broken'));
  symlinkSync('circle', join(bench.root, 'circle'));
  const server = createServer().listen(join(bench.root, 'socket'));
  expect(await textOf('pipe.ts')).toBe('pipe.ts is no regular file but a pipe, a socket or a device.');
  expect(await textOf('socket')).toBe('socket is no regular file but a pipe, a socket or a device.');
  expect(await textOf('broken')).toBe('broken is a symbolic link that leads nowhere.');
  expect(await textOf('circle')).toBe('circle cannot be opened: its symbolic links go round in a circle.');
  expect(await read('/dev/stdin')).toMatchObject({ isError: true });
  expect(await textOf('x'.repeat(5_000))).toMatch(/cannot be opened: the name is too long\.$/);
  expect(await textOf('a\0b')).toBe('"a\\u0000b" is no path.');
  await new Promise((done) => server.close(done));
});

test('a hard link may be read', async () => {
  const outside = openToolBench({});
  linkSync(outside.put('a', 'shared'), join(bench.root, 'linked'));
  expect(await textOf('linked')).toBe('    1\tshared');
  outside.remove();
  expect(bench.root.startsWith(tmpdir())).toBe(true);
});
