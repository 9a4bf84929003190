import fc from 'fast-check';
import { expect, test } from 'vitest';
import { programCalls } from '../../src/policy/program-calls.ts';
import { parseCommands } from '../../src/policy/shell-words.ts';

const words = (line: string) => parseCommands(line).map((command) => command.words);

test('commands end at the operators of the shell, not inside quotes', () => {
  expect(words('a; b && c || d | e & f\ng')).toEqual([['a'], ['b'], ['c'], ['d'], ['e'], ['f'], ['g']]);
  expect(words(`a ';' "&&" \\| 'b\nc'`)).toEqual([['a', ';', '&&', '|', 'b\nc']]);
});

test('quotes are taken off and parts of a word are joined', () => {
  expect(words(`a"b c"'d "e'\\ f "" "x\\"y"`)).toEqual([['ab cd "e f', '', 'x"y']]);
  expect(words('a \\\n b')).toEqual([['a', 'b']]);
});

test('redirects and assignments are told from words', () => {
  expect(parseCommands('A=1 B="x y" run a=b >out 2>>err <in 2>&1 &>all')).toEqual([
    { words: ['run', 'a=b'], assignments: ['A=1', 'B=x y'], written: ['out', 'err', '1', 'all'], read: ['in'] },
  ]);
});

test('the bodies of here-documents are passed over, also of two on one line', () => {
  expect(words('cat <<A <<-"B" ; x\none\nA\ntwo\n\tB\nnext <<< word')).toEqual([['cat'], ['x'], ['next', 'word']]);
});

test('substitutions are commands of their own and stay in the word', () => {
  expect(words('a $(b $(c)) "x`d`"')).toEqual([['c'], ['b', '$(c)'], ['d'], ['a', '$(b $(c))', 'x$(d)']]);
});

test('a program is found behind what wraps it', () => {
  const programs = (line: string) => programCalls(line).map(({ program, args }) => [program, ...args].join(' '));
  expect(programs('sudo -u me env -i A=1 timeout -s KILL 5 /bin/ls -l')).toEqual(['ls -l']);
  expect(programs("! bash -c 'x 1; y'")).toEqual(['bash -c x 1; y', 'x 1', 'y']);
  expect(programs('> file')).toEqual(['']);
});

test('any text is read to its end without an error', () => {
  const shellish = fc.string({ unit: fc.constantFrom(...'ab$()`\'"\\;&|<>\n #={}-') });
  fc.assert(fc.property(shellish, (line) => Array.isArray(programCalls(line))));
});
