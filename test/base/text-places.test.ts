import fc from 'fast-check';
import { expect, test } from 'vitest';
import { positionAt, textPlaces } from '../../src/base/text-places.ts';
import { readLines } from '../../src/specs/lines.ts';

test('offset and place are each the other’s way back, on every text', () => {
  const texts = fc.string({ unit: fc.constantFrom('a', '\n', '\r', '\r\n', '書', '🏴') });
  fc.assert(
    fc.property(texts, fc.nat(), (text, any) => {
      const offset = any % (text.length + 1);
      const places = textPlaces(text);
      const place = places.placeOf(offset);
      expect(places.offsetOf(place)).toBe(offset);
      expect(positionAt(text, offset)).toEqual(place);
      const { lines } = readLines(text);
      const own = lines.findLast(({ start }) => start <= offset);
      expect(place).toEqual({ line: own?.number, column: offset - (own?.start ?? 0) + 1 });
      expect(places.endOfLine(offset)).toBe(Math.max(own?.end ?? 0, offset));
    }),
  );
});

test('a line ends before its line break, and the last one with the text', () => {
  const { endOfLine, placeOf } = textPlaces('ab\r\ncd\nef\rgh');
  expect([0, 4, 7, 10].map(endOfLine)).toEqual([2, 6, 9, 12]);
  expect(placeOf(11)).toEqual({ line: 4, column: 2 });
});
