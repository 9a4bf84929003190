import { expect, test } from 'vitest';
import type { LedgerLine } from '../../src/domain/ledger.ts';
import { expectDone } from './support/ashlar.ts';
import { makeDirty, makeProject, type Project, userState } from './support/project.ts';
import { authors, builtFiles, documents, finish, implementer, implementers, item, write } from './support/specs.ts';

const isSpec = (path: string) => path === 'specs' || path.startsWith('specs/');

async function walk(project: Project): Promise<void> {
  project.useScript([...authors, ...implementers]);
  const steps = [
    ['new', item, '--name', 'greet'],
    ...Array.from({ length: 3 }, () => ['approve', 'greet', '--yes']),
    ['run', 'greet'],
  ];
  for (const step of steps) expectDone(await project.ashlar(...step));
}

const evidenceOf = (project: Project) =>
  project
    .readLines<LedgerLine>('specs/greet/ledger.jsonl')
    .flatMap(({ fact }) => (fact.type === 'evidence' ? fact : []));

test('a backlog item becomes documents, then commits on a branch, each proved', async () => {
  const project = makeProject();
  await walk(project);

  const { git } = project;
  const format = '%s|%(trailers:key=Spec,valueonly,separator=)|%(trailers:key=Task,valueonly,separator=)';
  expect(git('log', '--reverse', `--format=${format}`, 'main..ashlar/greet').split('\n')).toEqual([
    'Write the greeting|greet|1',
    'Write the farewell|greet|2',
    'Name both in the README|greet|3',
  ]);
  expect(git('log', '--format=%(trailers:key=Requirements,valueonly,separator=)', '-1', 'ashlar/greet')).toBe('1.3');
  for (const [path, text] of Object.entries(builtFiles)) expect(`${git('show', `ashlar/greet:${path}`)}\n`).toBe(text);
  const commits = git('log', '--reverse', '--format=%H', 'main..ashlar/greet').split('\n');
  expect(evidenceOf(project).map(({ task, exitCode, commit }) => ({ task, exitCode, commit }))).toEqual(
    commits.map((commit, at) => ({ task: String(at + 1), exitCode: 0, commit })),
  );
  expect(evidenceOf(project)[0]?.command).toBe('grep -qx hello greet.txt');
  // The documents are what their author wrote; of the tasks, only the boxes have changed.
  expect(project.read('specs/greet/requirements.md')).toBe(documents['requirements.md']);
  expect(project.read('specs/greet/design.md')).toBe(documents['design.md']);
  expect(project.read('specs/greet/tasks.md')).toBe(documents['tasks.md'].replaceAll('- [ ]', '- [x]'));
});

test('a run leaves HEAD, branches, index, stash and all other files of a dirty checkout as they are', async () => {
  const project = makeProject();
  makeDirty(project);
  const before = userState(project, isSpec);
  const status = project.git('status', '--porcelain');
  await walk(project);
  expect(userState(project, isSpec)).toEqual(before);
  expect(project.git('status', '--porcelain')).toBe(`${status}\n?? specs/`);
  expect(project.git('show', '--stat', '--format=', 'ashlar/greet')).not.toContain('untracked');
});

test('status tells a draft from a run and counts no tasks before there are any', async () => {
  const project = makeProject();
  project.useScript(authors);
  expectDone(await project.ashlar('new', item, '--name', 'greet'));
  const { stdout } = await project.ashlar('status');
  expect(stdout).toMatch(
    /\n {2}\? requirements {3}· design {3}· tasks\n {2}draft of requirements written, 3 model calls, .*\n {2}→ ashlar approve greet\n$/,
  );
});

test('status says what to do when all is done, and then nothing; log says what happened', async () => {
  const project = makeProject();
  await walk(project);
  const status = await project.ashlar('status');
  expect(status).toMatchObject({ code: 0, stderr: '' });
  expect(status.stdout).toMatch(/^greet {2}Add greetings\n {2}✓ requirements {3}✓ design {3}✓ tasks {3}3\/3 tasks\n/);
  expect(status.stdout).toMatch(/\n {2}run run_\w+ done, .*\n {2}→ git merge ashlar\/greet\n$/);
  const { specs } = JSON.parse((await project.ashlar('status', '--json')).stdout) as { specs: { next?: string }[] };
  expect(specs[0]?.next).toBe('git merge ashlar/greet');
  project.git('merge', '--quiet', 'ashlar/greet');
  expect((await project.ashlar('status')).stdout).toMatch(/\n {2}done\n$/);

  const log = await project.ashlar('log', 'greet');
  expect(log.stdout).toMatch(/draft of requirements started[\s\S]*task 3 done[\s\S]*finished: done/);
});

