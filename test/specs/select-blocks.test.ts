import { describe, expect, test } from 'vitest';
import { selectBlocks } from '../../src/specs/select-blocks.ts';
import { parse } from './fixtures.ts';

const tasks = parse(
  'tasks',
  `# Plan\n\n## Overview\nText\n\n${['1. a', '2. b', '2.1 c', '2.2 d', '3. e', '10. f'].map((title) => `- [ ] ${title}`).join('\n')}\n`,
);
const requirements = parse(
  'requirements',
  '# R\n\n### Requirement 1: A\n#### Acceptance Criteria\n1. WHEN a THE SYSTEM SHALL b\n2. WHEN c THE SYSTEM SHALL d\n\n### Requirement 2: B\n#### Acceptance Criteria\n1. WHEN e THE SYSTEM SHALL f\n',
);
const ids = (choice: Parameters<typeof selectBlocks>[1], document = tasks) =>
  selectBlocks(document, choice).blocks.map(({ id }) => id.slice(id.indexOf('/') + 1));

describe('blocks are chosen', () => {
  test('by id, with and without the stage, in the order of the document and each once', () => {
    expect(ids({ blocks: ['3', 'tasks/1', 'overview', '1'] })).toEqual(['overview', '1', '3']);
  });

  test('by a range, the last one with its parts', () => {
    expect(ids({ ranges: ['1-2'] })).toEqual(['1', '2', '2.1', '2.2']);
    expect(ids({ ranges: ['2.1..2.2'] })).toEqual(['2.1', '2.2']);
    expect(ids({ ranges: ['3-10', '1..1'] })).toEqual(['1', '3', '10']);
    expect(ids({ ranges: ['overview..tasks/1'] })).toEqual(['overview', '1']);
  });

  test('by a criterion, which stands for its requirement', () => {
    expect(ids({ blocks: ['1.2'] }, requirements)).toEqual(['1']);
    expect(ids({ ranges: ['1.1-2.1'] }, requirements)).toEqual(['1', '2']);
  });

  test('also where they are gone, if they may be named', () => {
    expect(selectBlocks(tasks, { blocks: ['7', '1'] }, ['tasks/7', 'tasks/8'])).toMatchObject({
      blocks: [{ id: 'tasks/1' }],
      gone: ['tasks/7'],
    });
  });
});

test.each([
  [{ blocks: ['7'] }, 'tasks.md has no block 7'],
  [{ blocks: ['１'] }, 'tasks.md has no block １'],
  [{ blocks: ['design/overview'] }, 'tasks.md has no block design/overview'],
  [{ ranges: ['1-9'] }, 'tasks.md has no block 9'],
  [{ ranges: ['1'] }, '1 is no range of blocks'],
  [{ ranges: ['3-2'] }, 'in tasks.md, 3 stands behind 2'],
])('what fits nothing is refused with what does: %j', (choice, what) => {
  expect(() => ids(choice)).toThrow(
    expect.objectContaining({ kind: 'usage', what, next: expect.any(String) }) as Error,
  );
});
