import { describe, expect, test } from 'vitest';
import type { SpecDocument, SpecTask } from '../../src/domain/spec.ts';
import { codes, parse, readFixture } from './fixtures.ts';

const tasksOf = (...lines: string[]) => parse('tasks', lines.join('\n'));
const row = ({ id, parent, mark, title }: SpecTask) => [id, parent, mark, title];
const ids = (document: SpecDocument) => document.tasks.map(({ id }) => id);
const taskOf = (document: SpecDocument, id: string) => {
  const task = document.tasks.find((each) => each.id === id);
  if (task === undefined) throw new Error(`no task ${id}`);
  return task;
};

/** A second reader, by lines and on its own, for files in Kiro's plain form. */
function readPlainly(text: string): { id: string; sign: string; optional: boolean; refs: string[] }[] {
  const tasks: { id: string; sign: string; optional: boolean; refs: string[] }[] = [];
  for (const line of text.split(/\r?\n/)) {
    const [, sign, star, id] = /^ *- \[(.)\](\*?) (\d+(?:\.\d+)?)\.? /.exec(line) ?? [];
    if (id !== undefined) tasks.push({ id, sign: sign ?? '', optional: star === '*', refs: [] });
    if (/_(Requirements|需求|要件)|Validates:/.test(line)) tasks.at(-1)?.refs.push(...(line.match(/\d+\.\d+/g) ?? []));
  }
  return tasks;
}

describe('fixtures', () => {
  test.each(['waves-2026', 'bugfix', 'japanese', 'windows'])('%s gives what a plain reader finds', (folder) => {
    const document = readFixture(folder, 'tasks');
    const plain = readPlainly(document.text);
    expect(plain.length).toBeGreaterThan(2);
    expect(document.problems).toEqual([]);
    expect(ids(document)).toEqual(plain.map(({ id }) => id));
    expect(document.tasks.map(({ optional }) => optional)).toEqual(plain.map(({ optional }) => optional));
    expect(document.tasks.map(({ requirements }) => requirements)).toEqual(plain.map(({ refs }) => refs));
    expect(document.tasks.map(({ markOffset = -1 }) => document.text[markOffset])).toEqual(
      plain.map(({ sign }) => sign),
    );
  });

  test('the flat dialect of 2025 has its hierarchy from the numbers', () => {
    const document = readFixture('flat-2025', 'tasks');
    expect(document.problems).toEqual([]);
    expect(document.tasks.map(row)).toEqual([
      ['1', undefined, 'done', 'Set up the index'],
      ['1.1', '1', 'done', 'Create the table of words'],
      ['1.2', '1', 'done', 'Fill the table when an article is saved'],
      ['2', undefined, 'active', 'Parse and run queries'],
      ['2.1', '2', 'open', 'Parse words and quotes'],
      ['2.2', '2', 'open', 'Say when nothing was found'],
    ]);
    expect(taskOf(document, '2.1').requirements).toEqual(['1.1', '1.2', '1.3']);
    expect(taskOf(document, '2.2').requirements).toEqual(['1.3', '2']);
    expect(taskOf(document, '2.1').details).toBe(
      '- Steps:\n  - [x] split at spaces\n  - [ ] keep quoted words together',
    );
  });

  test('the dialect of 2026 is read with options, files, checks and waves', () => {
    const document = readFixture('waves-2026', 'tasks');
    expect(taskOf(document, '1.1')).toMatchObject({
      mark: 'done',
      files: ['src/lock.ts', 'src/run.ts'],
      verify: 'npm test -- my_lock',
      details: '- Open it with `wx`',
      depends: [],
    });
    expect(taskOf(document, '1.2')).toMatchObject({ optional: true, parent: '1', requirements: ['1.1', '1.2'] });
    expect(taskOf(document, '1.3')).toMatchObject({ mark: 'queued', depends: ['1.1'] });
    expect(taskOf(document, '2.2')).toMatchObject({
      depends: ['1.1', '1.2', '1.3', '2.1'],
      verify: 'node --test test/lock.mjs',
    });
    expect(document.blocks.map(({ id }) => id.replace('tasks/', ''))).toEqual([
      'preamble',
      'overview',
      'tasks',
      '1',
      '1.1',
      '1.2',
      '1.3',
      '2',
      '2.1',
      '2.2',
      '3',
      'notes',
      'task-dependency-graph',
    ]);
  });

  test('Chinese references are read through full-width signs', () => {
    const document = readFixture('chinese', 'tasks');
    expect(document.problems).toEqual([]);
    expect(document.tasks.map(({ requirements }) => requirements)).toEqual([[], ['1.1', '1.2'], ['1.2', '1.3'], ['2']]);
  });

  test('headings, numbers before the box and other bullets are read', () => {
    const document = readFixture('headings', 'tasks');
    expect(document.tasks.map(row)).toEqual([
      ['1', undefined, 'open', 'Remove the catch-all route'],
      ['1.1', '1', 'open', 'Delete the route'],
      ['1.2', '1', 'done', 'Add one route for each setting'],
      ['2', undefined, 'open', 'Rewrite the page'],
      ['2.1', '2', 'open', 'Move the form'],
      ['2.2', '2', 'open', 'Move the list'],
      ['2.7', '2', 'done', 'Release'],
      ['3', undefined, 'done', 'Numbered twice'],
      ['4', undefined, 'open', 'Numbered before the box'],
      ['5', undefined, 'open', 'With a star for a bullet'],
      ['6', undefined, 'open', 'Bold title'],
    ]);
    expect(taskOf(document, '1').markOffset).toBeUndefined();
    expect(document.text[taskOf(document, '2.7').markOffset ?? -1]).toBe('x');
    expect(taskOf(document, '1.1').requirements).toEqual(['2.1', '2.2']);
    expect(codes(document)).toEqual(['task-id-missing@14', 'task-id-missing@15']);
  });
});

