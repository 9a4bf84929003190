import { appendFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { AshlarError } from '../../src/base/errors.ts';
import type { LedgerFact, LedgerLine } from '../../src/domain/ledger.ts';
import { type Appending, appendFact } from '../../src/specs/append-fact.ts';
import { toKnownLine } from '../../src/specs/known-lines.ts';
import { readLedger, sealFact } from '../../src/specs/ledger.ts';
import { makeSigner, standingOf } from '../support/signing.ts';

const [ann, bob] = [makeSigner(), makeSigner()];
const at = '2026-03-01T09:30:00Z';
const rejected = (comment: string): LedgerFact => ({ type: 'rejected', stage: 'design', comment });
const sealed = (comment: string, prev: string) =>
  sealFact(rejected(comment), { at, by: 'Ann', spec: 'lend', prev }, ann);
const write = (...lines: LedgerLine[]) => lines.map((line) => `${JSON.stringify(line)}\n`).join('');

const one = sealed('one', '');
const two = sealed('two', one.hash);
const three = sealed('three', two.hash);

describe('appendFact', () => {
  let folder: string;
  let path: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'ledger-'));
    path = join(folder, 'lend', 'ledger.jsonl');
    mkdirSync(dirname(path));
  });
  afterEach(() => rmSync(folder, { recursive: true }));
  const append = (comment: string, how: Partial<Appending> = {}) =>
    appendFact(path, rejected(comment), { at, by: 'Ann', signer: ann, standing: standingOf([ann]), ...how });
  const read = () => readFileSync(path, 'utf8');

  test('makes the file and links each line to the one before', () => {
    expect(append('one')).toEqual([one]);
    expect(append('two')).toEqual([one, two]);
    expect(read()).toBe(write(one, two));
  });

  test('cuts off a torn end and nothing else', () => {
    for (const torn of [write(two).slice(0, 30), '{', Buffer.from('{"by":"é').subarray(0, -1)]) {
      writeFileSync(path, write(one));
      appendFileSync(path, torn);
      append('two');
      expect(read()).toBe(write(one, two));
    }
  });

  test('cuts off a torn first line', () => {
    writeFileSync(path, write(one).slice(0, 30));
    append('one');
    expect(read()).toBe(write(one));
  });

  test('ends a whole last line that only lost its line break', () => {
    writeFileSync(path, write(one).trimEnd());
    append('two');
    expect(read()).toBe(write(one, two));
  });

  test('refuses a damaged ledger and leaves it as it is', () => {
    const damaged = write(one, three);
    writeFileSync(path, damaged);
    expect(() => append('four')).toThrow(AshlarError);
    expect(() => append('four')).toThrow(/ledger\.jsonl is damaged: line 2: the line before this one was removed/);
    expect(read()).toBe(damaged);
    writeFileSync(path, `${damaged}{"torn`);
    expect(() => append('four')).toThrow(/is damaged: line 2/);
    expect(read()).toBe(`${damaged}{"torn`);
  });

  test('keeps what was written by two at a time', () => {
    append('one');
    appendFileSync(path, write(two, sealed('other', one.hash)));
    append('last');
    expect(append('one more')).toHaveLength(5);
    const place = { file: 'ledger.jsonl', spec: 'lend' };
    expect(readLedger(read(), place, standingOf([ann]))).toMatchObject({ problems: [], lines: { length: 5 } });
  });

  test('a line follows one of a signer who does not count, so that its removal would be noticed', () => {
    append('one', { signer: bob });
    expect(append('two')).toMatchObject([{ prev: JSON.parse(read().split('\n')[0] ?? '').hash }]);
  });

  test('refuses a ledger of which lines are gone, unless all of them were told', () => {
    const standing = standingOf([ann], [one, two, three]);
    writeFileSync(path, write(one));
    expect(() => append('four', { standing })).toThrow(/is damaged: lines were cut off: 2 lines/);
    expect(() => append('four', { standing, missed: [toKnownLine(three)] })).toThrow(/is damaged: lines were cut off/);
    expect(read()).toBe(write(one));
    expect(append('four', { standing, missed: [two, three].map(toKnownLine) })).toEqual([
      one,
      sealed('four', one.hash),
    ]);
  });

  test.each([
    [undefined, 'ledger.jsonl merge=union\n'],
    ['* text=auto', '* text=auto\nledger.jsonl merge=union\n'],
    ['*.md -text\n', '*.md -text\nledger.jsonl merge=union\n'],
    ['ledger.jsonl  merge=mine\n', 'ledger.jsonl  merge=mine\n'],
  ])('beside a new ledger git is told how to merge it: %j becomes %j', (before, after) => {
    const attributes = join(dirname(path), '.gitattributes');
    if (before !== undefined) writeFileSync(attributes, before);
    append('one');
    expect(readFileSync(attributes, 'utf8')).toBe(after);
    rmSync(attributes);
    append('two');
    expect(existsSync(attributes)).toBe(false);
  });
});
