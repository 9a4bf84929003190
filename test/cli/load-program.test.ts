import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { openProgram } from '../../src/cli/load-program.ts';

function bundle(files: Record<string, string>): string {
  const folder = mkdtempSync(join(tmpdir(), 'bundle-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return folder;
}

const files = {
  'main.js': 'exports.path = require("node:path").join(__dirname, "x"); exports.twice = require("./part.js").twice;',
  'part.js':
    'exports.twice = (n) => 2 * n; exports.main = () => require("./main.js"); globalThis.loads = (globalThis.loads ?? 0) + 1;',
};

test('files find each other and Node, and run once', () => {
  const folder = bundle(files);
  Reflect.deleteProperty(globalThis, 'loads');
  const { load } = openProgram(folder, new Map());
  const main = load('main.js') as { path: string; twice: (n: number) => number };
  expect([main.path, main.twice(2)]).toEqual([join(folder, 'x'), 4]);
  expect((load('part.js') as { main: () => unknown }).main()).toBe(main);
  expect(Reflect.get(globalThis, 'loads')).toBe(1);
});

test('code that was compiled is used, and only the rest is compiled anew', () => {
  const folder = bundle(files);
  const first = openProgram(folder, new Map());
  first.load('main.js');
  expect(first.hasNew()).toBe(true);
  const code = first.compiled();
  expect([...code.keys()].sort()).toEqual(['main.js', 'part.js']);

  const second = openProgram(folder, code);
  expect((second.load('main.js') as { twice: (n: number) => number }).twice(3)).toBe(6);
  expect(second.hasNew()).toBe(false);

  code.delete('part.js');
  const third = openProgram(folder, code);
  third.load('main.js');
  expect(third.hasNew()).toBe(true);
});

test('what ran is in the code that is kept', () => {
  const folder = bundle({ 'long.js': `exports.run = () => { ${'globalThis.loads = 1; '.repeat(500)} };` });
  const program = openProgram(folder, new Map());
  const { run } = program.load('long.js') as { run: () => void };
  const before = program.compiled().get('long.js')?.length ?? 0;
  run();
  expect(program.compiled().get('long.js')?.length).toBeGreaterThan(before + 500);
});

test('code that V8 does not take is compiled again', () => {
  const folder = bundle(files);
  const { load, hasNew } = openProgram(folder, new Map([['part.js', Buffer.from('not what V8 made')]]));
  expect((load('part.js') as { twice: (n: number) => number }).twice(3)).toBe(6);
  expect(hasNew()).toBe(true);
});

test('a file may hold any character', () => {
  const { load } = openProgram(bundle({ 'words.js': 'exports.isMarked = (text) => /^● ü/.test(text);' }), new Map());
  expect((load('words.js') as { isMarked: (text: string) => boolean }).isMarked('● ü')).toBe(true);
});

test('a file that is missing or throws says which it is', () => {
  const folder = bundle({ 'bad.js': 'throw new Error("from inside");' });
  const { load } = openProgram(folder, new Map());
  expect(() => load('none.js')).toThrow('none.js');
  expect(() => load('bad.js')).toThrow('from inside');
});
