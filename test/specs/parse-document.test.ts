import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { DocumentKind, SpecDocument } from '../../src/domain/spec.ts';
import { normaliseText } from '../../src/specs/lines.ts';
import { parseDocument } from '../../src/specs/parse-document.ts';
import { markTask, replaceBlock } from '../../src/specs/tick.ts';

const kinds: DocumentKind[] = ['requirements', 'bugfix', 'design', 'tasks'];

const fragments = [
  '# Title',
  '## Requirements',
  '### Requirement 1: Lock',
  '### Requirement 1',
  '## 需求 2',
  '### 2. Numbered',
  '#### Acceptance Criteria',
  '**Acceptance Criteria:**',
  '#### 验收标准',
  '**User Story:** As a user, I want it',
  '1. WHEN a THEN THE System SHALL b',
  '   1. nested',
  '2.1 WHEN a THEN b',
  '- **1.2** c',
  '### Expected Behavior (Correct)',
  '## Tasks',
  '- [ ] 1. Task',
  '- [x] 1.1 Task',
  '  - [X] 1.1 Task again',
  '  - [-] 1.2 Task',
  '- [~]* 2. Task',
  '- [ ]* 2.1 Task _Requirements: 1.1_',
  '    - [x] detail',
  '- [ ] no number',
  '- [] 3. empty',
  '1. - [x] number first',
  '2.1 [x] number first',
  '* [ ] 4) star',
  '## Task 2: heading',
  '### [x] Task 2.2 heading',
  '## Notes',
  '## 概述',
  '  - _Requirements: 1.1-1.3, 2_',
  '  - **Validates: Requirements 2.3**',
  '  - _Depends: 1.1, 2_',
  '  - _Verify: npm test -- a_b_',
  '  - _Files: a.ts, `b.ts`_',
  '```json',
  '{"waves":[{"id":0,"tasks":["1","1.1"]},{"id":1,"tasks":["2"]}]}',
  '```',
  '~~~',
  '<!--',
  '-->',
  '[TODO] `x`',
  '---',
  '',
  '   ',
  '\t- tab',
  '- [ ] 4. \u{1F680} ship it \ud83d \0 \u2028 end',
  '－ ［ ］ ５． 全角',
  '- [x] 2.1v **Verify**: it',
  '- [ ]-6. dash',
  '- [ ] 7. a <!-- b',
  'status: draft',
  '### Derived Requirement 1: Fast',
  '### US-3: Story',
  '- GIVEN a',
  '- WHEN b',
  'Requirements: R1、R2 (all)',
  '  - _Requirements: 1.1；Design: 3.1_',
  `${'  '.repeat(30)}- [ ] ${Array.from({ length: 30 }, () => '1').join('.')} deep`,
  `- [ ] 8. ${'long '.repeat(2_000)}`,
];

const line = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...fragments) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 40 }) },
  { weight: 1, arbitrary: fc.string({ unit: fc.constantFrom(...'-*_`[]x 1.#~|:,()<!>\t'), maxLength: 20 }) },
);
const text = fc
  .tuple(
    fc.boolean(),
    fc.array(fc.tuple(line, fc.constantFrom('\n', '\n', '\r\n', '\r')), { maxLength: 30, size: 'max' }),
    line,
  )
  .map(([mark, lines, last]) => `${mark ? '\uFEFF' : ''}${lines.flat().join('')}${last}`);
const documents = fc
  .tuple(fc.constantFrom(...kinds), text)
  .map(([kind, source]) => parseDocument(kind, `${kind}.md`, source));
const tasks = text.map((source) => parseDocument('tasks', 'tasks.md', source));
const runs = { numRuns: 400 };

const unique = (ids: string[]) => new Set(ids).size === ids.length;
const sliceOf = (document: SpecDocument, { start, end }: { start: number; end: number }) =>
  document.text.slice(start, end);

describe('whatever the text', () => {
  test('it is read without an error, and kept as it is', () => {
    fc.assert(
      fc.property(fc.constantFrom(...kinds), fc.oneof(text, fc.string({ unit: 'binary' })), (kind, source) => {
        expect(parseDocument(kind, 'a.md', source).text).toBe(source);
      }),
      runs,
    );
  });

  test('blocks stand in order, overlap nowhere and leave nothing but blank space out', () => {
    fc.assert(
      fc.property(documents, (document) => {
        let end = 0;
        let rest = '';
        for (const { span } of document.blocks) {
          expect(span.start).toBeGreaterThanOrEqual(end);
          expect(span.end).toBeGreaterThan(span.start);
          rest += document.text.slice(end, span.start);
          end = span.end;
        }
        rest += document.text.slice(end);
        expect(rest.replace('\uFEFF', '').trim()).toBe('');
      }),
      runs,
    );
  });

  test('ids of blocks, requirements, criteria and tasks are unique', () => {
    fc.assert(
      fc.property(documents, ({ blocks, requirements, tasks: list }) => {
        expect(unique(blocks.map(({ id }) => id))).toBe(true);
        expect(unique(requirements.map(({ id }) => id))).toBe(true);
        expect(unique(requirements.flatMap(({ criteria }) => criteria.map(({ id }) => id)))).toBe(true);
        expect(unique(list.map(({ id }) => id))).toBe(true);
      }),
      runs,
    );
  });

  test('a block is the normal form of its span, and writing the span back changes no byte', () => {
    fc.assert(
      fc.property(documents, (document) => {
        for (const block of document.blocks) {
          expect(normaliseText(sliceOf(document, block.span))).toBe(block.text);
          expect(replaceBlock(document.text, document, block.id, sliceOf(document, block.span))).toBe(document.text);
        }
      }),
      runs,
    );
  });

  test('each task has a block of the same span, and its parent exists', () => {
    fc.assert(
      fc.property(tasks, (document) => {
        const spans = new Map(document.blocks.map(({ id, span }) => [id, span]));
        for (const task of document.tasks) expect(spans.get(`tasks/${task.id}`)).toEqual(task.span);
        const ids = new Set(document.tasks.map(({ id }) => id));
        expect(document.tasks.every(({ parent }) => parent === undefined || ids.has(parent))).toBe(true);
      }),
      runs,
    );
  });

  test('a tick changes one character, no hash and no other task', () => {
    fc.assert(
      fc.property(tasks, (document) => {
        for (const task of document.tasks.filter(
          ({ markOffset, mark }) => markOffset !== undefined && mark !== 'done',
        )) {
          const ticked = markTask(document.text, task.id, 'done');
          const at = task.markOffset ?? -1;
          expect(ticked).toBe(`${document.text.slice(0, at)}x${document.text.slice(at + 1)}`);
          expect(ticked.length).toBe(document.text.length);
          const after = parseDocument('tasks', 'tasks.md', ticked);
          expect(after.blocks.map(({ hash }) => hash)).toEqual(document.blocks.map(({ hash }) => hash));
          expect(after.tasks).toEqual(
            document.tasks.map((each) => (each.id === task.id ? { ...each, mark: 'done' } : each)),
          );
        }
      }),
      { numRuns: 150 },
    );
  });

  test('problems name a line and a column of the file', () => {
    fc.assert(
      fc.property(documents, ({ text: source, problems }) => {
        const lines = source.split(/\r\n?|\n/);
        for (const problem of problems) {
          expect(problem.column).toBeLessThanOrEqual((lines[problem.line - 1] ?? '').length + 1);
          expect(problem.column).toBeGreaterThan(0);
          expect(problem.message).not.toBe('');
        }
      }),
      runs,
    );
  });
});
