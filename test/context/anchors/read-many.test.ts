import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { afterAll, expect, test } from 'vitest';
import { createManyReader, type SourceText } from '../../../src/context/anchors/read-many.ts';

// Within the package, so that what is bundled here finds the parser.
const folder = mkdtempSync(fileURLToPath(new URL('../../../node_modules/.ashlar-test-', import.meta.url)));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function inFolder(name: string, text = ''): URL {
  const file = join(folder, name);
  writeFileSync(file, text);
  return pathToFileURL(file);
}

/** So much that a second thread pays. */
const large: readonly SourceText[] = Array.from({ length: 8 }, (_, n) => {
  const functions = Array.from({ length: 1_200 }, (_, at) => `export function f${n}_${at}(a) { return a + ${at}; }\n`);
  return { path: `${n}.js`, text: functions.join('') };
});

const here = createManyReader({ threads: 1 });
const answering = (body: string) =>
  `import { parentPort, workerData } from 'node:worker_threads';\nparentPort.postMessage(${body});\n`;
const tellsItself = answering("workerData.map(() => ({ language: 'of a thread', symbols: [], isBroken: false }))");

test('threads read what one thread reads, in the order asked for', async () => {
  const workerFile = inFolder('worker.mjs');
  await build({
    entryPoints: [fileURLToPath(new URL('../../../src/context/anchors/symbol-worker.ts', import.meta.url))],
    outfile: fileURLToPath(workerFile),
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
  });
  const files = [{ path: 'a.py', text: 'def f(): pass\n' }, ...large, { path: 'x.xyz', text: 'x' }];
  const found = await createManyReader({ threads: 3, workerFile })(files);
  expect(found).toEqual(await here(files));
  expect(found.map(({ symbols }) => symbols[0]?.symbol)).toEqual(['f', ...large.map((_, n) => `f${n}_0`), undefined]);
});

test('many files are shared with threads, few are not', async () => {
  const workerFile = inFolder('tells.mjs', tellsItself);
  const languages = async (threads: number, files: readonly SourceText[]) =>
    (await createManyReader({ threads, workerFile })(files)).map(({ language }) => language);
  const shared = await languages(2, large);
  expect(new Set(shared)).toEqual(new Set(['javascript', 'of a thread']));
  expect(new Set(await languages(1, large))).toEqual(new Set(['javascript']));
  expect(new Set(await languages(8, large.slice(0, 2)))).toEqual(new Set(['javascript']));
  expect(await languages(8, [])).toEqual([]);
});

test.each([
  ['is not there', undefined],
  ['cannot start', 'throw new Error("no");'],
  ['ends without an answer', ''],
])('a thread that %s leaves its share to the one that asked', async (_, text) => {
  const workerFile =
    text === undefined ? new URL('./none.mjs', pathToFileURL(join(folder, 'x'))) : inFolder('bad.mjs', text);
  expect(await createManyReader({ threads: 2, workerFile })(large)).toEqual(await here(large));
});

test('calls at once are read one after another, each whole', async () => {
  const read = createManyReader({ threads: 2, workerFile: inFolder('again.mjs', tellsItself) });
  const [some, many] = await Promise.all([read([{ path: 'a.js', text: 'function a() {}' }]), read(large)]);
  expect(some.map(({ symbols }) => symbols[0]?.symbol)).toEqual(['a']);
  expect(many).toHaveLength(large.length);
});
