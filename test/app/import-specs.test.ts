import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type ImportRequest, importSpecs } from '../../src/app/import-specs.ts';
import { openSpec as openOne, stageState } from '../../src/app/open-spec.ts';
import { listSpecs } from '../../src/specs/list-specs.ts';
import { ccSdd, openSpec, specKit } from '../specs/import/trees.ts';
import { openWire } from '../support/scripted-run.ts';
import { makeRepository, type TemporaryRepository } from '../support/temporary-repository.ts';

const bring = (repository: TemporaryRepository, request: ImportRequest = {}) =>
  importSpecs(request, openWire(repository));
const outcomes = async (repository: TemporaryRepository, request: ImportRequest = {}) =>
  (await bring(repository, request)).specs.map(({ folder, outcome }) => `${folder} ${outcome}`);

test('specs come in beside their originals, which stay as they are, and nothing is approved or done', async () => {
  const repository = makeRepository({ ...specKit, ...openSpec });
  const wire = openWire(repository);
  expect((await importSpecs({}, wire)).specs.map(({ folder }) => folder)).toEqual([
    'specs/lend-books',
    'specs/lending',
    'specs/add-fines',
  ]);
  expect(repository.git('status', '--porcelain', '--untracked-files=no')).toBe('');
  const spec = openOne('lend-books', wire);
  expect(spec.yaml).toMatchObject({ importedFrom: 'specs/003-lend-books', item: 'readers can lend books' });
  expect(spec.ledger).toEqual([]);
  expect(['requirements', 'design', 'tasks'].map((stage) => stageState(spec, stage as 'tasks'))).toEqual(
    Array(3).fill('drafted'),
  );
  expect(spec.tasks?.tasks.every(({ mark }) => mark === 'open')).toBe(true);
  expect(repository.read('.ashlar/steering/constitution.md')).toBe(specKit['.specify/memory/constitution.md']);
});

test('a second time nothing changes, and a spec that is there is never written over', async () => {
  const repository = makeRepository({ ...specKit, 'specs/lending/notes.txt': 'mine\n', ...openSpec });
  await bring(repository);
  expect(repository.has('specs/lending/requirements.md')).toBe(false);
  repository.write('specs/add-fines/requirements.md', 'edited\n');
  repository.write('.ashlar/steering/constitution.md', 'edited\n');
  repository.git('add', '--all');
  repository.git('commit', '--quiet', '--message', 'Brought in');
  expect(await outcomes(repository)).toEqual([
    'specs/lend-books present',
    'specs/lending present',
    'specs/add-fines present',
  ]);
  expect(repository.git('status', '--porcelain')).toBe('');
});

test('in a repository of cc-sdd Ashlar works on the specs themselves; into another one they are copied', async () => {
  const source = makeRepository({ ...ccSdd, ...openSpec });
  expect(await outcomes(source, { layout: 'cc-sdd' })).toEqual(['.kiro/specs/lend in_place']);
  expect(source.git('status', '--porcelain')).toBe('');
  expect(await outcomes(source)).toContain('.kiro/specs/lending imported');
  expect(await outcomes(source)).toEqual([
    '.kiro/specs/lending present',
    '.kiro/specs/add-fines present',
    '.kiro/specs/lend in_place',
  ]);
  const other = makeRepository({}, 'other');
  expect(await outcomes(other, { layout: 'cc-sdd', path: source.root })).toEqual(['specs/lend imported']);
  expect(other.read('specs/lend/requirements.md')).toBe(ccSdd['.kiro/specs/lend/requirements.md']);
  expect(other.read('.ashlar/steering/tech.md')).toBe('# Tech\n');
});

test('what cannot be read is told of, and the rest comes in', async () => {
  const repository = makeRepository({ ...openSpec, 'openspec/specs/huge/spec.md': 'x'.repeat(600_000) });
  const { specs, notes } = await bring(repository);
  expect(specs.map(({ slug }) => slug)).toEqual(['lending', 'add-fines']);
  expect(notes).toContainEqual(expect.objectContaining({ file: 'openspec/specs/huge/spec.md' }));
});

test('where there is nothing of the kind, it says what there is', async () => {
  const repository = makeRepository(openSpec);
  await expect(bring(repository, { layout: 'spec-kit' })).rejects.toMatchObject({
    kind: 'invalid',
    why: 'it holds those of openspec',
  });
  await expect(bring(makeRepository())).rejects.toThrow(/no specs of another tool/);
  await expect(bring(repository, { path: join('no', 'such') })).rejects.toMatchObject({ kind: 'usage' });
});

test('the folder of an original is no spec of its own, nor are the checklists in it', async () => {
  const checklist = { 'specs/003-lend-books/checklists/requirements.md': '# Checklist\n' };
  const repository = makeRepository({ ...specKit, ...checklist });
  await bring(repository);
  const { specRoots } = openWire(repository);
  expect(specRoots.flatMap((root) => listSpecs(root)).map(({ slug }) => slug)).toEqual(['lend-books']);
});
