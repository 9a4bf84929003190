import { expect, test } from 'vitest';
import { readLayout } from '../../../src/specs/import/read-layout.ts';
import { openSpec, parseRequirements, parseTasks, treeOf } from './trees.ts';

const read = () => readLayout('openspec', treeOf(openSpec));

test('a capability becomes a spec of requirements, its scenarios criteria', () => {
  const [spec] = read().specs;
  expect(spec).toMatchObject({ slug: 'lending', title: 'lending', item: 'How books are lent.', ticked: [] });
  const { requirements, criteria, problems } = parseRequirements(spec?.documents['requirements.md']);
  expect(problems).toEqual([]);
  expect(requirements.map(({ id, title }) => [id, title])).toEqual([
    ['1', 'Lend a book'],
    ['2', 'Stay open'],
  ]);
  expect(criteria).toEqual([
    ['1.1', 'WHEN a reader asks THEN the book is lent'],
    ['2.1', 'The system SHALL be open at night.'],
  ]);
  expect(spec?.documents['requirements.md']).toContain('## Introduction\n\nHow books are lent.\n');
  expect(spec?.notes).toMatchObject([{ line: 15, message: expect.stringContaining('no scenario') }]);
});

test('a change becomes a spec with its deltas numbered through, its reasons as introduction, and open tasks', () => {
  const change = read().specs[1];
  expect(change).toMatchObject({ slug: 'add-fines', title: 'Add fines' });
  const text = change?.documents['requirements.md'];
  const { requirements, criteria } = parseRequirements(text);
  expect(requirements.map(({ id, title }) => [id, title])).toEqual([
    ['1', 'Fine'],
    ['2', 'Lend a book'],
  ]);
  expect(criteria.map(([id]) => id)).toEqual(['1.1', '2.1']);
  expect(text).toContain('### Why\n\nBooks come late.');
  expect(text).toContain('*Modifies the capability `lending`.*');
  expect(text).toMatch(/### REMOVED in lending\n\n\n?\*\*Requirement: Stay open\*\*\n\*\*Reason\*\*: too loud/);
  expect(change?.notes).toMatchObject([{ file: 'openspec/changes/add-fines/specs/lending/spec.md', line: 10 }]);
  const { tasks } = parseTasks(change?.documents['tasks.md']);
  expect(tasks.map(({ id, mark }) => [id, mark])).toEqual([
    ['1.1', 'open'],
    ['1.2', 'open'],
  ]);
  expect(change?.ticked).toEqual([
    {
      file: 'openspec/changes/add-fines/tasks.md',
      line: 3,
      message: 'ticked there, not proved here: 1.1 Count the days',
    },
  ]);
});

test('archived changes stay where they are and are counted; the project file is steering', () => {
  const { notes, steering, specs } = read();
  expect(specs).toHaveLength(2);
  expect(notes).toEqual([
    { file: 'openspec/changes/archive', line: 1, message: 'archived changes were left where they are: 1' },
  ]);
  expect(steering).toMatchObject([{ name: 'openspec-project.md', text: '# Project\n\nWe lend books.\n' }]);
});

test('a change of the name of a capability gets a name of its own', () => {
  const files = { ...openSpec, 'openspec/changes/lending/proposal.md': '# Lending\n' };
  const slugs = readLayout('openspec', treeOf(files)).specs.map(({ slug }) => slug);
  expect(slugs).toEqual(['lending', 'add-fines', 'lending-change']);
});