describe('a box', () => {
  test.each([
    ['- [ ] 2.1 Title', '2.1', 'open', false],
    ['- [x] 2.1 Title', '2.1', 'done', false],
    ['- [X] 2.1 Title', '2.1', 'done', false],
    ['- [-] 2.1 Title', '2.1', 'active', false],
    ['- [~] 2.1 Title', '2.1', 'queued', false],
    ['- [ ]* 2.1 Title', '2.1', 'open', true],
    ['- [ ] * 2.1 Title', '2.1', 'open', true],
    ['- [ ]\\* 2.1 Title', '2.1', 'open', true],
    ['- [ ] 2\\. Title', '2', 'open', false],
    ['- [x]* 2.1. Title', '2.1', 'done', true],
    ['- [ ] 2.1* Title', '2.1', 'open', true],
    ['- [ ] 2. Title', '2', 'open', false],
    ['- [ ] 2) Title', '2', 'open', false],
    ['- [ ] 2: Title', '2', 'open', false],
    ['- [ ] 2 Title', '2', 'open', false],
    ['- [ ] **2.1 Title**', '2.1', 'open', false],
    ['- [ ] **2.1** Title', '2.1', 'open', false],
    ['- [ ] **2.** Title', '2', 'open', false],
    ['- [ ] Task 2.1: Title', '2.1', 'open', false],
    ['- [ ] **Task 2: Title**', '2', 'open', false],
    ['- [ ] 任务 2：Title', '2', 'open', false],
    ['- [ ] 2.1.3 Title', '2.1.3', 'open', false],
    ['- [ ] 2a. Title', '2a', 'open', false],
    ['* [ ] 2. Title', '2', 'open', false],
    ['+ [x] 2. Title', '2', 'done', false],
    ['2. - [ ] Title', '2', 'open', false],
    ['2. [x] Title', '2', 'done', false],
    ['2.1 - [ ] Title', '2.1', 'open', false],
    ['\t- [ ] 2.1 Title', '2.1', 'open', false],
    ['- [\u3000] 2. Title', '2', 'open', false],
    ['- [x]2. Title', '2', 'done', false],
  ])('%j', (line, id, mark, optional) => {
    const document = tasksOf(line);
    expect(document.tasks).toMatchObject([{ id, mark, optional, title: 'Title' }]);
    expect(document.text.slice((document.tasks[0]?.markOffset ?? 0) - 1)).toMatch(/^\[.\]/u);
    expect(document.problems).toEqual([]);
  });

  test('keeps emphasis, numbers and underscores that belong to the title', () => {
    expect(tasksOf('- [ ] 1. Read *all* of `a_b` within 2.5 s').tasks[0]?.title).toBe(
      'Read *all* of `a_b` within 2.5 s',
    );
    expect(tasksOf('- [ ] 1. **Bold** start').tasks[0]?.title).toBe('Bold start');
    expect(tasksOf('- [ ] *Slanted* start').tasks[0]).toMatchObject({ title: '*Slanted* start', optional: false });
  });

  test('with nothing between its brackets is open and is reported', () => {
    const document = tasksOf('- [] 1. Title');
    expect(document.tasks[0]).toMatchObject({ id: '1', mark: 'open' });
    expect(document.tasks[0]).not.toHaveProperty('markOffset');
    expect(codes(document)).toEqual(['box-empty@1']);
  });

  test('within code or a comment is no task', () => {
    const document = tasksOf(
      '- [ ] 1. a',
      '  ```md',
      '  - [ ] 2. b',
      '  ## Task 4: d',
      '  ```',
      '<!--',
      '- [ ] 3. c',
      '-->',
    );
    expect(ids(document)).toEqual(['1']);
    expect(document.problems).toEqual([]);
  });
});

