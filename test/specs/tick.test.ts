import { describe, expect, test } from 'vitest';
import { AshlarError } from '../../src/base/errors.ts';
import { markTask, replaceBlock } from '../../src/specs/tick.ts';
import { parse, readFixture } from './fixtures.ts';

function errorOf(run: () => unknown): AshlarError {
  try {
    run();
  } catch (error) {
    if (error instanceof AshlarError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}

describe('markTask', () => {
  const text = '\uFEFF# Plan\r\n\r\n- [ ] 1. a\r\n  - [-] 1.1 b\r\n  - [X] 1.2 c\r\n## Task 2: d\r\n- [] 3. e';

  test('ticks one box and changes that character only', () => {
    expect(markTask(text, '1', 'done')).toBe(text.replace('[ ]', '[x]'));
    expect(markTask(text, '1.1', 'done')).toBe(text.replace('[-]', '[x]'));
  });

  test('opens one box', () => {
    expect(markTask(text, '1.2', 'open')).toBe(text.replace('[X]', '[ ]'));
    expect(markTask(text, '1.1', 'open')).toBe(text.replace('[-]', '[ ]'));
  });

  test('returns the text as it is where the box is so already; X is done', () => {
    expect(markTask(text, '1.2', 'done')).toBe(text);
    expect(markTask(text, '1', 'open')).toBe(text);
  });

  test('ticks every task of every dialect and takes it back', () => {
    for (const folder of ['flat-2025', 'waves-2026', 'bugfix', 'chinese', 'japanese', 'headings', 'windows']) {
      const document = readFixture(folder, 'tasks');
      for (const { id } of document.tasks.filter((task) => task.mark === 'open' && task.markOffset !== undefined)) {
        const ticked = markTask(document.text, id, 'done');
        expect(parse('tasks', ticked).tasks.filter(({ mark }) => mark === 'done')).toHaveLength(
          document.tasks.filter(({ mark }) => mark === 'done').length + 1,
        );
        expect(markTask(ticked, id, 'open')).toBe(document.text);
      }
    }
  });

  test('a task without a box is refused with the line to write', () => {
    expect(errorOf(() => markTask(text, '2', 'done'))).toMatchObject({
      kind: 'invalid',
      next: 'Write it as `- [ ] 2 d`.',
    });
    expect(errorOf(() => markTask(text, '3', 'done')).what).toContain('Task 3');
  });

  test('a task that does not exist is refused with those that do', () => {
    const error = errorOf(() => markTask('- [ ] 1. a\n- [ ] 2. b', '9', 'done'));
    expect(error).toMatchObject({
      kind: 'invalid',
      what: 'There is no task 9 in tasks.md',
      next: 'Its tasks are 1, 2.',
    });
    expect(errorOf(() => markTask('', '9', 'done')).next).toContain('- [ ] 1. Title');
  });
});

describe('replaceBlock', () => {
  const text = '# Plan\r\n\r\n- [x] 1. a\r\n  more\r\n\r\n- [ ] 2. b\r\n';
  const document = parse('tasks', text);

  test('changes the span of one block and keeps the line breaks of the file', () => {
    expect(replaceBlock(text, document, 'tasks/1', '- [ ] 1. A\n  less\n')).toBe(
      '# Plan\r\n\r\n- [ ] 1. A\r\n  less\r\n\r\n- [ ] 2. b\r\n',
    );
    expect(replaceBlock(text, document, 'tasks/2', 'one\ntwo')).toBe(
      '# Plan\r\n\r\n- [x] 1. a\r\n  more\r\n\r\none\r\ntwo\r\n',
    );
  });

  test('gives the same bytes for the same text', () => {
    for (const { id, span } of document.blocks) {
      expect(replaceBlock(text, document, id, text.slice(span.start, span.end))).toBe(text);
    }
  });

  test('keeps LF in a file with LF', () => {
    expect(replaceBlock('- [ ] 1. a', parse('tasks', '- [ ] 1. a'), 'tasks/1', 'x\r\ny')).toBe('x\ny');
  });

  test('refuses a block that does not exist', () => {
    const error = errorOf(() => replaceBlock(text, document, 'tasks/7', ''));
    expect(error).toMatchObject({ kind: 'invalid', next: 'Its blocks are tasks/preamble, tasks/1, tasks/2.' });
  });
});

test('lines that end in CR alone are ticked and redrafted as they are', () => {
  const text = '# Plan\r\r- [ ] 1. a\r  - _Requirements: 1.1_\r- [ ] 2. b\r';
  expect(markTask(text, '2', 'done')).toBe(text.replace('[ ] 2', '[x] 2'));
  const document = parse('tasks', text);
  expect(replaceBlock(text, document, 'tasks/1', '- [ ] 1. c\n  - more\n')).toBe(
    '# Plan\r\r- [ ] 1. c\r  - more\r- [ ] 2. b\r',
  );
});
