import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { answerQuestion } from '../../src/app/answer-question.ts';
import { openSpec } from '../../src/app/open-spec.ts';
import { type RunRequest, runSpec } from '../../src/app/run-spec.ts';
import { drain, drainUntil, ofType, typesOf } from '../support/drain.ts';
import { runScript } from '../support/run-script.ts';
import {
  approve,
  approvedSpec,
  builders,
  finish,
  openWire,
  type PlayedSession,
  requirements,
  tasks,
  type WireOptions,
  write,
  writeSpec,
} from '../support/scripted-run.ts';
import { makeRepository, type TemporaryRepository } from '../support/temporary-repository.ts';

const request: RunRequest = { spec: 'lend', inPlace: false, withOptional: false, mustExist: false };

const approved = (text = tasks) => approvedSpec({ tasks: text });

const run = (repository: TemporaryRepository, play: PlayedSession[], more: WireOptions = {}) =>
  drain(runSpec(request, openWire(repository, { play, ...more })));
const resume = (repository: TemporaryRepository, play: PlayedSession[]) =>
  drain(runSpec({ ...request, mustExist: true }, openWire(repository, { play })));
const evidenceOf = (repository: TemporaryRepository) =>
  openSpec('lend', openWire(repository)).ledger.flatMap(({ fact }) => (fact.type === 'evidence' ? [fact] : []));

test('every task becomes a commit with trailers and evidence; the checkout keeps all but boxes and ledger', async () => {
  const repository = await approved();
  repository.write('notes.txt', 'mine');
  const { events, end } = await run(repository, builders);
  expect(ofType(events, 'note').map(({ text }) => text)).toContain(
    '1 uncommitted change of yours stays in your checkout; the run works on the last commit',
  );
  expect(end).toMatchObject({ outcome: 'done', finished: ['1', '2'], branch: 'ashlar/lend' });
  expect(repository.git('log', '--reverse', '--format=%s|%(trailers:key=Task,valueonly)', 'main..ashlar/lend')).toBe(
    'Lend a book|1\n\nTake a book back|2',
  );
  expect(repository.git('show', 'ashlar/lend:return.txt')).toBe('back');
  expect(repository.read('specs/lend/tasks.md')).toBe(tasks.replaceAll('- [ ]', '- [x]'));
  expect(repository.has('lend.txt')).toBe(false);
  expect(repository.git('rev-parse', '--abbrev-ref', 'HEAD')).toBe('main');
  const commits = repository.git('rev-list', '--reverse', 'main..ashlar/lend').split('\n');
  expect(evidenceOf(repository)).toMatchObject([
    { task: '1', command: 'grep -q lent lend.txt', exitCode: 0, commit: commits[0], run: end.run },
    { task: '2', command: 'grep -q back return.txt', exitCode: 0, commit: commits[1], run: end.run },
  ]);
});

test('a second run finds that all is done, also after the branch was merged and the boxes were opened again', async () => {
  const repository = await approved();
  await run(repository, builders);
  const second = await run(repository, builders);
  expect(second.end.outcome).toBe('nothing_to_do');
  expect(typesOf(second.events)).not.toContain('model_replied');
  repository.git('merge', '--quiet', 'ashlar/lend');
  repository.write('specs/lend/tasks.md', tasks);
  expect((await run(repository, builders)).end).toMatchObject({ outcome: 'nothing_to_do', finished: ['1', '2'] });
});

test('a box that was ticked without evidence counts for nothing: the task is done and proved', async () => {
  const repository = await approved();
  repository.write('specs/lend/tasks.md', tasks.replace('- [ ] 1.', '- [x] 1.'));
  const { events, end } = await run(repository, builders);
  expect(end.outcome).toBe('done');
  expect(ofType(events, 'note').map(({ text }) => text)).toContain(
    'ticked without evidence, so worked on and proved now: 1',
  );
  expect(evidenceOf(repository).map(({ task }) => task)).toEqual(['1', '2']);
});

