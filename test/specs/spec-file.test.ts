import { expect, test } from 'vitest';
import { parseDocument } from '../../src/specs/parse-document.ts';
import { checkSpecFile, sectionText } from '../../src/specs/spec-file.ts';
import { markTask } from '../../src/specs/tick.ts';

const text = `# Loud flag

Rename it.

## Requirement 1: Name

### Acceptance Criteria

1. WHEN --noisy is given THE SYSTEM SHALL shout

## Approach

- [ ] 9. not a task of this spec

## Tasks

- [ ] 1. Rename it
  - _Requirements: 1.1_
`;
const read = (kind: 'requirements' | 'design' | 'tasks', from = text) => parseDocument(kind, 'spec.md', from);

test('of the one file each document is its own section, with places in the whole file', () => {
  expect(read('requirements').requirements).toMatchObject([{ id: '1', title: 'Name', criteria: [{ id: '1.1' }] }]);
  const [task, ...more] = read('tasks').tasks;
  expect(more).toEqual([]);
  expect(text.slice(task?.span.start, task?.span.end)).toBe('- [ ] 1. Rename it\n  - _Requirements: 1.1_');
  for (const kind of ['requirements', 'design', 'tasks'] as const) expect(read(kind).problems).toEqual([]);
});

test('blocks carry the names of their stages, and every line that is not blank is in exactly one', () => {
  const blocks = (['requirements', 'design', 'tasks'] as const).flatMap((kind) => read(kind).blocks);
  expect(blocks.map(({ id }) => id)).toEqual([
    ...['requirements/preamble', 'requirements/1', 'design/approach', 'tasks/tasks', 'tasks/1'],
  ]);
  const lines = blocks.flatMap(({ text: own }) => own.split('\n')).filter((line) => line !== '');
  expect(lines).toEqual(text.split('\n').filter((line) => line !== ''));
});

test.each([text.replaceAll('\n', '\r\n'), `\uFEFF${text}`, text.replace('# Loud', '# 😀 Loud'), ''])(
  'what is blanked keeps its length (%#)',
  (from) => {
    for (const kind of ['requirements', 'design', 'tasks', 'bugfix'] as const)
      expect(sectionText(kind, from)).toHaveLength(from.length);
  },
);

test('a bug has its three behaviours before the approach', () => {
  const bug = text.replace(
    /## Requirement[\s\S]*shout\n/,
    '### Current Behavior\n\n1.1 a\n\n### Expected Behavior\n\n2.1 b\n',
  );
  const { requirements, problems } = parseDocument('bugfix', 'spec.md', bug);
  expect(requirements.map(({ id }) => id)).toEqual(['1', '2']);
  expect(problems).toEqual([]);
});

test('ticking a task changes its box only, also where the approach has boxes', () => {
  const ticked = markTask(text, '1', 'done', { file: 'spec.md' });
  expect(ticked).toBe(text.replace('- [ ] 1.', '- [x] 1.'));
});

test('60 lines are small, 61 are not; an approach there must be', () => {
  const of = (lines: number) => `${text}${'- more\n'.repeat(lines - text.split('\n').length + 1)}`;
  expect(checkSpecFile(of(60))).toEqual([]);
  expect(checkSpecFile(of(61))).toMatchObject([{ code: 'spec-too-long', line: 61, severity: 'error' }]);
  expect(checkSpecFile(text.replace('## Approach', '### Approach'))).toMatchObject([{ code: 'approach-missing' }]);
});
