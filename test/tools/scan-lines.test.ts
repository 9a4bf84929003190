import fc from 'fast-check';
import { expect, test } from 'vitest';
import { limits } from '../../src/base/limits.ts';
import { linesOf } from '../../src/tools/line-breaks.ts';
import { scanLines } from '../../src/tools/scan-lines.ts';

async function* inChunks(content: string | Buffer, size: number): AsyncGenerator<Buffer> {
  const bytes = Buffer.from(content);
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

test('however the text is cut, the lines of the range are those of the text', async () => {
  const texts = fc.string({ unit: fc.constantFrom('a', 'ü', '😀', '\n', '\r\n') });
  const sizes = fc.integer({ min: 1, max: 7 });
  const property = fc.asyncProperty(texts, sizes, fc.nat(8), fc.nat(8), async (text, size, skip, more) => {
    const first = skip + 1;
    const limit = more + 1;
    const { lines, count } = await scanLines(inChunks(text, size), { first, limit });
    expect(lines).toEqual(linesOf(text).slice(skip, skip + limit));
    if (lines.length < limit) expect(count).toBe(linesOf(text).length);
  });
  await fc.assert(property, { numRuns: 300 });
});

test('nothing is read after the range', async () => {
  async function* endless(): AsyncGenerator<Buffer> {
    for (;;) yield Buffer.from('line\n');
  }
  expect(await scanLines(endless(), { first: 3, limit: 2 })).toMatchObject({ lines: ['line', 'line'], count: 4 });
});

test('of a long line no more is held than is shown, and that it was longer can be told', async () => {
  const { lines } = await scanLines(inChunks(`${'x'.repeat(100_000)}\nend`, 1_000), { first: 1, limit: 5 });
  expect(lines).toEqual(['x'.repeat(limits.lineChars + 1), 'end']);
});

test('a text that ends within a character ends in U+FFFD', async () => {
  const { lines } = await scanLines(inChunks(Buffer.from([0x0a, 0x61, 0xc3]), 1), { first: 1, limit: 5 });
  expect(lines).toEqual(['', 'a\uFFFD']);
});