describe('ids', () => {
  test('boxes without a number below a numbered task are its details', () => {
    const document = tasksOf('- [ ] 1. a', '  - [ ] b', '    - [x] c', '  - [ ] 1.1 d', '    - [ ] 3 e', '    - [ ] f');
    expect(ids(document)).toEqual(['1', '1.1']);
    expect(taskOf(document, '1').details).toBe('- [ ] b\n  - [x] c');
    expect(taskOf(document, '1.1').details).toBe('- [ ] 3 e\n- [ ] f');
    expect(document.problems).toEqual([]);
  });

  test('numbered steps below a task are its details', () => {
    expect(ids(tasksOf('- [ ] 4. a', '  1. [ ] b', '  2. [ ] c'))).toEqual(['4']);
  });

  test('a box without a number gets one from its place', () => {
    const document = tasksOf('- [ ] a', '  - [ ] b', '  - [ ] c', '    - [ ] d', '- [ ] e');
    expect(document.tasks.map(({ id, parent }) => [id, parent])).toEqual([
      ['1', undefined],
      ['1.1', '1'],
      ['1.2', '1'],
      ['1.2.1', '1.2'],
      ['2', undefined],
    ]);
    expect(codes(document)).toEqual([1, 2, 3, 4, 5].map((line) => `task-id-missing@${line}`));
  });

  test('a number made from the place never takes a written one', () => {
    const document = tasksOf('- [ ] 1. a', '- [ ] b', '- [ ] 2. c', '- [ ] d');
    expect(ids(document)).toEqual(['1', '2-2', '2', '4']);
    expect(codes(document)).toEqual(['task-id-missing@2', 'task-id-missing@4']);
  });

  test('a doubled number is reported, and its children stay with the nearest one above', () => {
    const document = tasksOf('- [ ] 1. a', '- [ ] 1.1 b', '- [ ] 1. c', '- [ ] 1.1 d', '- [ ] 1.2 e');
    expect(document.tasks.map(({ id, parent }) => [id, parent])).toEqual([
      ['1', undefined],
      ['1.1', '1'],
      ['1-2', undefined],
      ['1.1-2', '1-2'],
      ['1.2', '1-2'],
    ]);
    expect(codes(document)).toEqual(['task-id-doubled@3', 'task-id-doubled@4']);
    expect(document.problems[0]).toMatchObject({ severity: 'error', file: 'tasks.md', column: 1 });
    expect(document.problems[0]?.message).toContain('there is a task 1 already');
  });

  test('a parent may stand below its child or be missing', () => {
    const document = tasksOf('- [ ] 1.1 a', '- [ ] 1. b', '- [ ] 3.1 c', '- [ ] 1.1.4 d', '- [ ] 1.7.1 e');
    expect(document.tasks.map(({ id, parent }) => [id, parent])).toEqual([
      ['1.1', '1'],
      ['1', undefined],
      ['3.1', undefined],
      ['1.1.4', '1.1'],
      ['1.7.1', '1'],
    ]);
  });

  test('a check list apart from the numbered tasks is no task, and is reported', () => {
    const document = tasksOf('- [ ] 1. a', '', '## Definition of done', '', '- [ ] all is green');
    expect(ids(document)).toEqual(['1']);
    expect(codes(document)).toEqual(['box-unnumbered@5']);
    expect(document.blocks.at(-1)?.text).toContain('all is green');
  });

  test('a heading that only repeats the number of a box is a section', () => {
    const document = tasksOf('## Task 1: a', '', '- [ ] 1. b', '- [ ] 1.1 c');
    expect(document.tasks.map(({ title }) => title)).toEqual(['b', 'c']);
    expect(document.problems).toEqual([]);
    expect(document.blocks.map(({ id }) => id)).toEqual(['tasks/task-1-a', 'tasks/1', 'tasks/1.1']);
  });

  test('headings of two levels are tasks with their parents', () => {
    const document = tasksOf('### Task 0: a', '### Task 0.1: b', 'Do it.', '- [ ] 0.1.1 c', '### Task 1', '- [ ] d');
    expect(document.tasks.map(({ id, parent, title }) => [id, parent, title])).toEqual([
      ['0', undefined, 'a'],
      ['0.1', '0', 'b'],
      ['0.1.1', '0.1', 'c'],
      ['1', undefined, ''],
      ['1.1', '1', 'd'],
    ]);
    expect(taskOf(document, '0.1').details).toBe('Do it.');
  });

  test('a box without a number under a heading comes after those that have one', () => {
    expect(ids(tasksOf('## Task 1', '- [ ] 1.1 a', '- [ ] 1.1.1 b', '- [ ] c'))).toEqual(['1', '1.1', '1.1.1', '1.2']);
  });
});

