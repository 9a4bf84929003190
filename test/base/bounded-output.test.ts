import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { BoundedOutput, endOfWholeCharacters } from '../../src/base/bounded-output.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'output-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const letters = fc.string({ unit: fc.constantFrom(...'abcdefgh\n'), maxLength: 30 });

test('however the output comes, head, tail, digest, length and file are those of its bytes', () => {
  const property = fc.property(fc.array(letters), fc.nat(40), fc.nat(200), (chunks, keepBytes, maxBytes) => {
    const spoolPath = join(folder, 'new', 'whole');
    rmSync(spoolPath, { force: true });
    const output = new BoundedOutput({ keepBytes, maxBytes, spoolPath });
    for (const chunk of chunks) output.add(Buffer.from(chunk));
    const result = output.finish();
    output.close();
    const all = chunks.join('');
    const taken = all.slice(0, maxBytes);
    const isLong = taken.length > keepBytes;
    const head = Math.ceil(keepBytes * 0.4);
    const shown = `${taken.slice(0, head)}\n[… ${taken.length - keepBytes} bytes left out …]\n${taken.slice(taken.length - (keepBytes - head))}`;
    expect(result.output).toBe(isLong ? shown : taken);
    expect(result.outputBytes).toBe(taken.length);
    expect(result.outputDigest).toBe(createHash('sha256').update(taken).digest('hex'));
    expect(output.overfull).toBe(all.length > maxBytes);
    expect(result.outputFile).toBe(isLong ? spoolPath : undefined);
    expect(isLong ? readFileSync(spoolPath, 'utf8') : existsSync(spoolPath)).toBe(isLong ? taken : false);
  });
  fc.assert(property, { numRuns: 300 });
});

test('the folder that is made for the file is the user’s alone', () => {
  const output = new BoundedOutput({ keepBytes: 1, maxBytes: 10, spoolPath: join(folder, 'new', 'whole') });
  output.add(Buffer.from('ab'));
  output.close();
  expect(statSync(join(folder, 'new')).mode & 0o777).toBe(0o700);
});

test('where the middle is left out no character is torn', () => {
  const property = fc.property(
    fc.string({ unit: 'grapheme', minLength: 30 }),
    fc.integer({ min: 0, max: 25 }),
    (text, keepBytes) => {
      const output = new BoundedOutput({ keepBytes, maxBytes: 1e6 });
      output.add(Buffer.from(text));
      const [head = '', tail = ''] = output.text().split(/\n\[… \d+ bytes left out …\]\n/);
      expect(text.startsWith(head) && text.endsWith(tail)).toBe(true);
    },
  );
  fc.assert(property);
});

test('a text that is cut anywhere is whole up to where its last character begins', () => {
  const property = fc.property(fc.string({ unit: 'grapheme' }), fc.nat(), (text, at) => {
    const bytes = Buffer.from(text);
    const cut = bytes.subarray(0, at % (bytes.length + 1));
    const end = endOfWholeCharacters(cut);
    expect(cut.length - end).toBeLessThan(4);
    expect(Buffer.from(cut.subarray(0, end).toString('utf8'))).toEqual(cut.subarray(0, end));
  });
  fc.assert(property);
});