test('a second run finds nothing to do and asks no model', async () => {
  const project = makeProject();
  await walk(project);
  const before = project.git('rev-parse', 'ashlar/greet');
  project.useScript([{ match: 'nothing is asked', replies: [{ text: '' }] }]);
  const again = await project.ashlar('run', 'greet');
  expect(again.stdout).toContain('All tasks of greet were done already');
  expect(again.code).toBe(0);
  expect(project.git('rev-parse', 'ashlar/greet')).toBe(before);
});

test('a rejected document is written anew with the comment before its author', async () => {
  const project = makeProject();
  const better = documents['requirements.md'].replace('say hello', 'say hello, once');
  project.useScript([{ match: 'Say how often.', replies: [{ text: better }] }, ...authors]);
  await project.ashlar('new', item, '--name', 'greet');
  const rejected = await project.ashlar('reject', 'greet', '--comment', 'Say how often.');
  expect(rejected).toMatchObject({ code: 0 });
  expect(project.read('specs/greet/requirements.md')).toBe(better);
});

test('a bug gets a bugfix.md and is worked through', async () => {
  const bugfix = `# Bugfix Requirements Document

## Introduction
The greeting is missing.

## Bug Analysis

### Current Behavior (Defect)

1.1 WHEN greet.txt is read THEN the system says nothing

### Expected Behavior (Correct)

2.1 WHEN greet.txt is read THEN the system SHALL say hello

### Unchanged Behavior (Regression Prevention)

3.1 WHEN README.md is read THEN the system SHALL CONTINUE TO name the library
`;
  const fix = `# Implementation Plan

## Tasks

- [ ] 1. Show that the greeting is missing
  - _Requirements: 1.1_
  - _Expect: fail_
  - _Verify: sh test/greet.sh_
- [ ] 2. Keep the name of the library
  - _Requirements: 3.1_
  - _Expect: pass_
  - _Verify: sh test/readme.sh_
- [ ] 3. Write the greeting
  - _Requirements: 2.1, 3.1_
  - _Files: greet.txt_
  - _Verify: grep -qx hello greet.txt_
`;
  const project = makeProject();
  const mended = [
    implementer('1', [write('test/greet.sh', 'grep -qx hello greet.txt\n'), finish()]),
    implementer('2', [write('test/readme.sh', 'grep -q Library README.md\n'), finish()]),
    implementer('3', [write('greet.txt', 'hello\n'), finish()]),
  ];
  const scripted = {
    'bugfix.md': bugfix,
    'design.md': documents['design.md'].replace('1.1, 1.2, 1.3', '2.1, 3.1'),
    'tasks.md': fix,
  };
  project.useScript([
    ...Object.entries(scripted).map(([file, text]) => ({ match: `Write \`${file}\``, replies: [{ text }] })),
    ...mended,
  ]);
  expectDone(await project.ashlar('new', '--bug', 'No greeting', '--name', 'no-greeting'));
  expect(project.read('specs/no-greeting/bugfix.md')).toBe(bugfix);
  expect(project.has('specs/no-greeting/requirements.md')).toBe(false);
  for (let n = 0; n < 3; n++) expectDone(await project.ashlar('approve', 'no-greeting', '--yes'));
  const run = await project.ashlar('run', 'no-greeting');
  expectDone(run);
  expect(run.stderr).toContain('✓ sh test/greet.sh fails on the old code, as it must');
  const evidence = project
    .readLines<{ fact: { task?: string; command?: string; exitCode?: number; expect?: string } }>(
      'specs/no-greeting/ledger.jsonl',
    )
    .flatMap(({ fact }) => (fact.command === undefined ? [] : [[fact.task, fact.command, fact.exitCode, fact.expect]]));
  expect(evidence).toEqual([
    ['1', 'sh test/greet.sh', 2, 'fail'],
    ['2', 'sh test/readme.sh', 0, undefined],
    ['3', 'sh test/greet.sh', 0, undefined],
    ['3', 'sh test/readme.sh', 0, undefined],
    ['3', 'grep -qx hello greet.txt', 0, undefined],
  ]);
  expect(project.git('show', 'ashlar/no-greeting:greet.txt')).toBe('hello');
  expect(
    project.git('log', '-1', '--format=%(trailers:key=Requirements,valueonly,separator=)', 'ashlar/no-greeting'),
  ).toBe('2.1, 3.1');
});
