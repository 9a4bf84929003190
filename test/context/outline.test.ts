import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { describe, expect, test } from 'vitest';
import { limits } from '../../src/base/limits.ts';
import { createOutliner } from '../../src/context/outline.ts';
import { outlineCases } from './outline-cases.ts';
import { writeRepository } from './temporary-repository.ts';

const outliner = createOutliner();

describe('outlines', () => {
  for (const { path, text, outline } of outlineCases) {
    test(path, async () => {
      expect(await outliner.outline(path, text)).toEqual(outline);
    });
  }
});

test('a language that is not known has no outline, and loads no parser', async () => {
  const broken = createOutliner({ runtimeFile: '/nowhere/web-tree-sitter.wasm', grammarFolder: '/nowhere' });
  expect(await broken.outline('notes.txt', 'function f() {}')).toEqual([]);
  expect(await broken.outline('Makefile', 'f: g')).toEqual([]);
});

test.each(['\n', '\r\n', '\r'])('lines are counted whatever ends them: %j', async (end) => {
  const text = ['', 'function a() {}', '', 'function b() {}'].join(end);
  expect(await outliner.outline('a.ts', text)).toEqual(['2 function a()', '4 function b()']);
});

test('text that does not parse whole gives what does', async () => {
  expect(await outliner.outline('a.ts', 'export function f(a: string) {}\nclass {{{ \u0000 ???')).toContain(
    '1 export function f(a: string)',
  );
  expect(await outliner.outline('a.py', '')).toEqual([]);
});

test('signatures on several lines become one, without comments before the body, and long ones are cut', async () => {
  const wide = `def f(${Array.from({ length: 100 }, (_unused, index) => `argument_${index}`).join(', ')}): pass`;
  const [folded] = await outliner.outline('a.ts', 'export function f(\n  a: string,\n  b: number,\n): void {}');
  expect(folded).toBe('1 export function f( a: string, b: number, ): void');
  const [cut] = await outliner.outline('a.py', wide);
  expect(cut?.length).toBeLessThan(limits.symbolChars + 30);
});

test('a file has at most so many lines, and one that is too large has none', async () => {
  const many = Array.from({ length: limits.symbolsPerFile + 50 }, (_unused, index) => `def f${index}(): pass`).join(
    '\n',
  );
  expect(await outliner.outline('a.py', many)).toHaveLength(limits.symbolsPerFile);
  expect(await outliner.outline('a.py', `def f(): pass\n${'#'.repeat(limits.contextFileBytes)}`)).toEqual([]);
});

test('files may be outlined at the same time', async () => {
  const fresh = createOutliner();
  const all = await Promise.all(outlineCases.map(({ path, text }) => fresh.outline(path, text)));
  expect(all).toEqual(outlineCases.map(({ outline }) => outline));
});

test('a grammar that cannot be loaded says so', async () => {
  const broken = createOutliner({ grammarFolder: '/nowhere' });
  await expect(broken.outline('a.go', 'package a')).rejects.toMatchObject({
    kind: 'failed',
    what: 'the go grammar could not be loaded',
  });
});

test('it works in a bundle that leaves the packages out', async () => {
  const { root } = writeRepository({});
  const modules = fileURLToPath(new URL('../../node_modules', import.meta.url));
  symlinkSync(modules, join(root, 'node_modules'));
  mkdirSync(join(root, 'dist'));
  writeFileSync(join(root, 'package.json'), '{"type":"module"}');
  const source = fileURLToPath(new URL('../../src/context/outline.ts', import.meta.url));
  await build({
    stdin: {
      contents: `import { createOutliner } from ${JSON.stringify(source)};
        console.log(JSON.stringify(await createOutliner().outline('a.go', 'package a\\nfunc F(a int) {}')));`,
      resolveDir: root,
    },
    outfile: join(root, 'dist', 'program.js'),
    bundle: true,
    platform: 'node',
    format: 'esm',
    external: ['@vscode/tree-sitter-wasm', 'web-tree-sitter'],
    logLevel: 'silent',
  });
  const stdout = execFileSync(process.execPath, [join(root, 'dist', 'program.js')], { encoding: 'utf8' });
  expect(JSON.parse(stdout)).toEqual(['2 func F(a int)']);
});

test('code that is nested without end has an outline all the same', async () => {
  const nested = (open: string, close: string) => open.repeat(3_000) + close.repeat(3_000);
  expect(await outliner.outline('a.ts', `const f = ${'(a) => '.repeat(3_000)}1;`)).toHaveLength(1);
  expect(await outliner.outline('a.ts', `x = ${'y = '.repeat(3_000)}() => 1;`)).toEqual([]);
  expect(await outliner.outline('a.cs', nested('namespace N { ', '}'))).toEqual([]);
  expect(await outliner.outline('A.java', nested('class A { ', '}'))).toEqual([
    '1 class A',
    '1   class A',
    '1     class A',
    '1       class A',
    '1         class A',
  ]);
});
