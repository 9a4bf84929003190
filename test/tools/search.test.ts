import { execFileSync } from 'node:child_process';
import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { limits } from '../../src/base/limits.ts';
import { openToolBench, type ToolBench } from './tool-bench.ts';

let bench: ToolBench;
beforeEach(() => {
  bench = openToolBench();
});
afterEach(() => bench.remove());

const grep = async (pattern: string, more: Record<string, unknown> = {}) =>
  (await bench.call('grep', { pattern, ...more })).text;
const glob = async (pattern: string) => (await bench.call('glob', { pattern })).text;

test('hits come sorted by path with line numbers', async () => {
  for (const path of ['b.ts', 'a/z.ts', 'a/b.ts']) bench.put(path, 'zero\nneedle one\r\nneedle: two\n');
  expect(await grep('needle')).toBe(
    ['a/b.ts', 'a/z.ts', 'b.ts'].flatMap((path) => [`${path}:2:needle one`, `${path}:3:needle: two`]).join('\n'),
  );
  expect(await grep('needle', { path: 'a/z.ts' })).toBe('a/z.ts:2:needle one\na/z.ts:3:needle: two');
  expect(await grep('one$', { path: join(bench.root, 'a') })).toBe('a/b.ts:2:needle one\na/z.ts:2:needle one');
});

test('case, context and globs are heeded', async () => {
  bench.put('a.ts', '1\n2\nNeedle\n4\n5\n6\nneedle\n');
  bench.put('a.js', 'needle\n');
  expect(await grep('needle', { glob: '*.ts' })).toBe('a.ts:7:needle');
  expect(await grep('needle', { glob: '*.{js,ts}', ignoreCase: true })).toBe(
    'a.js:1:needle\na.ts:3:Needle\na.ts:7:needle',
  );
  expect(await grep('Needle', { context: 1 })).toBe('a.ts-2-2\na.ts:3:Needle\na.ts-4-4');
  expect(await grep('needle', { context: 1, ignoreCase: true, path: 'a.ts' })).toBe(
    'a.ts-2-2\na.ts:3:Needle\na.ts-4-4\n--\na.ts-6-6\na.ts:7:needle',
  );
});

test('a pattern may begin with a dash, span lines, or find nothing', async () => {
  bench.put('a', '--flag\nnext\n');
  expect(await grep('--flag')).toBe('a:1:--flag');
  expect(await grep('flag\\nnext')).toBe('a:1:--flag\na:2:next');
  expect(await grep('nothing')).toBe('No line matches.');
});

test('what git ignores, its folder and binary files are left out, whatever the glob', async () => {
  execFileSync('git', ['init', '--quiet'], { cwd: bench.root });
  bench.put('.gitignore', 'dist/\n*.log\n');
  bench.put('.github/ci.yml', 'needle');
  bench.put('dist/a.ts', 'needle');
  bench.put('src/a.log', 'needle');
  bench.put('src/a.ts', 'needle');
  bench.put('.git/needle', 'needle');
  bench.put('binary', 'needle\0');
  bench.put('.ashlar/state/x', 'needle');
  const expected = '.github/ci.yml:1:needle\nsrc/a.ts:1:needle';
  expect(await grep('needle')).toBe(expected);
  for (const pattern of ['**', '*', '**/*', '*{a.ts,.yml,.log}'])
    expect(await grep('needle', { glob: pattern })).toBe(expected);
  expect(await grep('needle', { path: '.git' })).toBe('No line matches.');
  expect(await glob('**/*')).toBe('.github/ci.yml\n.gitignore\nbinary\nsrc/a.ts');
  expect(await glob('**/a.*')).toBe('src/a.ts');
  expect(await glob('.git/**')).toBe('No file matches.');
});

test('what the root ignores is left out of a search in a folder below', async () => {
  bench.put('.gitignore', '/pkg/dist\n*.log\n');
  bench.put('pkg/.gitignore', '/deep/out\n');
  for (const path of ['pkg/dist/a', 'pkg/deep/out/a', 'pkg/deep/a', 'pkg/deep/a.log']) bench.put(path, 'needle');
  expect(await grep('needle', { path: 'pkg' })).toBe('pkg/deep/a:1:needle');
  expect(await grep('needle', { path: 'pkg/deep' })).toBe('pkg/deep/a:1:needle');
  expect(await grep('needle', { path: 'pkg/dist/a' })).toBe('pkg/dist/a:1:needle');
});

