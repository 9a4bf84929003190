import { expect, test } from 'vitest';
import { isComputation, type Language } from '../../../src/policy/commands/computation.ts';
import { literalWord } from '../../../src/policy/shell/words.ts';

function judge(language: Language, ...args: string[]): boolean {
  const none = { assignments: [], writes: [], reads: [], folders: [] };
  return isComputation({ program: 'node', word: 'node', args: args.map(literalWord), ...none }, language);
}

test.each([
  'console.log(2 ** 10)',
  'console.log(Math.max(1, 2) / 3, "a" + \'b\')',
  "require('./package.json').version",
  'JSON.stringify([1, 2, "x".padStart(3)])',
  'console.log(process.versions.node, process.platform)',
  '[1, 2][0]',
])('node may work out %j', (code) => {
  expect(judge('javascript', '-p', code)).toBe(true);
});

test.each(['print(sum(range(10)))', 'print([x * x for x in range(5) if x > 1])', "print(7 // 2, 'a' * 3)"])(
  'python may work out %j',
  (code) => {
    expect(judge('python', '-c', code)).toBe(true);
  },
);

test.each([
  'require("fs").rmSync("src")',
  'process.env',
  'console.log(process)',
  'process["env"]',
  '""["constructor"]["constructor"]("return process")()',
  '[]["filter"]',
  '(/"/, evil(), /"/)',
  '1 /* " */ ; evil() /* " */',
  '1 // "\nevil() // "',
  '`evil`',
  'import("fs")',
  'require("./package.json")["constructor"]',
  'require("./src/a.js")',
  'globalThis',
  'eval("1")',
  '"\\x41"',
  '1 <!-- "\nevil()',
])('node does not run %j by itself', (code) => {
  expect(judge('javascript', '-e', code)).toBe(false);
});

test.each([
  '1',
  'print(open("x").read())',
  '__import__("os").system("id")',
  'print(f"{open(1)}")',
  'print(().__class__)',
  "print('''\n''')",
  'import os; print(os.environ)',
  'print(1) # "\nexec("1")',
])('python does not run %j by itself', (code) => {
  expect(judge('python', '-c', code)).toBe(false);
});

test('a computation with anything beside it is none', () => {
  expect(judge('javascript', '-r', './x.js', '-e', '1')).toBe(false);
  expect(judge('javascript', '-e', '1', 'more')).toBe(false);
  expect(judge('python', '-c', `print(${'1+'.repeat(300)}1)`)).toBe(false);
});
