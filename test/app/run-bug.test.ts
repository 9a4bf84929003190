import { expect, test } from 'vitest';
import { answerQuestion } from '../../src/app/answer-question.ts';
import { openSpec } from '../../src/app/open-spec.ts';
import { type RunRequest, runSpec } from '../../src/app/run-spec.ts';
import { drain, ofType } from '../support/drain.ts';
import { approve, finish, openWire, type PlayedSession, write } from '../support/scripted-run.ts';
import { bugfix } from '../support/spec-texts.ts';
import { makeRepository, type TemporaryRepository } from '../support/temporary-repository.ts';

const tasks = `# Implementation Plan

- [ ] 1. Show that a day is lost
  - _Requirements: 1.1_
  - _Expect: fail_
  - _Verify: node --test test/lend.test.mjs_
- [ ] 2. Keep the days of a renewal
  - _Requirements: 3.1_
  - _Expect: pass_
  - _Verify: node --test test/renew.test.mjs_
- [ ] 3. Give the day back
  - _Requirements: 2.1_
  - _Verify: true_
`;
const old = 'export const lend = () => 13;\nexport const renew = () => 7;\n';
const mended = old.replace('13', '14');
const testOf = (name: string, days: number) => `import assert from 'node:assert';
import { test } from 'node:test';
import { ${name} } from '../days.mjs';
test('days', () => assert.equal(${name}(), ${days}));
`;
const shows = testOf('lend', 14);
const keeps = testOf('renew', 7);

const request: RunRequest = { spec: 'days', inPlace: false, withOptional: false, mustExist: false };
const play = (id: string, ...replies: PlayedSession['replies']): PlayedSession => ({ match: `Task ${id} of`, replies });
const reproduce = play('1', { calls: [write('test/lend.test.mjs', shows), finish()] });
const preserve = play('2', { calls: [write('test/renew.test.mjs', keeps), finish()] });
const mend = play(
  '3',
  { calls: [{ name: 'read', input: { path: 'days.mjs' } }] },
  { calls: [write('days.mjs', mended), finish()] },
);

async function approved(text = tasks): Promise<TemporaryRepository> {
  const repository = makeRepository({ 'days.mjs': old });
  repository.write('specs/days/bugfix.md', bugfix);
  repository.write('specs/days/design.md', '# Design\n\n## Overview\n\nOne number.\n');
  repository.write('specs/days/tasks.md', text);
  await approve(openWire(repository), 'days');
  return repository;
}

const run = (repository: TemporaryRepository, ...sessions: PlayedSession[]) =>
  drain(runSpec(request, openWire(repository, { play: sessions })));
const evidenceOf = (repository: TemporaryRepository) =>
  openSpec('days', openWire(repository)).ledger.flatMap(({ fact }) => (fact.type === 'evidence' ? [fact] : []));

test('a bug is mended by a test that was seen failing, one that was seen passing, and both again with the fix', async () => {
  const repository = await approved();
  const { events, end } = await run(repository, reproduce, preserve, mend);
  expect(end).toMatchObject({ outcome: 'done', finished: ['1', '2', '3'] });
  const [lend, renew] = ['node --test test/lend.test.mjs', 'node --test test/renew.test.mjs'];
  expect(
    evidenceOf(repository).map(({ task, command, exitCode, expect: wanted }) => [task, command, exitCode, wanted]),
  ).toEqual([
    ['1', lend, 1, 'fail'],
    ['2', renew, 0, undefined],
    ['3', lend, 0, undefined],
    ['3', renew, 0, undefined],
    ['3', 'true', 0, undefined],
  ]);
  const said = ofType(events, 'session_opened').map(({ first }) => JSON.stringify(first));
  expect(said[0]).toContain('demands that it FAILS');
  expect(said[1]).toContain('The old code is still in place');
  expect(said[2]).toContain(lend);
  expect((await run(repository, mend)).end.outcome).toBe('nothing_to_do');
});

/** A person commits on the branch of the run. */
function commitOnBranch(repository: TemporaryRepository, path: string, text: string): void {
  const worktree = '.ashlar/state/worktrees/days';
  repository.write(`${worktree}/${path}`, text);
  repository.git('-C', worktree, 'add', '--all');
  repository.git('-C', worktree, 'commit', '--quiet', '--message', 'By hand');
}

/** The criterion 1.1, which task 1 is for, is worded anew, and a human approves that. */
async function describeAnew(repository: TemporaryRepository, days: string): Promise<void> {
  repository.write('specs/days/bugfix.md', bugfix.replace('13 days', days));
  await approve(openWire(repository), 'days');
}

