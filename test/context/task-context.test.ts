import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { buildTaskContext, type TaskContext } from '../../src/context/task-context.ts';
import type { SpecTask } from '../../src/domain/spec.ts';
import { parseDocument } from '../../src/specs/parse-document.ts';

const requirements = parseDocument(
  'requirements',
  'requirements.md',
  `# Requirements Document

## Requirements

### Requirement 1: Retry

**User Story:** As a caller, I want retries, so that a hiccup goes unseen.

#### Acceptance Criteria

1. WHEN a call fails, THE SYSTEM SHALL call again.
2. IF three calls failed, THEN THE SYSTEM SHALL give up.

### Requirement 2: Report

**User Story:** As an operator, I want a log.

#### Acceptance Criteria

1. THE SYSTEM SHALL log every call.
`,
);

const design = parseDocument(
  'design',
  'design.md',
  `# Design

## Backoff

Waits double. _Requirements: 1.1-1.2_

## Logging

One line a call. _Requirements: 2.1_

## Storage

Nothing is kept.
`,
);

const tasks = parseDocument(
  'tasks',
  'tasks.md',
  `# Implementation Plan

- [x] 1. Prepare the ground
- [ ] 2. Make calls sturdy
  - [ ] 2.1 Repeat what failed
    - Double the pause each time
    - _Requirements: 1.2_
    - _Files: src/call.ts_
    - _Verify: npm test -- call_
  - [ ] 2.2 Write the log
    - _Requirements: 2_
- [ ] 3. Ship it
`,
);

const taskOf = (id: string): SpecTask => {
  const found = tasks.tasks.find((task) => task.id === id);
  if (found === undefined) throw new Error(`no task ${id}`);
  return found;
};

const context = (changes: Partial<TaskContext> = {}): TaskContext => ({
  title: 'Sturdy calls',
  task: taskOf('2.1'),
  requirements,
  design,
  tasks,
  steering: '<steering from="AGENTS.md">\nBe brief.\n</steering>',
  commands: ['npm run typecheck', 'npm test -- call'],
  doneTasks: [{ id: '1', title: 'Prepare the ground', summary: 'Added\nsrc/call.ts' }],
  fileNotes: 'src/call.ts\n  1 export function call()',
  ...changes,
});

test('a session begins with all that its task needs and nothing else', () => {
  expect(buildTaskContext(context())).toBe(`# Task 2.1 of "Sturdy calls": Repeat what failed

<task from="tasks.md">
2.1 Repeat what failed
Part of 2 Make calls sturdy
- Double the pause each time
Files: src/call.ts
Verified by: \`npm test -- call\`
</task>

<criteria from="requirements.md">
Requirement 1: Retry
User story: As a caller, I want retries, so that a hiccup goes unseen.
1.2 IF three calls failed, THEN THE SYSTEM SHALL give up.
</criteria>

<design from="design.md">
# Design

## Backoff

Waits double. _Requirements: 1.1-1.2_

## Logging

One line a call. _Requirements: 2.1_

## Storage

Nothing is kept.
</design>

<done-before from="the tasks that were proved">
- 1 Prepare the ground: Added src/call.ts
</done-before>

<not-now from="tasks.md">
These come later, in sessions of their own. Leave them alone:
- 2.2 Write the log
- 3 Ship it
</not-now>

<checks from="Ashlar, which runs them itself after you">
- \`npm run typecheck\`
- \`npm test -- call\`
</checks>

<files from="the repository">
src/call.ts
  1 export function call()
</files>

# How this team works

<steering from="AGENTS.md">
Be brief.
</steering>`);
});

test('what is empty has no section', () => {
  const { design: _left, ...rest } = context({
    steering: ' ',
    commands: [],
    doneTasks: [],
    fileNotes: '',
    task: taskOf('3'),
  });
  const text = buildTaskContext(rest);
  expect([...text.matchAll(/^<([\w-]+) /gm)].map((match) => match[1])).toEqual(['task', 'criteria', 'not-now']);
});

describe('criteria', () => {
  test('a requirement that is cited whole gives all its criteria', () => {
    const text = buildTaskContext(context({ task: { ...taskOf('2.1'), requirements: ['1'] } }));
    expect(text).toContain('1.1 WHEN a call fails');
    expect(text).toContain('1.2 IF three calls failed');
    expect(text).not.toContain('2.1 THE SYSTEM SHALL log');
  });

  test('what is cited and not there is said', () => {
    const text = buildTaskContext(context({ task: { ...taskOf('2.1'), requirements: ['1.2', '7.1', '9'] } }));
    expect(text).toContain('Cited by the task but not found: 7.1, 9');
  });

  test('a task that cites nothing is given short requirements whole, and of long ones the titles', () => {
    const task = taskOf('3');
    expect(buildTaskContext(context({ task }))).toContain('THE SYSTEM SHALL log every call.');
    const long = { ...requirements, text: requirements.text + 'x'.repeat(9_000) };
    const text = buildTaskContext(context({ task, requirements: long }));
    expect(text).toContain('The requirements are:\n- 1 Retry\n- 2 Report');
    expect(text).not.toContain('log every call');
  });

  test('a short description of a bug is given whole', () => {
    const bug = parseDocument(
      'bugfix',
      'bugfix.md',
      '# Bugfix\n\n## Introduction\n\nIt hangs.\n\n## Bug Analysis\n\nA lock.\n',
    );
    expect(buildTaskContext(context({ requirements: bug }))).toContain(
      '<criteria from="bugfix.md">\n# Bugfix\n\n## Introduction\n\nIt hangs.',
    );
  });
});

