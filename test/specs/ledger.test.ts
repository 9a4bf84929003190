import { describe, expect, test } from 'vitest';
import { canonicalJson, digest } from '../../src/base/ids.ts';
import { fingerprintOf } from '../../src/base/signatures.ts';
import type { LedgerFact, LedgerLine } from '../../src/domain/ledger.ts';
import { readLedger, sealFact } from '../../src/specs/ledger.ts';
import type { Ledger, Standing } from '../../src/specs/standing.ts';
import { makeSigner, standingOf } from '../support/signing.ts';

const [ann, bob] = [makeSigner(), makeSigner()];
const at = '2026-03-01T09:30:00Z';
const rejected = (comment: string): LedgerFact => ({ type: 'rejected', stage: 'design', comment });
const sealed = (comment: string, prev: string, signer = ann) =>
  sealFact(rejected(comment), { at, by: 'Ann', spec: 'lend', prev }, signer);
const write = (...lines: object[]) => lines.map((line) => `${JSON.stringify(line)}\n`).join('');
const read = (text: string, standing = standingOf([ann])) =>
  readLedger(text, { file: 'ledger.jsonl', spec: 'lend' }, standing);
const codes = ({ problems: found }: Ledger) => found.map(({ code, line }) => `${code}@${line}`);
const problems = (text: string) => codes(read(text));
const commentsOf = (lines: readonly LedgerLine[]) =>
  lines.map(({ fact }) => (fact.type === 'rejected' ? fact.comment : ''));
const comments = (text: string) => commentsOf(read(text).lines);

const one = sealed('one', '');
const two = sealed('two', one.hash);
const three = sealed('three', two.hash);

