import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { LedgerLine } from '../../src/domain/ledger.ts';
import { makeProject, parseLines } from './support/project.ts';
import {
  approveByHand,
  bash,
  call,
  documents,
  finish,
  implementer,
  implementers,
  session,
  write,
} from './support/specs.ts';

const evidence = ({ fact }: LedgerLine) => (fact.type === 'evidence' ? [fact.task] : []);

test('red checks are fed back with their output, and the task is done once they are green', async () => {
  const project = makeProject({ 'check.sh': 'grep -qx hello greet.txt || { echo "greet.txt is wrong"; exit 3; }\n' });
  const texts = {
    ...documents,
    'tasks.md': documents['tasks.md'].replace('grep -qx hello greet.txt_', 'sh check.sh_'),
  };
  await approveByHand(project, { texts });
  const [, ...others] = implementers;
  project.useScript([
    {
      match: '# Task 1 of ',
      replies: [
        { calls: [write('greet.txt', 'good day\n')] },
        { calls: [finish('It says hello.')] },
        { expect: 'greet.txt is wrong', calls: [write('greet.txt', 'hello\n')] },
        { calls: [finish('Now it does.')] },
      ],
    },
    ...others,
  ]);
  const run = await project.ashlar('run', 'greet');
  expect(run).toMatchObject({ code: 0 });
  expect(run.stderr).toMatch(
    /✗ sh check\.sh exit code 3[\s\S]*greet\.txt is wrong\n {2}↺ back to the agent: round 2 of 3\n[\s\S]*✓ sh check\.sh/,
  );
  expect(project.git('log', '--format=%s', 'main..ashlar/greet').split('\n')).toHaveLength(3);
  expect(project.readLines<LedgerLine>('specs/greet/ledger.jsonl').flatMap(evidence)).toEqual(['1', '2', '3']);
});

test('after three red rounds the task is blocked, its patch kept and the branch clean; resume tries again', async () => {
  const project = makeProject();
  await approveByHand(project);
  const wrong = (text: string) => [write('greet.txt', text), finish('It says hello.')];
  project.useScript([implementer('1', wrong('one\n'), wrong('two\n'), wrong('three\n'))]);
  const run = await project.ashlar('run', 'greet', '--json');
  expect(run.code).toBe(7);
  expect(JSON.parse(run.stdout)).toMatchObject({ ok: false, exitCode: 7, blocked: ['1'], waiting: ['2', '3'] });
  expect(project.git('rev-parse', 'ashlar/greet')).toBe(project.git('rev-parse', 'main'));
  expect(project.git('-C', join(project.root, '.ashlar/state/worktrees/greet'), 'status', '--porcelain')).toBe('');
  expect(project.read('specs/greet/tasks.md')).toBe(documents['tasks.md']);
  expect(project.readLines<LedgerLine>('specs/greet/ledger.jsonl').flatMap(evidence)).toEqual([]);

  const log = await project.ashlar('log', 'greet', '--json');
  const { runs } = JSON.parse(log.stdout) as { runs: { events: { event: { type: string; patch?: string } }[] }[] };
  const blocked = runs.flatMap(({ events }) => events).find(({ event }) => event.type === 'task_blocked')?.event;
  expect(project.read(blocked?.patch ?? 'no patch')).toContain('+three');

  project.useScript(implementers);
  const resumed = await project.ashlar('resume');
  expect(resumed).toMatchObject({ code: 0 });
  expect(project.git('show', 'ashlar/greet:greet.txt')).toBe('hello');
});

test('a task whose agent changed nothing is asked once more and then blocked, whatever it claims', async () => {
  const project = makeProject({ 'greet.txt': 'hello\n' });
  await approveByHand(project);
  project.useScript([
    {
      match: '# Task 1 of ',
      replies: [
        { calls: [finish('It is all there.')] },
        { expect: 'Nothing in the repository was changed', calls: [finish('Really.')] },
      ],
    },
  ]);
  const run = await project.ashlar('run', 'greet');
  expect(run.code).toBe(7);
  expect(run.stdout).toContain('Blocked: 1');
});

test('without a terminal a question ends the run with the command that answers it, and the answer reaches the agent', async () => {
  const project = makeProject();
  await approveByHand(project);
  const [, ...others] = implementers;
  const question = { question: 'Which greeting?', options: ['hello', 'good day'], recommended: 'hello' };
  project.useScript([
    {
      match: '# Task 1 of ',
      replies: [
        { calls: [bash('echo once >> asked.txt'), call('ask', question)] },
        { expect: 'The answer: hello', calls: [write('greet.txt', 'hello\n')] },
        { calls: [finish()] },
      ],
    },
    ...others,
  ]);
  const asked = await project.ashlar('run', 'greet', '--json');
  expect(asked).toMatchObject({ code: 6 });
  expect(JSON.parse(asked.stdout)).toMatchObject({
    question: { text: 'Which greeting?' },
    next: expect.stringContaining('ashlar answer greet'),
  });
  expect((await project.ashlar('status')).stdout).toMatch(/\? Which greeting\?\n {2}→ ashlar answer greet/);
  expect(await project.ashlar('resume')).toMatchObject({ code: 6 });

  const answered = await project.ashlar('answer', 'greet', '1');
  expect(answered).toMatchObject({ code: 0, stdout: 'Answered: hello\nNext: ashlar resume greet\n' });
  expect(await project.ashlar('resume', 'greet')).toMatchObject({ code: 0 });
  expect(project.git('show', 'ashlar/greet:asked.txt')).toBe('once');
});

test('an author’s question is answered in the same way, and no earlier call is made again', async () => {
  const project = makeProject();
  const question = { question: 'Who is greeted?' };
  project.useScript([
    {
      match: 'Write `requirements.md`',
      replies: [
        { calls: [call('read', { path: 'README.md' })] },
        { calls: [call('ask', question)] },
        { expect: 'The answer: the reader', text: documents['requirements.md'] },
      ],
    },
  ]);
  const asked = await project.ashlar('new', 'Add greetings', '--name', 'greet');
  expect(asked.code).toBe(6);
  expect(asked.stdout).toContain('The author asks: Who is greeted?\nNext: ashlar answer greet "…"');
  expect(await project.ashlar('answer', 'greet', 'the reader')).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('ashlar draft greet'),
  });
  const drafted = await project.ashlar('draft', 'greet', '--stream-json');
  expect(drafted.code).toBe(0);
  const types = parseLines<{ type: string }>(drafted.stdout).map(({ type }) => type);
  expect(types.filter((type) => type === 'model_replied')).toHaveLength(1);
  expect(project.read('specs/greet/requirements.md')).toBe(documents['requirements.md']);
});

test('a draft that leaves a criterion uncovered goes back to its author with the problem', async () => {
  const project = makeProject();
  const lacking = documents['tasks.md'].replace('_Requirements: 1.3_', '_Requirements: 1.2_');
  project.useScript([
    session('Write `requirements.md`', documents['requirements.md']),
    session('Write `design.md`', documents['design.md']),
    { match: 'Write `tasks.md`', replies: [{ text: lacking }, { expect: '1.3', text: documents['tasks.md'] }] },
  ]);
  await project.ashlar('new', 'Add greetings', '--name', 'greet');
  await project.ashlar('approve', 'greet', '--yes');
  expect(await project.ashlar('approve', 'greet', '--yes')).toMatchObject({ code: 0 });
  expect(project.read('specs/greet/tasks.md')).toBe(documents['tasks.md']);
});