test('a box that was ticked in the approved text counts: the task is not worked on', async () => {
  const repository = await approved(tasks.replace('- [ ] 1.', '- [x] 1.'));
  const { events } = await run(repository, builders);
  expect(ofType(events, 'task_started').map(({ task }) => task)).toEqual(['2']);
});

test('a task that stays red is blocked with its patch, its work is set aside, and resume tries it anew', async () => {
  const repository = await approved();
  const wrong = { calls: [write('lend.txt', 'kept\n'), finish()] };
  const again = { calls: [{ name: 'read', input: { path: 'lend.txt' } }, finish('Again.')] };
  const { events, end } = await run(repository, [{ replies: [wrong, again, again] }]);
  expect(end).toMatchObject({ outcome: 'blocked', finished: [], blocked: ['1'], waiting: ['2'] });
  const patch = ofType(events, 'task_blocked')[0]?.patch ?? '';
  expect(repository.read(patch)).toContain('+kept');
  expect(repository.has('.ashlar/state/worktrees/lend/lend.txt')).toBe(false);
  expect((await resume(repository, builders)).end).toMatchObject({ outcome: 'done', finished: ['1', '2'] });
});

test('who takes up a blocked task is told why it was blocked and can bring its work back; others are told as ever', async () => {
  const repository = await approved();
  const wrong = { calls: [write('lend.txt', 'kept\n'), finish('Wrote kept.')] };
  const again = { calls: [finish('Wrote kept, once more.')] };
  const first = await run(repository, [{ replies: [wrong, again, again] }]);
  const patch = `../../${(ofType(first.events, 'task_blocked')[0]?.patch ?? '').replace('.ashlar/state/', '')}`;
  const bring = { calls: [{ name: 'bash', input: { command: `git apply ${patch} && cat lend.txt` } }] };
  const build = {
    expect: 'kept\n[exit code 0]',
    calls: [write('more.txt', 'x'), { name: 'bash', input: { command: 'echo lent >> lend.txt' } }, finish()],
  };
  const { events, end } = await resume(repository, [
    { match: 'Task 1 of', replies: [bring, build] },
    ...builders.slice(1),
  ]);
  expect(end).toMatchObject({ outcome: 'done', finished: ['1', '2'] });
  expect(repository.git('show', 'ashlar/lend:lend.txt')).toBe('kept\nlent');
  const [told, other] = ofType(events, 'session_opened').map(({ first: { content } }) => JSON.stringify(content));
  for (const part of ['exit code 1 after 3 rounds', 'Wrote kept, once more.', 'grep -q lent lend.txt', patch])
    expect(told).toContain(part);
  const [unblocked] = ofType(first.events, 'session_opened').map(({ first: { content } }) => JSON.stringify(content));
  expect(told?.startsWith(unblocked?.slice(0, -3) ?? 'x')).toBe(true);
  expect(other).not.toContain('earlier attempt');
});

test('a run that was left in the middle goes on where it was and asks nothing twice', async () => {
  const repository = await approved();
  const begun = runSpec(request, openWire(repository, { play: builders }));
  const before = await drainUntil(begun, (event) => event.type === 'task_committed');
  await begun.return(undefined as never);
  const { events, end } = await resume(repository, builders);
  expect(end).toMatchObject({ outcome: 'done', finished: ['1', '2'] });
  expect(events[0]).toEqual({ type: 'note', text: `resuming lend, ${end.run}, in task 1 Lend a book` });
  const replies = [...ofType(before, 'model_replied'), ...ofType(events, 'model_replied')];
  expect(replies).toHaveLength(2);
  expect(evidenceOf(repository).map(({ task }) => task)).toEqual(['1', '2']);
});

