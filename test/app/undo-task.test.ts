import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openSpec } from '../../src/app/open-spec.ts';
import { type RunRequest, runSpec } from '../../src/app/run-spec.ts';
import { showStatus } from '../../src/app/show-status.ts';
import { traceSpec } from '../../src/app/trace-spec.ts';
import { askUndo, undoTask } from '../../src/app/undo-task.ts';
import { taskProofs } from '../../src/specs/task-proofs.ts';
import { drain, ofType, typesOf } from '../support/drain.ts';
import {
  approvedSpec,
  builder,
  builders,
  finish,
  openWire,
  type PlayedSession,
  tasks,
  write,
} from '../support/scripted-run.ts';
import type { TemporaryRepository } from '../support/temporary-repository.ts';

const request: RunRequest = { spec: 'lend', inPlace: false, withOptional: false, mustExist: false };

const approved = (text = tasks) => approvedSpec({ tasks: text });

const run = (repository: TemporaryRepository, play: PlayedSession[], more: Partial<RunRequest> = {}) =>
  drain(runSpec({ ...request, ...more }, openWire(repository, { play })));

async function undo(repository: TemporaryRepository, task: string) {
  const wire = openWire(repository);
  return drain(undoTask(await askUndo('lend', task, wire), wire));
}

const doneOf = (repository: TemporaryRepository) =>
  [...taskProofs(openSpec('lend', openWire(repository)).ledger)].flatMap(([id, { isGreen }]) => (isGreen ? [id] : []));

const checkout = ({ root, git, read }: TemporaryRepository) => ({
  head: git('symbolic-ref', 'HEAD'),
  main: git('rev-parse', 'main'),
  status: git('status', '--porcelain', '--ignored'),
  readme: read('README.md'),
  built: ['lend.txt', 'return.txt'].filter((path) => existsSync(join(root, path))),
});

test('a task is taken back on the run’s branch; ledger, boxes, status and trace follow, and the checkout stays', async () => {
  const repository = await approved();
  await run(repository, builders);
  const before = checkout(repository);
  const commits = repository.git('rev-list', 'main..ashlar/lend').split('\n');
  const { end } = await undo(repository, '2');
  expect(end).toMatchObject({ spec: 'lend', task: '2', branch: 'ashlar/lend', reopened: [], next: 'ashlar run lend' });
  expect(checkout(repository)).toEqual(before);
  expect(repository.git('rev-list', 'main..ashlar/lend').split('\n')).toEqual([end.commit, ...commits]);
  expect(repository.git('ls-tree', '--name-only', 'ashlar/lend').split('\n')).toEqual(['README.md', 'lend.txt']);
  expect(repository.git('log', '-1', '--format=%B', 'ashlar/lend')).toBe(
    `Revert "Take a book back"\n\nThis reverts commit ${commits[0]}.\n\nSpec: lend\nUndoes: 2`,
  );
  expect(repository.read('specs/lend/tasks.md')).toBe(tasks.replace('- [ ] 1.', '- [x] 1.'));
  expect(openSpec('lend', openWire(repository)).ledger.at(-1)?.fact).toEqual({
    type: 'undone',
    task: '2',
    commit: commits[0],
    revert: end.commit,
    reopened: [],
  });
  const [status] = await showStatus('lend', openWire(repository));
  expect(status).toMatchObject({ tasks: { total: 2, done: 1 }, next: 'ashlar run lend' });
  const traced = await traceSpec('lend', openWire(repository));
  expect(traced.tasks.map(({ id, outcome }) => [id, outcome])).toEqual([
    ['1', 'proved'],
    ['2', 'unproved'],
  ]);
});

test('a task that was taken back is done anew, though its old commit is still in the history', async () => {
  const repository = await approved();
  await run(repository, builders);
  await undo(repository, '2');
  const { events, end } = await run(repository, [builder('Task 2 of', 'return.txt', 'back again\n')]);
  expect(end).toMatchObject({ outcome: 'done', finished: ['1', '2'] });
  expect(ofType(events, 'task_started').map(({ task }) => task)).toEqual(['2']);
  expect(repository.git('show', 'ashlar/lend:return.txt')).toBe('back again');
  expect((await run(repository, builders)).end.outcome).toBe('nothing_to_do');
  expect((await undo(repository, '2')).end.reopened).toEqual([]);
  expect(repository.git('ls-tree', '--name-only', 'ashlar/lend').split('\n')).toEqual(['README.md', 'lend.txt']);
});

test('what builds on it is named, open again, and only verified by the next run', async () => {
  const repository = await approved();
  await run(repository, builders);
  expect(await askUndo('lend', '1', openWire(repository))).toMatchObject({ task: '1', reopened: ['2'] });
  const { end } = await undo(repository, '1');
  expect(end.reopened).toEqual(['2']);
  expect(repository.read('specs/lend/tasks.md')).toBe(tasks);
  expect(doneOf(repository)).toEqual([]);
  const again = await run(repository, [builder('Task 1 of', 'lend.txt', 'lent anew\n')]);
  expect(again.end).toMatchObject({ outcome: 'done', finished: ['1', '2'] });
  expect(ofType(again.events, 'model_replied')).toHaveLength(1);
  expect(doneOf(repository)).toEqual(['1', '2']);
});

