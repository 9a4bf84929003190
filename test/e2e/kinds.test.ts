import { expect, test } from 'vitest';
import { expectDone } from './support/ashlar.ts';
import { makeProject } from './support/project.ts';
import { authors, documents, implementers, item, session } from './support/specs.ts';

const question = (text: string, impact: number) => ({
  question: text,
  options: ['once', 'each time'],
  recommended: 'each time',
  example: 'greet.txt is read twice.',
  impact,
  impactReason: 'readers see it',
  uncertainty: 3,
  uncertaintyReason: 'not said',
});
const asking = session(
  'You are the detector',
  JSON.stringify({ questions: [question('How loud is it?', 2), question('How often does it greet?', 5)] }),
);
const documentAuthors = authors.slice(0, -1);

interface Result {
  status: string;
  questions: { id: string; text: string }[];
  next: string;
}

test('without a terminal all questions are shown and new ends with 6; answer settles them, and draft goes on', async () => {
  const project = makeProject();
  project.useScript([asking, ...documentAuthors]);
  const made = await project.ashlar('new', item, '--name', 'greet');
  expect(made.code).toBe(6);
  expect(made.stdout).toMatch(/^q1 {2}How often does it greet\?\n {2}for example: greet\.txt is read twice\.\n/);
  expect(made.stdout).toContain('  2. each time (recommended)');
  expect(made.stdout).toContain('--recommended');
  const again = JSON.parse((await project.ashlar('draft', 'greet', '--json')).stdout) as Result;
  expect(again).toMatchObject({ status: 'needs_answers', questions: [{ id: 'q1' }, { id: 'q2' }] });
  const first = await project.ashlar('answer', 'greet', 'q2', 'very', 'loud');
  expect(first.stdout).toBe('Answered: very loud, 1 left\nNext: ashlar answer greet\n');
  expect((await project.ashlar('answer', 'greet', 'q1', '--skip')).stdout).toContain('q1 assumed: each time');
  expectDone(await project.ashlar('draft', 'greet'));
  expect(project.read('specs/greet/requirements.md')).toBe(documents['requirements.md']);
  expect((await project.ashlar('status', 'greet')).stdout).toContain('How often does it greet? — each time');
  const approved = await project.ashlar('approve', 'greet', '--yes', '--no-draft');
  expect(approved.stderr).toContain('assumed, for nobody answered');
});

test('--no-questions drafts at once, and --recommended takes all recommended answers', async () => {
  const project = makeProject();
  project.useScript([asking, ...documentAuthors]);
  expectDone(await project.ashlar('new', item, '--name', 'silent', '--no-questions'));
  expect((await project.ashlar('new', item, '--name', 'asked')).code).toBe(6);
  const settled = await project.ashlar('answer', 'asked', '--recommended');
  expect(settled.stdout).toBe('q1 answered: each time\nq2 answered: each time\nNext: ashlar draft asked\n');
  expectDone(await project.ashlar('draft', 'asked'));
});

test('a quick spec is drafted in one go, approved once and run', async () => {
  const project = makeProject();
  project.useScript([...authors, ...implementers]);
  expectDone(await project.ashlar('new', item, '--name', 'greet', '--quick'));
  for (const file of Object.keys(documents)) expect(project.has(`specs/greet/${file}`)).toBe(true);
  expect((await project.ashlar('run', 'greet')).code).toBe(6);
  const approved = await project.ashlar('approve', 'greet', '--yes');
  expect(approved.stdout).toContain('Approved: requirements, design, tasks of greet');
  expectDone(await project.ashlar('run', 'greet'));
});

test('a small spec is one file with one approval', async () => {
  const project = makeProject();
  const small = `# Greet

## Requirement 1: Greeting

### Acceptance Criteria

1. WHEN greet.txt is read THE SYSTEM SHALL say hello

## Approach

One file.

## Tasks

- [ ] 1. Write the greeting
  - _Requirements: 1.1_
  - _Verify: grep -qx hello greet.txt_
`;
  project.useScript([session('Write `spec.md`', small), ...authors, ...implementers]);
  expectDone(await project.ashlar('new', item, '--name', 'greet', '--size', 'S'));
  expectDone(await project.ashlar('approve', 'greet', '--yes'));
  expectDone(await project.ashlar('run', 'greet'));
  expect(project.read('specs/greet/spec.md')).toBe(small.replace('[ ]', '[x]'));
  expect(project.has('specs/greet/requirements.md')).toBe(false);
});

test('a roadmap is approved and its specs are made one by one', async () => {
  const project = makeProject();
  const roadmap = `# Roadmap: Greetings

## Overview

One spec.

## Specs

### 1. Greetings
- _Size: M_

The library should greet and take its leave.
`;
  project.useScript([session('Write `roadmap.md`', roadmap), ...authors]);
  expectDone(await project.ashlar('new', item, '--name', 'plan', '--size', 'L'));
  expect((await project.ashlar('new', '--roadmap', 'plan', '1')).code).toBe(6);
  const approved = await project.ashlar('approve', 'plan', '--yes');
  expect(approved.stdout).toContain('ashlar new --roadmap plan 1');
  expectDone(await project.ashlar('new', '--roadmap', 'plan', '1'));
  expect(project.read('specs/greetings/requirements.md')).toBe(documents['requirements.md']);
  expect((await project.ashlar('run', 'plan')).code).toBe(2);
});

test.each([
  [['new', item, '--size', 'X'], 2],
  [['new', item, '--size', 'S', '--quick'], 2],
  [['new', item, '--design-first', '--requirements-first'], 2],
  [['new', '--roadmap', 'plan'], 2],
])('%j is refused', async (args, code) => {
  const project = makeProject();
  project.useScript(authors);
  const ended = await project.ashlar(...args);
  expect(ended.code).toBe(code);
  expect(project.has('specs')).toBe(false);
});