const notesOf = (events: Awaited<ReturnType<typeof run>>['events']) => ofType(events, 'note').map(({ text }) => text);
const verdictsOf = (repository: TemporaryRepository, id: string) =>
  evidenceOf(repository)
    .filter(({ task }) => task === id)
    .map(({ command, exitCode, expect: wanted }) => [command, exitCode, wanted ?? 'pass']);
const lendTest = 'node --test test/lend.test.mjs';
const renewTest = 'node --test test/renew.test.mjs';
const idle = play('2', { calls: [finish()] }, { calls: [finish()] });

test('where the defect is described anew, its test is verified again: red before the fix, green with it', async () => {
  const repository = await approved();
  expect((await run(repository, reproduce, idle)).end).toMatchObject({ outcome: 'blocked', blocked: ['2'] });
  await describeAnew(repository, 'only 13 days');
  expect((await run(repository, preserve, mend)).end.outcome).toBe('done');
  await describeAnew(repository, 'just 13 days');
  const { events, end } = await run(repository, idle);
  expect(end.outcome).toBe('done');
  expect(notesOf(events)).toContainEqual(expect.stringContaining('1 is verified again'));
  expect(verdictsOf(repository, '1')).toEqual([
    [lendTest, 1, 'fail'],
    [lendTest, 1, 'fail'],
    [lendTest, 0, 'pass'],
  ]);
  expect((await run(repository, idle)).end.outcome).toBe('nothing_to_do');
});

test('a test that is red although the fix is done reopens the fix, not itself', async () => {
  const repository = await approved();
  await run(repository, reproduce, preserve, mend);
  commitOnBranch(repository, 'days.mjs', old);
  await describeAnew(repository, 'only 13 days');
  const { events, end } = await run(repository, mend);
  expect(end).toMatchObject({ outcome: 'done', finished: ['1', '2', '3'] });
  expect(notesOf(events)).toContain('3 is open again: the test of 1 is red although it was done');
  expect(ofType(events, 'task_started').map(({ task }) => task)).toEqual(['3']);
  expect(verdictsOf(repository, '3')).toEqual([
    [lendTest, 0, 'pass'],
    [renewTest, 0, 'pass'],
    ['true', 0, 'pass'],
    [lendTest, 1, 'pass'],
    [lendTest, 0, 'pass'],
    [renewTest, 0, 'pass'],
    ['true', 0, 'pass'],
  ]);
  expect(verdictsOf(repository, '1')).toEqual([
    [lendTest, 1, 'fail'],
    [lendTest, 0, 'pass'],
  ]);
  expect(repository.read('specs/days/tasks.md')).toBe(tasks.replaceAll('[ ]', '[x]'));
  expect((await run(repository, idle)).end.outcome).toBe('nothing_to_do');
});

test('a fix that stays red is what is blocked, run after run, and its tests stay done', async () => {
  const repository = await approved();
  await run(repository, reproduce, preserve, mend);
  commitOnBranch(repository, 'days.mjs', old.replace('7', '8'));
  repository.write('specs/days/bugfix.md', bugfix.replace('allow 7 days', 'allow seven days'));
  await approve(openWire(repository), 'days');
  const gaveUp = play('3', { calls: [finish('I cannot.', false)] });
  for (const text of ['first', 'second']) {
    const { events, end } = await run(repository, gaveUp);
    expect(notesOf(events).some((note) => note.startsWith('2 is verified again'))).toBe(true);
    expect(end, text).toMatchObject({ outcome: 'blocked', finished: ['1', '2'], blocked: ['3'], waiting: [] });
    expect(repository.read('specs/days/tasks.md')).toBe(tasks.replace('[ ] 1', '[x] 1').replace('[ ] 2', '[x] 2'));
  }
  expect((await run(repository, mend)).end).toMatchObject({ outcome: 'done' });
});

test('a test that no longer fails although nothing is mended is written anew, and must fail again', async () => {
  const repository = await approved();
  await run(repository, reproduce, idle);
  commitOnBranch(repository, 'days.mjs', mended);
  await describeAnew(repository, '14 days where it is 15');
  const stricter = play(
    '1',
    { calls: [{ name: 'read', input: { path: 'test/lend.test.mjs' } }] },
    { calls: [write('test/lend.test.mjs', shows.replace('14', '15')), finish()] },
  );
  const { events, end } = await run(repository, stricter, idle);
  expect(end).toMatchObject({ outcome: 'blocked', finished: ['1'], blocked: ['2'] });
  expect(notesOf(events)).toContain(
    '1 is open again: its test no longer fails (it passed, so it does not show the defect)',
  );
  expect(verdictsOf(repository, '1')).toEqual([
    [lendTest, 1, 'fail'],
    [lendTest, 0, 'fail'],
    [lendTest, 1, 'fail'],
  ]);
});

