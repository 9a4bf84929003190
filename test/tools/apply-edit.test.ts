import fc from 'fast-check';
import { expect, test } from 'vitest';
import { applyEdit } from '../../src/tools/apply-edit.ts';

const words = fc.string({ unit: fc.constantFrom(...'abü \t'), maxLength: 6 });
const breaks = fc.constantFrom('\n', '\r\n');
const prose = fc.array(fc.tuple(words, breaks)).map((lines) => lines.map(([line, end]) => line + end).join(''));
const target = fc.tuple(words, breaks, words).map(([first, end, second]) => `«${first}${end}${second}»`);
const plain = (text: string) => text.replaceAll('\r\n', '\n');

test('around the replaced part every character stays as it is', () => {
  const property = fc.property(fc.tuple(prose, prose), target, prose, ([before, after], old, fresh) => {
    const edited = applyEdit(`${before}${old}${after}`, { old: plain(old), new: `${fresh}!`, all: false });
    expect(edited.text.startsWith(before)).toBe(true);
    expect(edited.text.endsWith(after)).toBe(true);
    const middle = edited.text.slice(before.length, edited.text.length - after.length);
    expect(plain(middle)).toBe(plain(`${fresh}!`));
  });
  fc.assert(property, { numRuns: 300 });
});

test('lines that old and new begin and end with keep their characters, trailing spaces and breaks included', () => {
  const property = fc.property(prose, prose, fc.nat(3), words, (head, tail, spaces, word) => {
    const text = `${head}«1»${' '.repeat(spaces)}\r\n«2»\t\n«3»\r\n${tail}`;
    const edited = applyEdit(text, { old: '«1»\n«2»\n«3»\n', new: `«1»\n${word}!\n«3»\n`, all: false });
    expect(edited.text).toBe(`${head}«1»${' '.repeat(spaces)}\r\n${word}!\n«3»\r\n${tail}`);
  });
  fc.assert(property, { numRuns: 300 });
});

test('the places that are told are those of the new text', () => {
  const property = fc.property(fc.array(prose, { minLength: 1, maxLength: 5 }), (parts) => {
    const edited = applyEdit(parts.map((part) => `${part}«x»`).join(''), { old: '«x»', new: '<new>', all: true });
    expect(edited.text).toBe(parts.map((part) => `${part}<new>`).join(''));
    expect(edited.places.map(({ start, end }) => edited.text.slice(start, end))).toEqual(parts.map(() => '<new>'));
  });
  fc.assert(property);
});

test('a whole block that is indented otherwise is replaced in its own indentation', () => {
  const property = fc.property(fc.nat(4), fc.nat(4), prose, (own, given, tail) => {
    const [here, there] = [' '.repeat(own), ' '.repeat(given)];
    const text = `«a»\n${here}«b»\n${here}  «c»\n${tail}`;
    const old = `${there}«b»\n${there}  «c»\n`;
    const edited = applyEdit(text, { old, new: `${there}«b»\n${there}  «d»\n${there}    «e»\n`, all: false });
    expect(edited.text).toBe(`«a»\n${here}«b»\n${here}  «d»\n${here}    «e»\n${tail}`);
  });
  fc.assert(property);
});