describe('spans', () => {
  test('a task is its own lines, without those of its sub-tasks and without blank lines at the end', () => {
    const document = tasksOf(
      '- [ ] 1. a',
      '  more',
      '',
      '  - [ ] 1.1 b',
      '',
      '    still b',
      '',
      '## Notes',
      '',
      'n',
      '',
    );
    expect(document.tasks.map(({ span }) => document.text.slice(span.start, span.end))).toEqual([
      '- [ ] 1. a\n  more',
      '  - [ ] 1.1 b\n\n    still b',
    ]);
    expect(document.blocks.map(({ text }) => text)).toEqual([
      '- [ ] 1. a\n  more',
      '  - [ ] 1.1 b\n\n    still b',
      '## Notes\n\nn',
    ]);
  });

  test('blank lines put between tasks change no hash', () => {
    const lines = ['- [ ] 1. a', '  - [ ] 1.1 b', '- [ ] 2. c'];
    const hashes = (document: SpecDocument) => document.blocks.map(({ hash }) => hash);
    expect(hashes(tasksOf(lines.join('\n\n\n')))).toEqual(hashes(tasksOf(...lines)));
  });
});

describe('dependencies', () => {
  const waves = (json: string) => ['## Task Dependency Graph', '', '```json', json, '```', ''];
  const three = ['- [ ] 1. a', '- [ ] 2. b', '- [ ] 3. c'];
  const depends = (document: SpecDocument) => document.tasks.map((task) => task.depends);

  test.each([
    '{"waves":[{"id":0,"tasks":["1"]},{"id":1,"tasks":["2"]},{"id":2,"tasks":["3"]}]}',
    '{"waves":[{"wave":1,"tasks":["1"],"description":"x"},{"wave":2,"tasks":["2"]},{"wave":3,"tasks":["3"]}]}',
    '{"waves":[{"wave":1,"tasks":[1]},{"wave":2,"tasks":[2]},{"wave":3,"tasks":[3]}]}',
    '{"waves":[{"id":2,"tasks":["3"]},{"id":0,"tasks":["1."]},{"id":1,"tasks":["2"]}]}',
    '{"waves":[["1"],["2"],["3"]]}',
  ])('come from %s', (json) => {
    expect(depends(tasksOf(...three, ...waves(json)))).toEqual([[], ['1'], ['1', '2']]);
    expect(depends(tasksOf(...waves(json), '## Tasks', ...three))).toEqual([[], ['1'], ['1', '2']]);
  });

  test('of a task that two waves name come from the first one', () => {
    const document = tasksOf(...three, ...waves('{"waves":[{"id":0,"tasks":["1"]},{"id":1,"tasks":["1","2"]}]}'));
    expect(depends(document)).toEqual([[], ['1'], []]);
  });

  test('that a task names itself stand before the waves, even if they are none', () => {
    const json = '{"waves":[{"id":0,"tasks":["1"]},{"id":1,"tasks":["2","3"]}]}';
    const document = tasksOf(
      '- [ ] 1. a',
      '- [ ] 2. b',
      '  - _Depends: none_',
      '- [ ] 3. c',
      '  _Depends: 2_',
      ...waves(json),
    );
    expect(depends(document)).toEqual([[], [], ['2']]);
  });

  test('on tasks that do not exist are reported', () => {
    const document = tasksOf('- [ ] 1. a', '  - _Depends: 7.1_', ...waves('{"waves":[{"id":0,"tasks":["1","8"]}]}'));
    expect(document.problems).toMatchObject([
      { code: 'dependency-unknown', severity: 'error', line: 1 },
      { code: 'dependency-unknown', severity: 'error', line: 6 },
    ]);
    expect(document.problems[0]?.message).toContain('task 1 depends on 7.1');
    expect(document.problems[1]?.message).toContain('task 8');
  });

  test('in a circle are reported once, with the circle', () => {
    const document = tasksOf(
      '- [ ] 1. a',
      ' _Depends: 3_',
      '- [ ] 2. b',
      ' _Depends: 1_',
      '- [ ] 3. c',
      ' _Depends: 2_',
    );
    expect(codes(document)).toEqual(['dependency-cycle@1']);
    expect(document.problems[0]?.message).toContain('1 → 3 → 2 → 1');
    expect(tasksOf('- [ ] 1. a', ' _Depends: 1_').problems[0]?.message).toContain('1 → 1');
  });

  test('on a common task are no circle', () => {
    const document = tasksOf('- [ ] 1. a', '- [ ] 2. b', ' _Depends: 1_', '- [ ] 3. c', ' _Depends: 1, 2_');
    expect(document.problems).toEqual([]);
  });

  test('in a graph that is no JSON are left out and reported', () => {
    const document = tasksOf(...three, ...waves('{"waves": [oops'));
    expect(depends(document)).toEqual([[], [], []]);
    expect(codes(document)).toEqual(['waves-unreadable@7']);
  });

  test('in a long chain are followed to the end', () => {
    const chain = Array.from({ length: 3000 }, (_, index) => `- [ ] ${index + 1}. t\n  _Depends: ${index + 2}_`);
    expect(codes(tasksOf(...chain))).toEqual(['dependency-unknown@5999']);
  });
});