test('a test that cannot be run any longer does not count as one that fails', async () => {
  const repository = await approved();
  await run(repository, reproduce, idle);
  repository.write('specs/days/tasks.md', tasks.replace(lendTest, 'no-such-runner test/lend.test.mjs'));
  await approve(openWire(repository), 'days');
  const again = play(
    '1',
    { calls: [{ name: 'read', input: { path: 'test/lend.test.mjs' } }] },
    { calls: [write('test/lend.test.mjs', `${shows}\n`), finish()] },
  );
  await expect(run(repository, again)).rejects.toMatchObject({
    what: 'the check of task 1 cannot run: no-such-runner test/lend.test.mjs',
  });
  expect(verdictsOf(repository, '1').at(-1)).toEqual(['no-such-runner test/lend.test.mjs', 127, 'pass']);
});

test('a test that passes on the old code, or that cannot be loaded, goes back with the reason', async () => {
  const repository = await approved();
  const wrong = [shows.replace('14', '13'), shows.replace('test(', 'const = test(')];
  const replies = wrong.map((text) => ({ calls: [write('test/lend.test.mjs', text), finish()] }));
  const first = { calls: [write('test/lend.test.mjs', shows), finish()], expect: 'could not be loaded or compiled' };
  const { events, end } = await run(repository, play('1', ...replies, first), preserve, mend);
  expect(end.outcome).toBe('done');
  const fed = ofType(events, 'session_fed').map(({ message }) => JSON.stringify(message));
  expect(fed[0]).toContain('it passed, so it does not show the defect');
  expect(evidenceOf(repository).filter(({ task }) => task === '1')).toHaveLength(1);
});

test('code that is changed together with the tests goes back, and nothing of it is committed', async () => {
  const repository = await approved();
  const both = { calls: [write('days.mjs.new', mended), write('test/lend.test.mjs', shows), finish()] };
  const { events, end } = await run(repository, play('1', both, { calls: [finish()] }, { calls: [finish()] }));
  expect(end).toMatchObject({ outcome: 'blocked', blocked: ['1'], waiting: ['2', '3'] });
  expect(JSON.stringify(ofType(events, 'session_fed')[0]?.message)).toContain('no tests: days.mjs.new');
  expect(repository.git('log', '--format=%s', 'main..ashlar/days')).toBe('');
});

test('a fix that changes the failing test waits for a human, whose answer holds for that text only', async () => {
  const repository = await approved();
  const cheat = shows.replace('14', '13');
  const change = play(
    '3',
    { calls: [{ name: 'read', input: { path: 'test/lend.test.mjs' } }] },
    { calls: [write('test/lend.test.mjs', cheat), finish()] },
    { calls: [finish('The test is wrong.')], expect: 'test/lend.test.mjs' },
  );
  const { end } = await run(repository, reproduce, preserve, change);
  expect(end).toMatchObject({ outcome: 'needs_human', finished: ['1', '2'] });
  expect(end.question?.text).toContain('test/lend.test.mjs');
  expect((await run(repository, change)).end.outcome).toBe('needs_human');
  await answerQuestion({ spec: 'days', question: undefined, answer: '1' }, openWire(repository));
  const { events, end: after } = await run(repository, change);
  expect(after).toMatchObject({ outcome: 'blocked', blocked: ['3'] });
  expect(ofType(events, 'task_blocked')[0]?.reason).toContain('the test must stay as it was');
});

test('what a person names as tests in the configuration may be changed by them too', async () => {
  const repository = await approved();
  repository.write('.ashlar/config.yaml', 'testPaths: ["checks/**"]\n');
  const more = play('1', { calls: [write('checks/data.txt', '14'), write('test/lend.test.mjs', shows), finish()] });
  expect((await run(repository, more, preserve, mend)).end.outcome).toBe('done');
});

test('a bug whose tasks do not prove it is not begun, whoever approved it', async () => {
  const repository = await approved(tasks.replace('_Expect: fail_', '_Expect: pass_'));
  await expect(run(repository, reproduce, preserve, mend)).rejects.toMatchObject({
    kind: 'invalid',
    what: 'tasks.md:3:1 does not prove that the bug is mended',
    why: expect.stringContaining('must fail on the old code'),
  });
});
