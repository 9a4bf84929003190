import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeText, encodeText } from '../../src/tools/text-file.ts';

test('bytes that are taken for text are the same after decoding and encoding', () => {
  const property = fc.property(
    fc.uint8Array(),
    fc.constantFrom([], [0xff, 0xfe], [0xfe, 0xff], [0xef, 0xbb, 0xbf]),
    (body, mark) => {
      const bytes = Buffer.from([...mark, ...body]);
      const decoded = decodeText(bytes);
      if (decoded !== undefined) expect(encodeText(decoded.text, decoded)).toEqual(bytes);
    },
  );
  fc.assert(property, { numRuns: 1_000 });
});

test.each([
  ['utf-8', Buffer.from('grün 😀'), 'grün 😀'],
  ['utf-8', Buffer.from('\uFEFFgrün'), 'grün'],
  ['utf-16le', Buffer.from('\uFEFFgrün', 'utf16le'), 'grün'],
  ['utf-16be', Buffer.from('\uFEFFgrün', 'utf16le').swap16(), 'grün'],
  ['latin-1', Buffer.from('grün', 'latin1'), 'grün'],
])('%s is told by its bytes', (encoding, bytes, text) => {
  expect(decodeText(bytes)).toMatchObject({ encoding, text });
});

test.each([
  ['a NUL', Buffer.from('text\0text')],
  ['a NUL in bytes that are no UTF-8', Buffer.from([0x89, 0x50, 0xff, 0])],
  ['half a character of UTF-16', Buffer.from([0xff, 0xfe, 0x41])],
])('%s is no text', (_name, bytes) => {
  expect(decodeText(bytes)).toBeUndefined();
});