test('where later commits changed the same lines nothing is taken back, and the files are named', async () => {
  const repository = await approved(tasks.replace('_Files: return.txt_', '_Files: return.txt, lend.txt_'));
  const both = [write('lend.txt', 'lent, and back\n'), write('return.txt', 'back\n')];
  const [first] = builders;
  const second = {
    match: 'Task 2 of',
    replies: [{ calls: [{ name: 'read', input: { path: 'lend.txt' } }] }, { calls: [...both, finish()] }],
  };
  await run(
    repository,
    [first, second].flatMap((each) => each ?? []),
  );
  const [tip, ledger, boxes] = [
    repository.git('rev-parse', 'ashlar/lend'),
    repository.read('specs/lend/ledger.jsonl'),
    repository.read('specs/lend/tasks.md'),
  ];
  await expect(undo(repository, '1')).rejects.toMatchObject({
    kind: 'needs_human',
    what: 'task 1 cannot be taken back by itself: later commits changed the same lines of lend.txt',
  });
  expect(repository.git('rev-parse', 'ashlar/lend')).toBe(tip);
  expect(repository.read('specs/lend/ledger.jsonl')).toBe(ledger);
  expect(repository.read('specs/lend/tasks.md')).toBe(boxes);
  expect(repository.git('worktree', 'list').split('\n')).toHaveLength(2);
});

test('half-done work that builds on it is kept as a patch and begun anew', async () => {
  const repository = await approved();
  const [first] = builders;
  const ask = { name: 'ask', input: { question: 'Which colour?', options: ['red', 'blue'] } };
  const second = { match: 'Task 2 of', replies: [{ calls: [write('return.txt', 'half\n')] }, { calls: [ask] }] };
  const stopped = await run(
    repository,
    [first, second].flatMap((each) => each ?? []),
  );
  expect(stopped.end.outcome).toBe('needs_human');
  const { events, end } = await undo(repository, '1');
  expect(end.next).toBe('ashlar resume lend');
  const [blocked] = ofType(events, 'task_blocked');
  expect(blocked).toMatchObject({ task: '2', reason: 'task 1 was undone while it was worked on' });
  expect(repository.read(blocked?.patch ?? '')).toContain('+half');
  const again = await run(repository, builders, { mustExist: true });
  expect(again.end).toMatchObject({ outcome: 'done', finished: ['1', '2'] });
  expect(repository.git('show', 'ashlar/lend:return.txt')).toBe('back');
  expect(repository.git('log', '--reverse', '--format=%s', 'main..ashlar/lend').split('\n')).toEqual([
    'Lend a book',
    'Revert "Lend a book"',
    'Lend a book',
    'Take a book back',
  ]);
});

test('in place the files of the task go, those of the user stay and are kept under a backup ref', async () => {
  const repository = await approved();
  await run(repository, builders, { inPlace: true });
  repository.write('notes.txt', 'mine');
  repository.write('README.md', '# Mine\n');
  repository.write('lend.txt', 'lent and changed\n');
  await expect(undo(repository, '1')).rejects.toMatchObject({
    kind: 'needs_human',
    why: expect.stringContaining('lend.txt'),
  });
  await undo(repository, '2');
  expect(repository.has('return.txt')).toBe(false);
  expect([repository.read('notes.txt'), repository.read('README.md'), repository.read('lend.txt')]).toEqual([
    'mine',
    '# Mine\n',
    'lent and changed\n',
  ]);
  const backups = repository.git('for-each-ref', '--format=%(refname)', 'refs/ashlar/backup').split('\n');
  expect(repository.git('show', `${backups.at(-1)}:notes.txt`)).toBe('mine');
});

test('a task that is not there, not done, or has parts is refused in one sentence', async () => {
  const repository = await approved();
  await expect(undo(repository, '1')).rejects.toMatchObject({
    what: expect.stringContaining('there is no branch ashlar/lend'),
  });
  const [first] = builders;
  await run(
    repository,
    [first, { match: 'Task 2 of', replies: [{ calls: [finish('No.', false)] }] }].flatMap((each) => each ?? []),
  );
  await expect(undo(repository, '2')).rejects.toMatchObject({
    what: 'ashlar/lend has no commit of task 2 to take back',
  });
  await expect(undo(repository, '9')).rejects.toMatchObject({ what: 'lend has no task 9', why: 'its tasks are 1, 2' });
  await undo(repository, '1');
  await expect(undo(repository, '1')).rejects.toMatchObject({
    what: 'ashlar/lend has no commit of task 1 to take back',
  });
});

test('an undo that was cut off before the branch moved is finished by the same command', async () => {
  const repository = await approved();
  await run(repository, builders);
  const tip = repository.git('rev-parse', 'ashlar/lend');
  await undo(repository, '2');
  repository.git('-C', join(repository.root, '.ashlar/state/worktrees/lend'), 'reset', '--quiet', '--hard', tip);
  expect(doneOf(repository)).toEqual(['1']);
  await undo(repository, '2');
  expect(repository.git('ls-tree', '--name-only', 'ashlar/lend').split('\n')).toEqual(['README.md', 'lend.txt']);
  expect(typesOf((await run(repository, builders)).events)).toContain('task_finished');
});

test('a lock that a killed git left in the worktree does not stop an undo, and is named', async () => {
  const repository = await approved();
  await run(repository, builders);
  const [name = ''] = readdirSync(join(repository.root, '.git', 'worktrees'));
  const lock = join(repository.root, '.git', 'worktrees', name, 'index.lock');
  writeFileSync(lock, '');
  const { events, end } = await undo(repository, '2');
  expect(end).toMatchObject({ task: '2' });
  expect(ofType(events, 'note').map(({ text }) => text)).toEqual([
    "removed index.lock, which a git that was killed left in the run's worktree",
  ]);
  expect(existsSync(lock)).toBe(false);
});
