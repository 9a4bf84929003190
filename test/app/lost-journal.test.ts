import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openSpec } from '../../src/app/open-spec.ts';
import { type RunRequest, runSpec } from '../../src/app/run-spec.ts';
import { drain, drainUntil, ofType } from '../support/drain.ts';
import { approve, builders, finish, openWire, type PlayedSession, tasks, writeSpec } from '../support/scripted-run.ts';
import { makeRepository, type TemporaryRepository } from '../support/temporary-repository.ts';

const request: RunRequest = { spec: 'lend', inPlace: false, withOptional: false, mustExist: false };
const run = (repository: TemporaryRepository, play: PlayedSession[]) =>
  drain(runSpec(request, openWire(repository, { play })));
const evidenceOf = (repository: TemporaryRepository) =>
  openSpec('lend', openWire(repository)).ledger.flatMap(({ fact }) => (fact.type === 'evidence' ? [fact] : []));
const commitsOf = (repository: TemporaryRepository) =>
  repository.git('rev-list', '--reverse', 'main..ashlar/lend').split('\n');

function loseJournal(repository: TemporaryRepository): void {
  for (const name of ['journal.db', 'journal.db-wal', 'journal.db-shm'])
    rmSync(join(repository.root, '.ashlar/state', name), { force: true });
}

/** A run of which nothing is left but the commit of task 1: no evidence, no box, no journal. */
async function leaveCommitOnly(): Promise<TemporaryRepository> {
  const repository = makeRepository();
  writeSpec(repository, 'lend');
  await approve(openWire(repository), 'lend');
  const first = runSpec(request, openWire(repository, { play: builders }));
  await drainUntil(first, ({ type }) => type === 'task_committed');
  expect(evidenceOf(repository)).toEqual([]);
  loseJournal(repository);
  return repository;
}

test('the checks of a commit that only its trailers tell of run again, and their outcome is its evidence', async () => {
  const repository = await leaveCommitOnly();
  const { events, end } = await run(repository, builders.slice(1));
  expect(end).toMatchObject({ outcome: 'done', finished: ['1', '2'] });
  expect(ofType(events, 'checks_finished').map(({ task, passed }) => [task, passed])).toEqual([
    ['1', true],
    ['2', true],
  ]);
  const [one, two] = commitsOf(repository);
  expect(evidenceOf(repository)).toMatchObject([
    { task: '1', command: 'grep -q lent lend.txt', exitCode: 0, commit: one, run: end.run },
    { task: '2', command: 'grep -q back return.txt', exitCode: 0, commit: two, run: end.run },
  ]);
  expect(repository.read('specs/lend/tasks.md')).toBe(tasks.replaceAll('- [ ]', '- [x]'));
});

/** An implementer of task 1 that puts this into its file, each time it is asked. */
function lender(...texts: string[]): PlayedSession {
  const replies = texts.map((text) => ({
    calls: [{ name: 'bash', input: { command: `echo '${text}' > lend.txt` } }, finish()],
  }));
  return { match: 'Task 1 of', replies };
}

/** A commit that says of itself that task 1 is done, and does not do it. */
function commitFalsely({ git, root, write: writeText }: TemporaryRepository): void {
  git('switch', '--quiet', '--create', 'ashlar/lend');
  writeText('lend.txt', 'not yet\n');
  git('add', 'lend.txt');
  git('commit', '--quiet', '--message', 'Lend a book\n\nSpec: lend\nTask: 1\nRequirements: 1.1');
  git('switch', '--quiet', 'main');
  rmSync(join(root, 'lend.txt'), { force: true });
}

test('where the checks are red on that commit, the task is worked on, with their output, before there is evidence', async () => {
  const repository = makeRepository();
  writeSpec(repository, 'lend');
  await approve(openWire(repository), 'lend');
  commitFalsely(repository);
  const { events, end } = await run(repository, [lender('lent'), ...builders.slice(1)]);
  expect(end.outcome).toBe('done');
  expect(ofType(events, 'checks_finished').map(({ task, round, passed }) => [task, round, passed])).toEqual([
    ['1', 1, false],
    ['1', 2, true],
    ['2', 1, true],
  ]);
  expect(ofType(events, 'session_fed').map(({ cause }) => cause)).toEqual(['checks_failed']);
  expect(evidenceOf(repository).map(({ commit }) => commit)).toEqual(commitsOf(repository).slice(1));
});

test('where they stay red the task is blocked and its box stays open', async () => {
  const repository = makeRepository();
  writeSpec(repository, 'lend');
  await approve(openWire(repository), 'lend');
  commitFalsely(repository);
  const { end } = await run(repository, [lender('still not', 'not even now', 'never')]);
  expect(end).toMatchObject({ outcome: 'blocked', blocked: ['1'] });
  expect(evidenceOf(repository)).toEqual([]);
  expect(repository.read('specs/lend/tasks.md')).toBe(tasks);
});

test('where journal and ledger are both lost, and nobody knows what stood there, every task is proved on the branch as it stands', async () => {
  const repository = makeRepository();
  writeSpec(repository, 'lend');
  await approve(openWire(repository), 'lend');
  const ledger = repository.read('specs/lend/ledger.jsonl');
  await run(repository, builders);
  loseJournal(repository);
  repository.write('specs/lend/ledger.jsonl', ledger);
  rmSync(join(repository.home, '.local/state/ashlar/ledgers'), { recursive: true });
  const { end } = await run(repository, [{ match: 'nothing is asked', replies: [{ text: '' }] }]);
  expect(end.outcome).toBe('done');
  const last = commitsOf(repository).at(-1);
  expect(evidenceOf(repository)).toMatchObject([
    { task: '1', commit: last },
    { task: '2', commit: last },
  ]);
});
