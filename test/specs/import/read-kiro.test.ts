import { expect, test } from 'vitest';
import { detectLayouts } from '../../../src/specs/import/detect-layouts.ts';
import { readLayout } from '../../../src/specs/import/read-layout.ts';
import { ccSdd, openSpec, parseTasks, specKit, treeOf } from './trees.ts';

test('documents stay as they are but for ticked boxes; what was approved there is told of and is not approved here', () => {
  const { specs, steering } = readLayout('cc-sdd', treeOf(ccSdd));
  const [spec] = specs;
  expect(spec).toMatchObject({ slug: 'lend', kind: 'feature', item: 'Lend books.' });
  expect(spec?.documents['requirements.md']).toBe(ccSdd['.kiro/specs/lend/requirements.md']);
  expect(parseTasks(spec?.documents['tasks.md']).tasks.map(({ id, mark }) => [id, mark])).toEqual([
    ['1', 'open'],
    ['1.1', 'open'],
    ['2', 'open'],
  ]);
  expect(spec?.documents['tasks.md']).toContain('  - [ ] 1.1 (P) Write it\n    - Ticked in cc-sdd, not proved here\n');
  expect(spec?.ticked.map(({ line }) => line)).toEqual([3, 4]);
  expect(spec?.notes).toEqual([
    { file: '.kiro/specs/lend/research.md', line: 1, message: 'was left where it is' },
    { file: '.kiro/specs/lend/spec.json', line: 1, message: 'approved there, not here: requirements' },
  ]);
  expect(steering).toMatchObject([{ name: 'tech.md', from: '.kiro/steering/tech.md' }]);
});

test("nested specs keep their path, a bug stays a bug, and a folder of Ashlar's own is passed over", () => {
  const { specs } = readLayout(
    'kiro',
    treeOf({
      '.kiro/specs/a/b/bugfix.md': '# Bugfix Requirements Document\n',
      '.kiro/specs/own/requirements.md': '# Requirements\n',
      '.kiro/specs/own/spec.yaml': 'slug: own\n',
    }),
  );
  expect(specs.map(({ slug, kind }) => [slug, kind])).toEqual([['a/b', 'bugfix']]);
});

test('a damaged spec.json is told of', () => {
  const { specs } = readLayout('cc-sdd', treeOf({ ...ccSdd, '.kiro/specs/lend/spec.json': '{' }));
  expect(specs[0]?.notes).toContainEqual(expect.objectContaining({ message: expect.stringContaining('is not JSON') }));
});

test('a layout is known by its files', () => {
  expect(detectLayouts(treeOf({ ...specKit, ...openSpec, ...ccSdd }))).toEqual(['spec-kit', 'openspec', 'cc-sdd']);
  expect(detectLayouts(treeOf({ '.kiro/specs/a/design.md': '' }))).toEqual(['kiro']);
  expect(detectLayouts(treeOf({ 'specs/a/requirements.md': '', '.specify/memory/constitution.md': '' }))).toEqual([]);
});
