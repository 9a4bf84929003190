import { expect, test } from 'vitest';
import { cutLine, cutMiddle } from '../../src/base/text.ts';
import { wellFormed, wellFormedJson } from '../../src/base/well-formed.ts';

test('halves of a pair are replaced, whole pairs are not', () => {
  expect(wellFormed('a\ud83d b\ude00 \ud83d\ude00')).toBe('a\ufffd b\ufffd 😀');
});

test('in JSON every text is mended, names of properties too', () => {
  expect(wellFormedJson({ 'k\ud800': ['x\udfff', 1, null, true] })).toEqual({ 'k\ufffd': ['x\ufffd', 1, null, true] });
});

test('no cut parts a character', () => {
  const text = '😀'.repeat(50);
  for (let max = 1; max < 20; max++) {
    const cut = cutMiddle(text, max);
    expect(wellFormed(cut)).toBe(cut);
    const left = Number(/\[… (\d+) characters left out/.exec(cut)?.[1]);
    expect((cut.match(/😀/gu) ?? []).join('').length).toBe(text.length - left);
    expect(wellFormed(cutLine(text, max))).toBe(cutLine(text, max));
  }
});