test('ignore files of folders above the root do not reach into it', async () => {
  const inner = openToolBench({ below: bench.root });
  bench.put('.gitignore', '*');
  inner.put('src/a.ts', 'needle');
  expect((await inner.call('grep', { pattern: 'needle' })).text).toBe('src/a.ts:1:needle');
  expect((await inner.call('glob', { pattern: '*.ts' })).text).toBe('src/a.ts');
});

test('files that may not be read give no hit', async () => {
  bench.remove();
  bench = openToolBench({ toolbox: { openReader: async () => (path) => !path.endsWith('.env') } });
  bench.put('.env', 'KEY=needle');
  bench.put('api/.env', 'KEY=needle');
  bench.put('a', 'needle');
  expect(await grep('needle')).toBe('a:1:needle');
  expect(await grep('needle', { path: 'api/.env' })).toBe('No line matches.');
  expect(await grep('needle', { glob: '.env', context: 2 })).toBe('No line matches.');
});

test('hits, paths and lines are bounded, and the model is told', async () => {
  bench.put('many', 'needle\n'.repeat(limits.searchHits + 5));
  bench.put('long', `needle${'x'.repeat(100_000)}`);
  const lines = (await grep('needle')).split('\n');
  expect(lines.length).toBe(limits.searchHits + 1);
  expect(lines[0]?.length).toBeLessThan(limits.lineChars + 100);
  expect(lines.at(-1)).toBe(`[only the first ${limits.searchHits} hits are shown: narrow the pattern, path or glob]`);
  for (let i = 0; i < limits.searchHits; i++) bench.put(`files/${i}`, '');
  const paths = (await glob('*')).split('\n');
  expect(paths.at(-1)).toBe(`[only the first ${limits.searchHits} files are shown: narrow the pattern]`);
  expect(paths.slice(0, -1)).toEqual(paths.slice(0, -1).sort());
});

test('a wrong pattern, glob or path is an error in words', async () => {
  bench.put('a', '');
  expect(await bench.call('grep', { pattern: '(' })).toMatchObject({
    isError: true,
    text: expect.stringMatching(/unclosed group/),
  });
  expect(await bench.call('glob', { pattern: '[' })).toMatchObject({
    isError: true,
    text: expect.stringMatching(/unclosed character class/),
  });
  expect(await bench.call('grep', { pattern: 'x', path: 'none' })).toEqual({
    text: 'There is no none to search in.',
    isError: true,
  });
  expect(await bench.call('grep', { pattern: 'x', path: '..' })).toMatchObject({ isError: true });
});

test('links are not followed out of the repository, and pipes are not waited for', async () => {
  const outside = openToolBench();
  outside.put('secret', 'needle');
  symlinkSync(outside.root, join(bench.root, 'link'));
  execFileSync('mkfifo', [join(bench.root, 'pipe')]);
  expect(await grep('needle')).toBe('No line matches.');
  expect(await bench.call('grep', { pattern: 'needle', path: 'link' })).toMatchObject({ isError: true });
  outside.remove();
});

test('patterns of paths are those of a model: rooted, absolute, in any folder', async () => {
  for (const path of ['a.ts', 'src/a.ts', 'src/b.js', 'src/deep/a.ts']) bench.put(path, '');
  expect(await glob('*.ts')).toBe('a.ts\nsrc/a.ts\nsrc/deep/a.ts');
  expect(await glob('src/*.{ts,js}')).toBe('src/a.ts\nsrc/b.js');
  expect(await glob('./*.ts')).toBe('a.ts');
  expect(await glob(`${bench.root}/src/**/*.ts`)).toBe('src/a.ts\nsrc/deep/a.ts');
  expect(await glob('nothing*')).toBe('No file matches.');
  expect(await glob('src/deep')).toBe('src/deep/a.ts');
  expect(await glob('!*.ts')).toBe('src/b.js');
});

test('without ripgrep the model is told what to use instead', async () => {
  bench.remove();
  bench = openToolBench({ toolbox: { ripgrepPath: '/nowhere/rg' } });
  for (const name of ['grep', 'glob']) {
    expect(await bench.call(name, { pattern: 'x' })).toEqual({
      text: 'The search could not start: Cannot start /nowhere/rg: there is no such program. Use bash with grep or find.',
      isError: true,
    });
  }
});
