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

test('a plain output has no control sequences in text and file, wherever they are cut; its digest is that of the bytes', () => {
  const colored = '\u001b[1;31mred\u001b[0m \u001b]8;;http://x\u0007link\u001b]0;t\u001b\\ \u001b(Bé\n'.repeat(20);
  const plain = 'red link é\n'.repeat(20);
  const property = fc.property(fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 400 }), (sizes) => {
    const spoolPath = join(folder, 'whole');
    const output = new BoundedOutput({ keepBytes: 50, maxBytes: 1e6, spoolPath, plain: true });
    const bytes = Buffer.from(colored);
    let at = 0;
    for (const size of [...sizes, bytes.length]) {
      output.add(bytes.subarray(at, at + size));
      at += size;
    }
    const result = output.finish();
    output.close();
    expect(readFileSync(spoolPath, 'utf8')).toBe(plain);
    expect(result.output).toMatch(/^red link é\nred .*left out.*link é\n$/s);
    expect(result.output).not.toContain('\u001b');
    expect(result.outputBytes).toBe(Buffer.byteLength(plain));
    expect(result.outputDigest).toBe(createHash('sha256').update(bytes).digest('hex'));
  });
  fc.assert(property, { numRuns: 20 });
});

test('a sequence that is never ended takes no more with it than its line', () => {
  const output = new BoundedOutput({ keepBytes: 1000, maxBytes: 1000, plain: true });
  output.add(Buffer.from('a\u001b]0;title without an end\nb\u001b[31\nc\u001b[3é\u001b\nd\u001b'));
  expect(output.text()).toBe('a\nb\ncé\nd');
});