test('a question pauses the run; with the answer it goes on in the same session', async () => {
  const repository = await approved();
  const ask = { name: 'ask', input: { question: 'Which ink?', options: ['red', 'blue'] } };
  const told = { calls: [write('lend.txt', 'lent\n'), finish()], expect: 'The answer: blue' };
  const play = [{ match: 'Task 1 of', replies: [{ calls: [ask] }, told] }, ...builders];
  const first = await run(repository, play);
  expect(first.end).toMatchObject({ outcome: 'needs_human', question: { text: 'Which ink?' } });
  expect(ofType(first.events, 'run_paused')[0]?.next).toBe('ashlar answer lend "…"');
  await answerQuestion({ spec: 'lend', question: undefined, answer: '2' }, openWire(repository));
  const second = await resume(repository, play);
  expect(second.end.outcome).toBe('done');
  expect(typesOf(second.events)).not.toContain('question_asked');
});

test('a spec that changes while it runs stops the run before the next task', async () => {
  const repository = await approved();
  const wire = openWire(repository, { play: builders });
  const work = runSpec(request, wire);
  await drainUntil(work, ({ type }) => type === 'task_finished');
  repository.write('specs/lend/tasks.md', tasks.replace('Write return.txt', 'Delete everything'));
  await expect(drain(work)).rejects.toMatchObject({ kind: 'needs_human', what: expect.stringContaining('tasks/2') });
  const [row] = (await wire.journal()).runs();
  expect(row?.state).toBe('paused');
});

test('an error of the model pauses the run with what to type next', async () => {
  const repository = await approved();
  const play = [{ replies: [{ fault: 'authentication' as const }] }];
  await expect(run(repository, play)).rejects.toMatchObject({ kind: 'authentication' });
  const journal = await openWire(repository).journal();
  const [row] = journal.runs();
  expect(journal.read(row?.run ?? '').at(-1)?.event).toMatchObject({ type: 'run_paused', next: 'ashlar resume lend' });
});

test('there must be a run to be resumed', async () => {
  await expect(resume(await approved(), builders)).rejects.toMatchObject({ kind: 'usage' });
});

test('in place the run works in the checkout and keeps what was there before out of its commits', async () => {
  const repository = await approved();
  repository.write('notes.txt', 'mine');
  const wire = openWire(repository, { play: builders });
  const { end } = await drain(runSpec({ ...request, inPlace: true }, wire));
  expect(end.outcome).toBe('done');
  expect(repository.git('rev-parse', '--abbrev-ref', 'HEAD')).toBe('ashlar/lend');
  expect(repository.git('diff', '--name-only', 'main..ashlar/lend')).toBe('lend.txt\nreturn.txt');
  expect(repository.read('notes.txt')).toBe('mine');
});

test('what a process that was killed inside a git command left in the git folder is gone after the next run', async () => {
  const repository = await approved();
  const gitDir = join(repository.root, '.git');
  const { child, lines } = runScript(new URL('../git/hold-scratch.ts', import.meta.url), [gitDir]);
  const folder: string = (await lines.next()).value;
  child.kill('SIGKILL');
  await once(child, 'exit');
  expect(existsSync(folder)).toBe(true);
  await run(repository, builders);
  expect(existsSync(folder)).toBe(false);
});

test('locks that a killed git left in the worktree of a run do not stop the next one, and are named', async () => {
  const repository = await approved();
  const begun = runSpec(request, openWire(repository, { play: builders }));
  await drainUntil(begun, (event) => event.type === 'model_replied');
  await begun.return(undefined as never);
  const [name = ''] = readdirSync(join(repository.root, '.git', 'worktrees'));
  const lock = join(repository.root, '.git', 'worktrees', name, 'index.lock');
  writeFileSync(lock, '');
  const { events, end } = await resume(repository, builders);
  expect(end).toMatchObject({ outcome: 'done', finished: ['1', '2'] });
  expect(ofType(events, 'note').map(({ text }) => text)).toContain(
    "removed index.lock, which a git that was killed left in the run's worktree",
  );
  expect(existsSync(lock)).toBe(false);
});

const unverified = tasks
  .replace('  - _Verify: grep -q lent lend.txt_\n', '')
  .replace('  - _Verify: grep -q back return.txt_\n', '');

