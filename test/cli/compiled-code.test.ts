import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { type CompiledCode, codeFile, readCode, writeCode } from '../../src/cli/compiled-code.ts';

const code: CompiledCode = {
  files: new Map([
    ['a.js', Buffer.from('compiled a')],
    ['b.js', Buffer.alloc(0)],
    ['ü.js', Buffer.from([0, 1, 2, 255])],
  ]),
  isWhole: true,
};
const none: CompiledCode = { files: new Map(), isWhole: false };

function place() {
  const home = mkdtempSync(join(tmpdir(), 'code-'));
  onTestFinished(() => rmSync(home, { recursive: true }));
  const file = codeFile({ env: { HOME: home }, build: 'b1', command: 'run', words: [] });
  if (file === undefined) throw new Error('no place');
  return { home, file };
}

test('what is written is read again, by its user alone', () => {
  const { file } = place();
  writeCode(file, () => code);
  expect(readCode(file)).toEqual(code);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(statSync(dirname(file)).mode & 0o777).toBe(0o700);
});

test('each piece begins at a multiple of eight bytes', () => {
  const { file } = place();
  writeCode(file, () => code);
  for (const piece of readCode(file).files.values()) expect(piece.byteOffset % 8).toBe(0);
});

test('a bit that turned, a file that was cut, and none at all are no code', () => {
  const { file } = place();
  expect(readCode(file)).toEqual(none);
  writeCode(file, () => code);
  const whole = readFileSync(file);
  for (let at = 0; at < whole.length; at += 7) {
    const damaged = Buffer.from(whole);
    damaged.writeUInt8(damaged.readUInt8(at) ^ 4, at);
    writeFileSync(file, damaged);
    expect(readCode(file)).toEqual(none);
  }
  for (const length of [0, 3, 8, whole.length - 1]) {
    writeFileSync(file, whole.subarray(0, length));
    expect(readCode(file)).toEqual(none);
  }
});

test('a file that others may write is not believed', () => {
  const { file } = place();
  writeCode(file, () => code);
  chmodSync(file, 0o666);
  expect(readCode(file)).toEqual(none);
});

test('where it cannot be written nothing happens', () => {
  const { home, file } = place();
  writeFileSync(join(home, '.cache'), 'a file where the folder would be');
  writeCode(file, () => code);
  expect(readCode(file)).toEqual(none);
});

test('builds that nobody used for a month go when another is written', () => {
  const { file } = place();
  const builds = dirname(dirname(file));
  for (const [name, days] of [
    ['old', 40],
    ['recent', 3],
  ] as const) {
    mkdirSync(join(builds, name), { recursive: true });
    const then = Date.now() / 1_000 - days * 24 * 3_600;
    utimesSync(join(builds, name), then, then);
  }
  writeCode(file, () => code);
  expect([existsSync(join(builds, 'old')), existsSync(join(builds, 'recent')), existsSync(file)]).toEqual([
    false,
    true,
    true,
  ]);
});

test('it lies in the cache of the user, apart for each build and each set of options', () => {
  const of = (env: Record<string, string>) => codeFile({ env, build: 'b1', command: 'run', words: [] });
  expect(of({ HOME: '/h' })).toMatch(/^\/h\/\.cache\/ashlar\/code\/b1-v[\d.]+-\w+-\w+\/run$/);
  expect(of({ HOME: '/h', XDG_CACHE_HOME: '/c' })).toMatch(/^\/c\/ashlar\//);
  expect(of({ HOME: '/h', XDG_CACHE_HOME: 'relative' })).toMatch(/^\/h\//);
  expect(of({ HOME: '/h', NODE_OPTIONS: '--max-lazy' })).not.toBe(of({ HOME: '/h' }));
  expect(of({})).toBeUndefined();
});

test('there is none in a repository, nor in a folder that the command is about, whatever link leads there', () => {
  const { home } = place();
  const [repository, other, link] = ['repository', 'other', 'link'].map((name) => join(home, name));
  for (const folder of [join(repository ?? '', '.git'), join(repository ?? '', 'deep'), other ?? ''])
    mkdirSync(folder, { recursive: true });
  symlinkSync(join(repository ?? '', 'deep'), link ?? '');
  const of = (HOME = '', words: string[] = []) => codeFile({ env: { HOME }, build: 'b1', command: 'run', words });
  expect([of(repository), of(join(repository ?? '', 'deep')), of(link)]).toEqual([undefined, undefined, undefined]);
  expect(of(other)).toBeDefined();
  for (const words of [['--cwd', other ?? ''], [`--cwd=${home}`], ['run', '/']]) {
    expect(of(other, words)).toBeUndefined();
  }
  expect(of(other, ['new', `${'long/'.repeat(2_000)}`, 'a\0b', `${other}-2`])).toBe(of(other));
});
