import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { Language, Parser } from 'web-tree-sitter';
import { codeLanguageOf, codeLanguages } from '../../../src/context/grammars/code-languages.ts';

const resolve = (name: string) => createRequire(import.meta.url).resolve(name);
const folder = join(dirname(resolve('@vscode/tree-sitter-wasm/package.json')), 'wasm');

async function kindsOf(grammar: string): Promise<(string | null)[]> {
  await Parser.init({ locateFile: () => resolve('web-tree-sitter/web-tree-sitter.wasm') });
  return (await Language.load(join(folder, `tree-sitter-${grammar}.wasm`))).types;
}

test.each(codeLanguages.map((language) => [language.name, language] as const))(
  'every kind that is named for %s is one of its grammar, or of one that has the same rules',
  async (_, { outline, anchors }) => {
    const family = codeLanguages.filter((other) => other.anchors === anchors);
    const known = new Set((await Promise.all(family.map(({ grammar }) => kindsOf(grammar)))).flat());
    const kinds = [outline, anchors]
      .flatMap((rules) => Object.values<unknown>({ ...rules }))
      .flatMap((value) => (Array.isArray(value) ? value.map(String) : []));
    const groups = Object.entries(anchors.groups ?? {}).flatMap(([list, members]) => [list, ...members.split('|')]);
    expect([...kinds, ...groups].filter((kind) => !known.has(kind))).toEqual([]);
  },
);

test('a file is of the language that its ending says, and of none where there is no grammar', () => {
  const found = [
    'a.ts',
    'a.d.mts',
    'a.tsx',
    'a.cjs',
    'a.pyi',
    'a.go',
    'a.rs',
    'A.java',
    'A.cs',
    'a.rake',
    'a.php',
    'a.h',
  ];
  expect(found.map((path) => codeLanguageOf(path)?.name)).toEqual([
    'typescript',
    'typescript',
    'tsx',
    'javascript',
    'python',
    'go',
    'rust',
    'java',
    'c-sharp',
    'ruby',
    'php',
    'cpp',
  ]);
  expect(['a.kt', 'a.swift', 'README', 'a.tsv'].map(codeLanguageOf)).toEqual([
    undefined,
    undefined,
    undefined,
    undefined,
  ]);
});
