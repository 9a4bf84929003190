import { expect, test } from 'vitest';
import { answerQuestion } from '../../src/app/answer-question.ts';
import { openSpec } from '../../src/app/open-spec.ts';
import { type RunRequest, runSpec } from '../../src/app/run-spec.ts';
import { drain, ofType } from '../support/drain.ts';
import { approve, finish, openWire, type PlayedSession, write } from '../support/scripted-run.ts';
import { makeRepository, type TemporaryRepository } from '../support/temporary-repository.ts';

const bugfix = `# Bugfix Requirements Document

## Introduction
A day is lost.

### Current Behavior (Defect)
1.1 WHEN a book is lent THEN the system allows 13 days

### Expected Behavior (Correct)
2.1 WHEN a book is lent THEN the system SHALL allow 14 days

### Unchanged Behavior (Regression Prevention)
3.1 WHEN a book is renewed THEN the system SHALL CONTINUE TO allow 7 days
`;
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