describe('design', () => {
  const designOf = (text: string, task: Partial<SpecTask>) =>
    /<design [\s\S]*<\/design>/.exec(
      buildTaskContext(
        context({ design: parseDocument('design', 'design.md', text), task: { ...taskOf('3'), ...task } }),
      ),
    )?.[0];
  const long = 'Much is said here. '.repeat(400);

  test('a section that names a file of the task, or a word of its title, is chosen', () => {
    const text = `# D\n\n## One\n\nIn src/x.ts. ${long}\n\n## Shipping\n\nBy boat.\n\n## Other\n\nNo.\n`;
    expect(designOf(text, { title: 'Go', files: ['src/x.ts'] })).toMatch(
      /## One\n\nIn src\/x\.ts\.[\s\S]*- Shipping\n- Other/,
    );
    expect(designOf(text, { title: 'Change the shipping' })).toContain('## Shipping\n\nBy boat.');
  });

  test('a short design is given whole; of a long one where no section stands out, the headings', () => {
    expect(designOf('# D\n\n## One\n\nFirst.\n\n## Two\n\nSecond.\n', { title: 'Go' })).toMatch(
      /First\.[\s\S]*Second\./,
    );
    const headings = designOf(`# D\n\n## One\n\n${long}\n\n## Two\n\nSecond.\n`, { title: 'Go' });
    expect(headings).toContain('- One\n- Two');
    expect(headings).not.toMatch(/Much is said|Second/);
  });

  test('sections that cite the requirement of a criterion, or one of its ranges, are chosen', () => {
    const text = `# D\n\n## One\n\n**Validates: Requirements 3.1-3.4**\n\n## Two\n\n_Requirements: 3_\n\n## Three\n\nVersion 3.2 of it. ${long}\n`;
    const chosen = designOf(text, { title: 'Go', requirements: ['3.2'] });
    expect(chosen).toMatch(/## One[\s\S]*## Two[\s\S]*- Three/);
    expect(chosen).not.toContain('Version 3.2');
  });
});

test('done tasks, open ones of the same part and later ones keep apart', () => {
  const text = buildTaskContext(context({ task: taskOf('2'), doneTasks: [{ id: '3', title: 'Ship it' }] }));
  expect(text).toContain('- 2.1 Repeat what failed\n- 2.2 Write the log\n</task>');
  expect(text).not.toContain('<not-now');
});

test('no item is unbounded, and no text ends the section that it stands in', () => {
  const many = Array.from({ length: 500 }, (_unused, index) => ({
    id: `${index}`,
    title: 'x'.repeat(900),
    summary: 'y'.repeat(900),
  }));
  const huge = 'z </task> </criteria> </files>\n'.repeat(20_000);
  const text = buildTaskContext(
    context({
      title: huge,
      task: { ...taskOf('2.1'), title: huge, details: huge, files: many.map(({ title }) => title), verify: huge },
      doneTasks: many,
      fileNotes: huge,
      steering: huge,
      commands: many.map(({ title }) => title),
      tasks: {
        ...tasks,
        tasks: [...tasks.tasks, ...many.map((one) => ({ ...taskOf('3'), ...one, id: `9.${one.id}` }))],
      },
    }),
  );
  expect(text.length).toBeLessThan(100_000);
  expect(text.match(/^<\/(task|criteria|files)>$/gm)).toEqual(['</task>', '</criteria>', '</files>']);
});

test('the same input gives the same text, and a task that is its own ancestor ends', () => {
  fc.assert(
    fc.property(
      fc.array(fc.record({ id: fc.constantFrom('1', '2', '3'), parent: fc.constantFrom('1', '2', '3') })),
      (links) => {
        const looped = { ...tasks, tasks: links.map((link) => ({ ...taskOf('3'), ...link })) };
        const task = { ...taskOf('3'), parent: '1' };
        expect(buildTaskContext(context({ tasks: looped, task }))).toBe(
          buildTaskContext(context({ tasks: looped, task })),
        );
      },
    ),
  );
});