async function approvedWithChecks(test: string): Promise<TemporaryRepository> {
  const repository = makeRepository({ '.ashlar/config.yaml': `commands: { test: ${JSON.stringify(test)} }\n` });
  writeSpec(repository, 'lend', { tasks: unverified });
  await approve(openWire(repository), 'lend');
  return repository;
}

test('a check that cannot run pauses the run and names the program; what is installed then proves the task', async () => {
  const repository = await approvedWithChecks('cd . && prove-it lend.txt');
  const folder = join(repository.home, 'bin');
  const env = { PATH: `${folder}:${process.env.PATH}` };
  const stopped = run(repository, builders, { env });
  await expect(stopped).rejects.toMatchObject({
    kind: 'needs_human',
    why: expect.stringContaining('prove-it is not installed'),
    next: expect.stringContaining('ashlar resume lend'),
  });
  mkdirSync(folder);
  writeFileSync(join(folder, 'prove-it'), '#!/bin/sh\ntest -s "$1"\n', { mode: 0o755 });
  const play = { play: builders, env };
  const { end, events } = await drain(runSpec({ ...request, mustExist: true }, openWire(repository, play)));
  expect(end).toMatchObject({ outcome: 'done', finished: ['1', '2'] });
  expect(ofType(events, 'checks_finished').map(({ round }) => round)).toEqual([1, 1]);
});

test('a file that the task was to make is no missing program: that goes back to the agent', async () => {
  const repository = await approvedWithChecks('./check.sh');
  const { end } = await run(repository, [{ replies: Array(3).fill({ calls: [write('lend.txt', 'x'), finish()] }) }]);
  expect(end).toMatchObject({ outcome: 'blocked', blocked: ['1'] });
});

test('of a check that was red before the run, agent and human are told; the base is tried once and leaves nothing', async () => {
  const repository = await approvedWithChecks('test ! -e lend.txt || test -s fixed; cat old 2>&1 && test -s fixed');
  const fix = {
    expect: 'was red before your change, too',
    calls: [write('fixed', 'yes'), write('old', 'x'), finish()],
  };
  const play = [
    { match: 'Task 1 of', replies: [{ calls: [write('lend.txt', 'lent'), finish()] }, fix] },
    ...builders.slice(1),
  ];
  const { events, end } = await run(repository, play);
  expect(end.outcome).toBe('done');
  expect(ofType(events, 'base_checked')).toMatchObject([{ check: { exitCode: 1 } }]);
  expect(repository.git('worktree', 'list').split('\n')).toHaveLength(2);
  expect(existsSync(join(repository.root, '.ashlar/state/base/lend'))).toBe(false);
});

/** An implementer that reads a file and then writes it anew. */
const rewriter = (match: string, path: string, content: string): PlayedSession => ({
  match,
  replies: [{ calls: [{ name: 'read', input: { path } }] }, { calls: [write(path, content), finish()] }],
});

/** All is done; then the criterion that task 2 is for is changed, and a human approves that and the design. */
async function suspectAfterRun(): Promise<TemporaryRepository> {
  const repository = await approved();
  await run(repository, builders);
  repository.write('specs/lend/requirements.md', requirements.replace('forget the reader', 'thank the reader'));
  await approve(openWire(repository), 'lend', ['requirements', 'design']);
  return repository;
}

test('a done task is verified again when its criterion changed: green is new evidence, and no model is asked', async () => {
  const repository = await suspectAfterRun();
  const { events, end } = await run(repository, builders);
  expect(end).toMatchObject({ outcome: 'done', finished: ['1', '2'] });
  expect(ofType(events, 'note').map(({ text }) => text)).toContain(
    '2 is verified again: 2.1 changed since it was proved',
  );
  expect(ofType(events, 'checks_finished')).toMatchObject([{ task: '2', passed: true }]);
  expect(typesOf(events)).not.toContain('model_replied');
  const tip = repository.git('rev-parse', 'ashlar/lend');
  expect(evidenceOf(repository).map(({ task, commit, exitCode }) => [task, commit === tip, exitCode])).toEqual([
    ['1', false, 0],
    ['2', true, 0],
    ['2', true, 0],
  ]);
  expect((await run(repository, builders)).end.outcome).toBe('nothing_to_do');
});

