import fc from 'fast-check';
import { expect, test } from 'vitest';
import { positionAt } from '../../../src/base/text.ts';
import { textPlaces } from '../../../src/specs/lint/text-places.ts';

test('offset and place are each the other’s way back, on every text', () => {
  const texts = fc.string({ unit: fc.constantFrom('a', '\n', '\r\n', '書', '🏴') });
  fc.assert(
    fc.property(texts, fc.nat(), (text, any) => {
      const offset = any % (text.length + 1);
      const places = textPlaces(text);
      const place = places.placeOf(offset);
      expect(places.offsetOf(place)).toBe(offset);
      expect(positionAt(text, offset)).toEqual(place);
      expect(place.line).toBe(text.slice(0, offset).split('\n').length);
    }),
  );
});

test('a line ends before its line break, and the last one with the text', () => {
  const { endOfLine } = textPlaces('ab\r\ncd\nef');
  expect([0, 4, 7].map(endOfLine)).toEqual([2, 6, 9]);
});
