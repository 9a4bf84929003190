import {
  appendFileSync,
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
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openKnownLedgers } from '../../src/app/known-ledgers.ts';

let base: string;
let spec: string;
beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'ashlar-known-'));
  spec = join(base, 'specs/lend');
  mkdirSync(spec, { recursive: true });
});
afterEach(() => rmSync(base, { recursive: true }));

const open = () => openKnownLedgers(join(base, 'state'));
const line = (n: number) => ({ hash: `hash ${n}`, sig: `sig ${n}`, said: `Änn said ${n}` });
const file = () => {
  const folder = join(base, 'state/ledgers');
  const [name = ''] = readdirSync(folder);
  return join(folder, name);
};

test('what is added is appended, and any process reads all of it', () => {
  const known = open();
  expect(known.read(spec)).toEqual([]);
  known.write(spec, [line(1)]);
  const { ino } = statSync(file());
  known.write(spec, [line(1), line(2)]);
  expect(statSync(file()).ino).toBe(ino);
  const other = open();
  expect(other.read(spec)).toEqual([line(1), line(2)]);
  other.write(spec, [line(1), line(2), line(3)]);
  expect(known.read(spec)).toEqual([line(1), line(2), line(3)]);
  expect(known.read(spec)).toBe(known.read(spec));
});

test('lines that are let go are gone, and what is there already is not written again', () => {
  const known = open();
  known.write(spec, [line(1), line(2), line(3)]);
  known.write(spec, [line(1), line(3)]);
  expect(open().read(spec)).toEqual([line(1), line(3)]);
  const before = statSync(file());
  known.write(spec, [line(1), line(3)]);
  expect(statSync(file())).toEqual(before);
  known.write(spec, []);
  expect(open().read(spec)).toEqual([]);
});

test('a line that a crash cut off was not known yet, and the next one does not suffer by it', () => {
  const known = open();
  known.write(spec, [line(1)]);
  const torn = Buffer.from(JSON.stringify(line(2)));
  appendFileSync(file(), torn.subarray(0, torn.indexOf(0xc3) + 1));
  expect(known.read(spec)).toEqual([line(1)]);
  known.write(spec, [line(1), line(2)]);
  expect(open().read(spec)).toEqual([line(1), line(2)]);
  expect(readFileSync(file(), 'utf8').split('\n')).toHaveLength(4);
});

test('what an earlier version kept as one value is read, and kept in lines from then on', () => {
  const known = open();
  known.write(spec, [line(1)]);
  const [path, older] = [file(), file().replace(/\.jsonl$/, '.json')];
  writeFileSync(older, JSON.stringify({ folder: spec, lines: [line(7), line(8)] }, undefined, 1));
  rmSync(path);
  expect(open().read(spec)).toEqual([line(7), line(8)]);
  open().write(spec, [line(7), line(8), line(9)]);
  expect(readdirSync(join(base, 'state/ledgers'))).toHaveLength(1);
  expect(open().read(spec)).toEqual([line(7), line(8), line(9)]);
});

test.each(['{}\n', 'no JSON\n', `${JSON.stringify({ folder: '/a' })}\n{"hash":1}\n`])('%j is no such list', (text) => {
  open().write(spec, [line(1)]);
  writeFileSync(file(), text);
  expect(() => open().read(spec)).toThrow(`${file()} cannot be used`);
});
