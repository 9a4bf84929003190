import { expect, test } from 'vitest';
import { readLayout } from '../../../src/specs/import/read-layout.ts';
import { parseRequirements, parseTasks, specKit, treeOf } from './trees.ts';

const read = (files: Readonly<Record<string, string>>) => readLayout('spec-kit', treeOf(files));

test('stories become requirements of their number, numbered statements the criteria of one more', () => {
  const [spec] = read(specKit).specs;
  expect(spec).toMatchObject({ slug: 'lend-books', title: 'Lend Books', item: 'readers can lend books' });
  const { requirements, criteria } = parseRequirements(spec?.documents['requirements.md']);
  expect(requirements.map(({ id, title, userStory }) => [id, title, userStory])).toEqual([
    ['1', 'Lend a book (Priority: P1)', 'A reader takes a book home.'],
    ['2', 'Return a book (Priority: P2)', 'A reader brings a book back.'],
    ['3', 'Functional Requirements', undefined],
    ['4', 'Measurable Outcomes', undefined],
  ]);
  expect(criteria).toEqual([
    ['1.1', '**Given** a book on the shelf, **When** a reader asks for it, **Then** it is noted as lent'],
    ['1.2', '**Given** a book that is out, **When** a reader asks for it, **Then** the reader is refused'],
    ['3.1', 'FR-001: System MUST note the reader'],
    ['3.2', 'FR-002: System MUST refuse a book that is out\n- also at night'],
    ['4.1', 'SC-001: Lending takes less than 5 seconds'],
  ]);
});

test('what is no requirement follows as it is, and a story without a scenario is told of with its line', () => {
  const [spec] = read(specKit).specs;
  const text = spec?.documents['requirements.md'];
  for (const part of [
    '## Edge Cases\n\n- What if the library burns?',
    '## Key Entities\n\n- **Book**: has a title',
    '**Why this priority**: nothing works without it.',
    '**Feature Branch**: `003-lend-books`',
  ]) {
    expect(text).toContain(part);
  }
  expect(spec?.notes).toContainEqual({
    file: 'specs/003-lend-books/spec.md',
    line: 21,
    message: expect.stringContaining('no acceptance scenario'),
  });
});

test('tasks keep their numbers, name what they are for, and all their boxes are open', () => {
  const [spec] = read(specKit).specs;
  const { tasks, problems } = parseTasks(spec?.documents['tasks.md']);
  expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
  expect(
    tasks.map(({ id, title, mark, requirements, files, depends }) => [id, title, mark, requirements, files, depends]),
  ).toEqual([
    ['1', 'Make the folder in src/', 'open', [], [], []],
    ['2', 'Write src/lend.ts as FR-001 says', 'open', ['1', '3.1'], ['src/lend.ts'], []],
    ['3', 'Test it in test/lend.test.ts (depends on T002)', 'open', ['1'], ['test/lend.test.ts'], ['2']],
    ['4', 'Write test/more/lend.test.ts', 'open', [], ['test/more/lend.test.ts'], []],
  ]);
  expect(spec?.documents['tasks.md']).toContain('  - T003 in spec-kit\n');
  expect(spec?.documents['tasks.md']).toContain('  - with real books\n');
  expect(spec?.documents['tasks.md']).toContain('- T002 in spec-kit, can run in parallel\n');
  expect(spec?.documents['tasks.md']).toContain('**Checkpoint**: books can be lent\n');
  expect(spec?.ticked.map(({ line, message }) => [line, message])).toEqual([
    [9, 'ticked there, not proved here: T001 Make the folder in src/'],
    [14, 'ticked there, not proved here: T003 [US1] Test it in test/lend.test.ts (depends on T002)'],
  ]);
  expect(spec?.documents['tasks.md']?.match(/Ticked in spec-kit, not proved here/g)).toHaveLength(2);
  expect(spec?.notes).toContainEqual(expect.objectContaining({ line: 16, message: expect.stringContaining('US9') }));
});

test('a list of tasks without boxes has them here; beside boxes such a line is none', () => {
  const path = 'specs/003-lend-books/tasks.md';
  const plain = read({ ...specKit, [path]: '# Tasks\n\n- T001: Make it\n- T002: Test it\n' });
  const titles = (text?: string) => parseTasks(text).tasks.map(({ id, title }) => `${id} ${title}`);
  expect(titles(plain.specs[0]?.documents['tasks.md'])).toEqual(['1 Make it', '2 Test it']);
  const mixed = read({ ...specKit, [path]: '# Tasks\n\n- [ ] T001 Make it\n\n## Order\n\n- T001 comes first\n' });
  expect(titles(mixed.specs[0]?.documents['tasks.md'])).toEqual(['1 Make it']);
});

test('the plan with its research is the design; other files are named there and stay', () => {
  const [spec] = read(specKit).specs;
  expect(spec?.documents['design.md']).toBe(
    '# Design Document: Lend Books\n\n## Summary\n\nTwo files.\n\n## Research\n\n### Decision\n\nPlain text.\n\n## Further Files\n\n- `specs/003-lend-books/contracts/api.yaml`\n',
  );
  expect(spec?.notes).toContainEqual(expect.objectContaining({ file: 'specs/003-lend-books/contracts/api.yaml' }));
});

test('the constitution is steering, unless it is the empty template', () => {
  expect(read(specKit).steering).toEqual([
    { name: 'constitution.md', from: '.specify/memory/constitution.md', text: '# Constitution\n\nTests first.\n' },
  ]);
  const empty = read({ ...specKit, '.specify/memory/constitution.md': '# [PROJECT_NAME] Constitution\n' });
  expect(empty.steering).toEqual([]);
  expect(empty.notes).toMatchObject([{ message: expect.stringContaining('empty template') }]);
});

test('names that differ in their number only stay apart, and a name without a number does not meet its original', () => {
  const spec = '# Feature Specification: A\n';
  const files = { 'specs/001-auth/spec.md': spec, 'specs/002-auth/spec.md': spec, 'specs/plain/spec.md': spec };
  expect(read(files).specs.map(({ slug }) => slug)).toEqual(['auth', 'auth-002', 'plain-spec']);
  expect(read(files).specs[0]?.notes).toMatchObject([{ message: expect.stringContaining('no user story') }]);
});

test('scenarios that are numbered twice, or not at all, are numbered through', () => {
  const story = `### User Story 1 - Lend

A reader lends.

#### Acceptance Scenarios

1. **Given** a, **When** b, **Then** c

#### At night

1. **Given** d, **When** e, **Then** f
- **Given** g, **When** h, **Then** i
`;
  const [spec] = read({ 'specs/001-a/spec.md': `# Feature Specification: A\n\n${story}` }).specs;
  const { criteria, problems } = parseRequirements(spec?.documents['requirements.md']);
  expect(criteria.map(([id]) => id)).toEqual(['1.1', '1.2', '1.3']);
  expect(problems).toEqual([]);
});