describe('readLedger', () => {
  test('a whole ledger has its lines and no problem', () => {
    const none = { strange: [], lost: [], problems: [] };
    expect(read(write(one, two, three))).toEqual({ ...none, lines: [one, two, three], head: three.hash });
    expect(read('')).toEqual({ ...none, lines: [], head: '' });
  });

  test('blank lines and CRLF do no harm', () => {
    expect(problems(write(one, two).replaceAll('\n', '\r\n\r\n'))).toEqual([]);
  });

  test('two lines may name the same one, as after a merge of branches', () => {
    const other = sealed('other', one.hash);
    expect(problems(write(one, two, other, three))).toEqual([]);
    expect(problems(write(one, sealed('second root', '')))).toEqual([]);
  });

  test('a changed line is named with what it claims and left out, and hides nothing after it', () => {
    const text = write(one, two, three).replace('"two"', '"TWO"');
    expect(problems(text)).toEqual(['ledger-forged@2']);
    expect(comments(text)).toEqual(['one', 'three']);
    expect(problems(write(one, { ...two, by: 'Bob' }))).toEqual(['ledger-forged@2']);
    expect(problems(write(one, { ...two, at: '2027' }))).toEqual(['ledger-forged@2']);
    expect(read(write({ ...one, by: 'Bob' })).problems[0]?.message).toBe(
      `line 1: forged: claims that Bob rejected design at ${at}, but it was changed after it was written: it no longer has its hash`,
    );
  });

  test('something put into a line is a change, even where no field is known by its name', () => {
    expect(problems(write(one).replace('{"at"', '{"extra":1,"at"'))).toEqual(['ledger-forged@1']);
  });

  test('a removed line is named at the one after it, the first one too', () => {
    expect(problems(write(one, three))).toEqual(['ledger-removed@2']);
    expect(problems(write(two, three))).toEqual(['ledger-removed@1']);
    expect(read(write(one, three)).problems[0]).toMatchObject({
      severity: 'error',
      file: 'ledger.jsonl',
      message: expect.stringContaining(two.hash.slice(0, 12)),
    });
  });

  test('reordered lines are named with the line that stands wrong', () => {
    const { problems: found } = read(write(one, three, two));
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

test('a hash is over all of the line but itself and its signature, in whatever order its keys stand', () => {
  expect(one.hash).toMatch(/^[0-9a-f]{64}$/);
  expect(sealed('one', 'x').hash).not.toBe(one.hash);
  expect(sealed('one', '', bob).hash).not.toBe(one.hash);
  const turned = Object.fromEntries(Object.entries(one).reverse());
  expect(problems(write(turned))).toEqual([]);
});

/** A line with a hash that is right for it. */
function rehashed({ hash: _hash, sig, ...content }: Partial<LedgerLine>) {
  return { ...content, hash: digest(canonicalJson(content)), ...(sig !== undefined && { sig }) };
}

function without(name: keyof LedgerLine, line: LedgerLine): Partial<LedgerLine> {
  return Object.fromEntries(Object.entries(line).filter(([key]) => key !== name));
}

describe('a forged line is named with what it claims, and does not count:', () => {
  const { key: _key, sig: _sig, ...unsigned } = two;
  test.each([
    ['a fact changed and the hash made anew', rehashed({ ...two, fact: rejected('TWO') })],
    ['the name changed and the hash made anew', rehashed({ ...two, by: 'Bob' })],
    ['the spec changed and the hash made anew', rehashed({ ...two, spec: 'other' })],
    ['no signature and no key', rehashed(unsigned)],
    ['no signature', rehashed({ ...unsigned, key: ann.key })],
    ['no hash', without('hash', two)],
    ['no spec, the signature right', signed(without('spec', two))],
    ['signed with another key than it names', { ...two, sig: bob.sign(two.hash) }],
    ['the signature of another line', { ...two, sig: one.sig }],
    ['another key put in, with the signature of the owner', rehashed({ ...two, key: bob.key })],
    ['a key that is none', rehashed({ ...two, key: 'none' })],
  ])('%s', (_, forged) => {
    const { lines, strange, problems: found } = read(write(one, forged), standingOf([ann, bob]));
    expect(found).toMatchObject([{ code: 'ledger-forged', line: 2 }]);
    expect(found[0]?.message).toMatch(/^line 2: forged: claims that (?:Ann|Bob) rejected design at 2026/);
    expect([commentsOf(lines), strange]).toEqual([['one'], []]);
  });

  function signed({ sig: _old, ...line }: Partial<LedgerLine>) {
    const whole = rehashed(line);
    return { ...whole, sig: ann.sign(whole.hash) };
  }
});

test('a line that was written for another spec is named and does not count', () => {
  const foreign = sealFact(rejected('two'), { at, by: 'Ann', spec: 'other', prev: one.hash }, ann);
  const ledger = read(write(one, foreign));
  expect(codes(ledger)).toEqual(['ledger-foreign@2']);
  expect(ledger.problems[0]?.message).toContain('for the spec other');
  expect(commentsOf(ledger.lines)).toEqual(['one']);
});

describe('a line of a signer who does not count here', () => {
  const strange = sealed('two', one.hash, bob);

  test('is whole, is given with its number and fingerprint, and its fact is not among those that count', () => {
    const ledger = read(write(one, strange, three));
    expect(ledger.strange).toEqual([{ number: 2, fingerprint: fingerprintOf(bob.key), line: strange }]);
    expect(commentsOf(ledger.lines)).toEqual(['one', 'three']);
  });

  test('is one that others may follow, and counts where its signer does', () => {
    const text = write(one, strange, sealed('three', strange.hash));
    expect(read(text).problems).toEqual([]);
    expect(commentsOf(read(text, standingOf([ann, bob])).lines)).toEqual(['one', 'two', 'three']);
    expect(read(write(one, strange)).head).toBe(strange.hash);
  });

  test('does not count because it was seen before', () => {
    expect(commentsOf(read(write(one, strange), standingOf([ann], [one, strange])).lines)).toEqual(['one']);
  });
});

describe('a line that was known and is gone', () => {
  const seen = standingOf([ann], [one, two, three]);

  test.each([
    ['the last one', write(one, two), ['three']],
    ['the last two', write(one), ['two', 'three']],
    ['all', '', ['one', 'two', 'three']],
    ['the last one, another in its place', write(one, two, sealed('THREE', two.hash)), ['three']],
    ['the end of the last one', write(one, two, three).slice(0, -20), ['three']],
  ])('is noticed: %s', (_, text, gone) => {
    const { lost, problems: found } = read(text, seen);
    expect(lost.map(({ hash }) => hash)).toEqual(
      [one, two, three]
        .filter((line) => commentsOf([line]).some((comment) => gone.includes(comment)))
        .map((line) => line.hash),
    );
    const shortened = found.find(({ code }) => code === 'ledger-shortened');
    expect(shortened?.message).toMatch(
      new RegExp(`^lines were cut off: ${gone.length} lines? .* gone; in the last one Ann rejected design at ${at}$`),
    );
  });

  test('is none as long as it stands there, wherever and among others', () => {
    expect(read(write(one, sealed('other', one.hash), two, three), seen)).toMatchObject({ lost: [], problems: [] });
    expect(read(write(one, two, three), standingOf([], [one, two, three])).problems).toEqual([]);
  });

  test('is not taken for known when its signature was exchanged', () => {
    expect(codes(read(write({ ...one, sig: two.sig }), standingOf([ann], [one])))).toEqual([
      'ledger-forged@1',
      'ledger-shortened@1',
    ]);
  });
});

describe('a ledger that is read again', () => {
  const remembering = (...signers: ReturnType<typeof makeSigner>[]): Standing => {
    return { ...standingOf(signers), memory: { text: '', lines: 0, rows: [] } };
  };
  const long = sealed('after three', three.hash);

  test.each<[was: string, text: string]>([
    ['as it was', write(one, two, three)],
    ['with more', write(one, two, three, long)],
    [
      'with blank lines and a forged one at its end',
      `${write(one, two, three)}\n\n${write(long).replace('after', 'before')}`,
    ],
    ['with a line cut off at its end', `${write(one, two, three)}{"torn`],
    ['without its line break', write(one, two, three).trimEnd()],
    ['shorter', write(one, two)],
    ['changed where it was proved before', write(one, two, three, long).replace('"two"', '"TWO"')],
    ['with a line taken out', write(one, three, long)],
    ['in another order', write(one, three, two)],
    ['empty', ''],
  ])('is what one is that is read for the first time: %s', (_was, text) => {
    const standing = remembering(ann);
    for (const before of [write(one, two, three), write(one, two), '']) {
      if (before !== '') read(before, standing);
      expect(read(text, standing)).toEqual(read(text));
      expect(read(text, standing)).toEqual(read(text));
    }
  });

  test('is held anew against who counts and what is known', () => {
    const { memory } = remembering();
    const text = write(one, sealed('two', one.hash, bob));
    const standingNow = (standing: Standing) => ({ ...standing, ...(memory && { memory }) });
    expect(read(text, standingNow(standingOf([ann]))).strange).toHaveLength(1);
    expect(read(text, standingNow(standingOf([ann, bob]))).strange).toEqual([]);
    expect(read(text, standingNow(standingOf([ann], [one, two]))).lost).toHaveLength(1);
  });
});