test('one that is red then is open again, is worked on before the end, and is proved on its new commit', async () => {
  const repository = await suspectAfterRun();
  const other = tasks.replace('grep -q back return.txt', 'grep -q thanks return.txt');
  repository.write('specs/lend/tasks.md', other.replaceAll('- [ ]', '- [x]'));
  await approve(openWire(repository), 'lend', ['tasks']);
  expect(openSpec('lend', openWire(repository)).ledger.at(-1)?.fact).not.toHaveProperty('done');
  const { events, end } = await run(repository, [rewriter('Task 2 of', 'return.txt', 'thanks\n')]);
  expect(end).toMatchObject({ outcome: 'done', finished: ['1', '2'] });
  expect(ofType(events, 'note').map(({ text }) => text)).toContain('2 is open again: its check is red');
  expect(ofType(events, 'task_started').map(({ task }) => task)).toEqual(['2']);
  expect(evidenceOf(repository).map(({ task, exitCode }) => [task, exitCode])).toEqual([
    ['1', 0],
    ['2', 0],
    ['2', 1],
    ['2', 0],
  ]);
  expect(repository.git('show', 'ashlar/lend:return.txt')).toBe('thanks');
  expect(repository.read('specs/lend/tasks.md')).toBe(other.replaceAll('- [ ]', '- [x]'));
  expect((await run(repository, builders)).end.outcome).toBe('nothing_to_do');
});

test('a task that is red stays open in the file and in the ledger where the work on it comes to nothing', async () => {
  const repository = await suspectAfterRun();
  const other = tasks.replace('grep -q back return.txt', 'grep -q thanks return.txt');
  repository.write('specs/lend/tasks.md', other.replaceAll('- [ ]', '- [x]'));
  await approve(openWire(repository), 'lend', ['tasks']);
  const { end } = await run(repository, [{ match: 'Task 2 of', replies: [{ calls: [finish('I cannot.', false)] }] }]);
  expect(end).toMatchObject({ outcome: 'blocked', blocked: ['2'] });
  expect(repository.read('specs/lend/tasks.md')).toBe(other.replace('- [ ] 1.', '- [x] 1.'));
  const again = await resume(repository, [rewriter('Task 2 of', 'return.txt', 'thanks\n')]);
  expect(again.end).toMatchObject({ outcome: 'done', finished: ['1', '2'] });
});

test('in the middle of a run, a change makes a task of this very run suspect, and resume verifies it', async () => {
  const repository = await approved();
  const [first] = builders;
  const stopped = await run(
    repository,
    [first, { match: 'Task 2 of', replies: [{ calls: [finish('No.', false)] }] }].flatMap((play) => play ?? []),
  );
  expect(stopped.end).toMatchObject({ outcome: 'blocked', finished: ['1'] });
  repository.write('specs/lend/requirements.md', requirements.replace('note the reader', 'note the day'));
  repository.write(
    'specs/lend/tasks.md',
    tasks.replace('grep -q lent lend.txt', 'grep -q day lend.txt').replace('- [ ] 1', '- [x] 1'),
  );
  await approve(openWire(repository), 'lend');
  const [, second] = builders;
  const play = [rewriter('Task 1 of', 'lend.txt', 'lent on a day\n'), second].flatMap((each) => each ?? []);
  const { events, end } = await resume(repository, play);
  expect(end).toMatchObject({ outcome: 'done', finished: ['1', '2'] });
  expect(ofType(events, 'task_started').map(({ task }) => task)).toEqual(['1', '2']);
  expect(repository.git('show', 'ashlar/lend:lend.txt')).toBe('lent on a day');
});