describe('problems', () => {
  test('a file without tasks says what to write', () => {
    const document = tasksOf('# Plan', '', 'Nothing yet.');
    expect(document.problems).toMatchObject([{ code: 'task-missing', severity: 'error', line: 1 }]);
    expect(document.problems[0]?.message).toContain('- [ ] 1. Title');
  });

  test.each(['[TODO]', '[TODO: name it]', 'TBD', '<fill in>', '[NEEDS CLARIFICATION: which?]', 'TODO: this', '???'])(
    '%s is still to be filled in',
    (text) => {
      const document = tasksOf('- [ ] 1. a', `  - ${text}`);
      expect(document.problems).toMatchObject([{ code: 'placeholder', severity: 'warning', line: 2, column: 5 }]);
    },
  );

  test.each(['`[TODO]`', 'a todo list', '[TODO](list.md)', '<div>', 'STBD'])(
    '%s is nothing to be filled in',
    (text) => {
      expect(tasksOf('- [ ] 1. a', `  - ${text}`, '  ```', '  TBD', '  ```').problems).toEqual([]);
    },
  );

  test('an unclosed fence is reported where it opens', () => {
    expect(codes(tasksOf('- [ ] 1. a', '```', '- [ ] 2. b'))).toEqual(['code-unclosed@2']);
  });
});

test.each([
  ['- [x] 2.1v **Verify**: it', '2.1v'],
  ['- [ ]-6. dash', '6'],
  ['- [ ] 3. a\u2028b', '3'],
  ['### TASK-001: set up', '001'],
])('%j is task %s', (line, id) => {
  expect(parse('tasks', `${line}\n`).tasks.map((task) => task.id)).toEqual([id]);
});

test.each(['2.5x faster', '1.5s at most', '99.9% of the time'])('the number of %j is none of a task', (title) => {
  expect(parse('tasks', `- [ ] ${title}\n`).tasks).toMatchObject([{ id: '1', title }]);
});
