import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { AshlarError } from '../../src/base/errors.ts';
import type { LedgerFact, LedgerLine } from '../../src/domain/ledger.ts';
import { appendFact, lastHash, readLedger, sealFact } from '../../src/specs/ledger.ts';

const rejected = (comment: string): LedgerFact => ({ type: 'rejected', stage: 'design', comment });
const at = '2026-03-01T09:30:00Z';
const sealed = (comment: string, prev: string) => sealFact(rejected(comment), { at, by: 'ann', prev });
const write = (...lines: LedgerLine[]) => lines.map((line) => `${JSON.stringify(line)}\n`).join('');
const problems = (text: string) => readLedger(text, 'ledger.jsonl').problems.map(({ code, line }) => `${code}@${line}`);
const comments = (text: string) =>
  readLedger(text, 'ledger.jsonl').lines.map(({ fact }) => (fact.type === 'rejected' ? fact.comment : ''));

const one = sealed('one', '');
const two = sealed('two', one.hash);
const three = sealed('three', two.hash);

describe('readLedger', () => {
  test('a whole ledger has its lines and no problem', () => {
    expect(readLedger(write(one, two, three), 'ledger.jsonl')).toEqual({ lines: [one, two, three], problems: [] });
    expect(readLedger('', 'ledger.jsonl')).toEqual({ lines: [], problems: [] });
  });

  test('blank lines and CRLF do no harm', () => {
    expect(problems(write(one, two).replaceAll('\n', '\r\n\r\n'))).toEqual([]);
  });

  test('two lines may name the same one, as after a merge of branches', () => {
    const other = sealed('other', one.hash);
    expect(problems(write(one, two, other, three))).toEqual([]);
    expect(problems(write(one, sealed('second root', '')))).toEqual([]);
  });

  test('a changed line is named and left out, and hides nothing after it', () => {
    const text = write(one, two, three).replace('"two"', '"TWO"');
    expect(problems(text)).toEqual(['ledger-changed@2']);
    expect(comments(text)).toEqual(['one', 'three']);
    expect(problems(write(one, { ...two, by: 'bob' }))).toEqual(['ledger-changed@2']);
    expect(problems(write(one, { ...two, at: '2027' }))).toEqual(['ledger-changed@2']);
  });

  test('something put into a line is a change, even where no field is known by its name', () => {
    expect(problems(write(one).replace('{"at"', '{"extra":1,"at"'))).toEqual(['ledger-changed@1']);
  });

  test('a changed line with a new hash leaves the next one without its predecessor', () => {
    expect(problems(write(one, sealed('TWO', one.hash), three))).toEqual(['ledger-removed@3']);
  });

  test('a removed line is named at the one after it, the first one too', () => {
    expect(problems(write(one, three))).toEqual(['ledger-removed@2']);
    expect(problems(write(two, three))).toEqual(['ledger-removed@1']);
    expect(readLedger(write(one, three), 'ledger.jsonl').problems[0]).toMatchObject({
      severity: 'error',
      file: 'ledger.jsonl',
      message: expect.stringContaining(two.hash.slice(0, 12)),
    });
  });

  test('reordered lines are named with the line that stands wrong', () => {
    const { problems: found } = readLedger(write(one, three, two), 'ledger.jsonl');
    expect(found.map(({ code, line }) => `${code}@${line}`)).toEqual(['ledger-reordered@2']);
    expect(found[0]?.message).toContain('line 3');
  });

  test('a repeated line is named and counts once', () => {
    const text = write(one, two, one);
    expect(problems(text)).toEqual(['ledger-repeated@3']);
    expect(comments(text)).toEqual(['one', 'two']);
  });

  test('a line that is no JSON or no fact is named', () => {
    expect(problems(`${write(one)}<<<<<<< HEAD\n${write(two)}`)).toEqual(['ledger-unreadable@2']);
    expect(problems(`${write(one)}{"fact":1}\n`)).toEqual(['ledger-unreadable@2']);
    expect(problems('17\n')).toEqual(['ledger-unreadable@1']);
    expect(problems('17')).toEqual(['ledger-unreadable@1']);
  });

  test('a last line that was cut by a crash is named so', () => {
    const text = write(one, two);
    expect(problems(text.slice(0, -20))).toEqual(['ledger-cut@2']);
    expect(comments(text.slice(0, -20))).toEqual(['one']);
    expect(problems(text.slice(0, -1))).toEqual([]);
    expect(problems(`${text.slice(0, -20)}\n`)).toEqual(['ledger-unreadable@2']);
  });
});

test('a hash is over all of the line but itself, in whatever order its keys stand', () => {
  expect(one.hash).toMatch(/^[0-9a-f]{64}$/);
  expect(sealed('one', 'x').hash).not.toBe(one.hash);
  const turned = Object.fromEntries(Object.entries(one).reverse());
  expect(problems(`${JSON.stringify(turned)}\n`)).toEqual([]);
});

test('the last hash is that of the last line, and empty where there is none', () => {
  expect(lastHash([one, two])).toBe(two.hash);
  expect(lastHash([])).toBe('');
});

describe('appendFact', () => {
  let folder: string;
  let path: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'ledger-'));
    path = join(folder, 'ledger.jsonl');
  });
  afterEach(() => rmSync(folder, { recursive: true }));
  const append = (comment: string) => appendFact(path, rejected(comment), { at, by: 'ann' });
  const read = () => readFileSync(path, 'utf8');

  test('makes the file and links each line to the one before', () => {
    expect(append('one')).toEqual(one);
    expect(append('two')).toEqual(two);
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
    expect(readLedger(read(), 'ledger.jsonl')).toMatchObject({ problems: [], lines: { length: 4 } });
  });
});
