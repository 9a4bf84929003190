import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openSpec } from '../../src/app/open-spec.ts';
import { type RunRequest, runSpec } from '../../src/app/run-spec.ts';
import { drain, drainUntil, ofType } from '../support/drain.ts';
import { approve, approvedSpec, builders, openWire, requirements, tasks } from '../support/scripted-run.ts';
import type { TemporaryRepository } from '../support/temporary-repository.ts';

const request: RunRequest = { spec: 'lend', inPlace: false, withOptional: false, mustExist: false };
const [tasksFile, requirementsFile] = ['specs/lend/tasks.md', 'specs/lend/requirements.md'];

/** A run whose first task is proved and about to be committed when a human saves a file. */
async function editWhileWorking(edit: (repository: TemporaryRepository) => void) {
  const repository = await approvedSpec();
  const work = runSpec(request, openWire(repository, { play: builders }));
  await drainUntil(work, ({ type }) => type === 'checks_finished');
  edit(repository);
  return { repository, rest: drain(work) };
}

const resume = (repository: TemporaryRepository) =>
  drain(runSpec({ ...request, mustExist: true }, openWire(repository, { play: builders })));
const provedIn = (repository: TemporaryRepository) =>
  openSpec('lend', openWire(repository)).ledger.flatMap(({ fact }) => (fact.type === 'evidence' ? [fact.task] : []));

const ticked = (text: string) => text.replace('- [ ] 1.', '- [x] 1.');
const otherSecond = tasks.replace('Write return.txt', 'Write return.txt, and thank');

test.each<[string, string, string, string]>([
  ['a later task is edited', tasksFile, otherSecond, 'tasks/2 (tasks.md:10) was changed after it was approved'],
  [
    'a task is added',
    tasksFile,
    `${tasks}- [ ] 3. More\n  - _Requirements: 2.1_\n`,
    'tasks/3 (tasks.md:16) was never approved',
  ],
  ['a task is taken out', tasksFile, tasks.slice(0, tasks.indexOf('- [ ] 2.')), 'tasks/2 was approved and is gone'],
  [
    'one character of a requirement is another one',
    requirementsFile,
    requirements.replace('forget', 'forgot'),
    'requirements/2 (requirements.md:18) was changed after it was approved',
  ],
])('where %s while a task is worked on, that task is finished and the run stops before the next', async (...args) => {
  const [, file, text, what] = args;
  const { repository, rest } = await editWhileWorking(({ write }) => write(file, text));
  await expect(rest).rejects.toMatchObject({ kind: 'needs_human', what });
  expect(provedIn(repository)).toEqual(['1']);
  expect(repository.git('log', '--format=%s', 'main..ashlar/lend')).toBe('Lend a book');
  expect(repository.read(tasksFile)).toBe(ticked(file === tasksFile ? text : tasks));
  expect(repository.read(requirementsFile)).toBe(file === requirementsFile ? text : requirements);
});

test('an edit that a human approves is what the run goes on with', async () => {
  const { repository, rest } = await editWhileWorking(({ write }) => write(tasksFile, otherSecond));
  await expect(rest).rejects.toMatchObject({ kind: 'needs_human' });
  await approve(openWire(repository), 'lend', ['tasks']);
  const { events, end } = await resume(repository);
  expect(end).toMatchObject({ outcome: 'done', finished: ['1', '2'] });
  expect(JSON.stringify(ofType(events, 'session_opened'))).toContain('Write return.txt, and thank');
  expect(repository.read(tasksFile)).toBe(otherSecond.replaceAll('- [ ]', '- [x]'));
});

test('the box of a task that a human edits at that moment is his, and follows once he approved what he wrote', async () => {
  const edited = tasks.replace('1. Lend a book', '1. Lend a book to a reader');
  const { repository, rest } = await editWhileWorking(({ write }) => write(tasksFile, edited));
  await expect(rest).rejects.toMatchObject({ what: expect.stringContaining('tasks/1') });
  expect(repository.read(tasksFile)).toBe(edited);
  expect(provedIn(repository)).toEqual(['1']);
  await approve(openWire(repository), 'lend', ['tasks']);
  const { events, end } = await resume(repository);
  expect(end).toMatchObject({ outcome: 'done', finished: ['1', '2'] });
  expect(ofType(events, 'task_started').map(({ task }) => task)).toEqual(['2']);
  expect(repository.read(tasksFile)).toBe(edited.replaceAll('- [ ]', '- [x]'));
});

test('what says the same in other bytes, such as other line breaks, is taken as it is while boxes are ticked', async () => {
  const broken = tasks.replaceAll('\n', '\r\n');
  const { repository, rest } = await editWhileWorking(({ write }) => write(tasksFile, broken));
  expect((await rest).end.outcome).toBe('done');
  expect(repository.read(tasksFile)).toBe(broken.replaceAll('- [ ]', '- [x]'));
});

test('where the file of tasks is gone, what is proved is kept and the run goes on once it is back', async () => {
  const { repository, rest } = await editWhileWorking(({ root }) => rmSync(join(root, tasksFile)));
  await expect(rest).rejects.toMatchObject({ what: expect.stringContaining('tasks.md') });
  expect(provedIn(repository)).toEqual(['1']);
  repository.write(tasksFile, tasks);
  const { events, end } = await resume(repository);
  expect(end.outcome).toBe('done');
  expect(ofType(events, 'session_opened').map(({ task }) => task)).toEqual(['2']);
  expect(repository.read(tasksFile)).toBe(tasks.replaceAll('- [ ]', '- [x]'));
});
