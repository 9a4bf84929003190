import { expect, test } from 'vitest';
import { newSpec } from '../../src/app/new-spec.ts';
import { runSpec } from '../../src/app/run-spec.ts';
import { showStatus } from '../../src/app/show-status.ts';
import { drain, drainUntil } from '../support/drain.ts';
import { approve, builders, finish, openWire, requirements, writeSpec } from '../support/scripted-run.ts';
import { makeRepository, type TemporaryRepository } from '../support/temporary-repository.ts';

const request = { spec: 'lend', inPlace: false, withOptional: false, mustExist: false };
const statusOf = async (repository: TemporaryRepository) => (await showStatus('lend', openWire(repository)))[0];

test('a repository without specs has no status, and looking makes nothing', async () => {
  const repository = makeRepository();
  expect(await showStatus(undefined, openWire(repository))).toEqual([]);
  expect(repository.has('.ashlar')).toBe(false);
});

test('the next command leads through the documents to the run and to its end', async () => {
  const repository = makeRepository();
  repository.write('specs/lend/requirements.md', requirements);
  expect(await statusOf(repository)).toEqual({
    spec: 'lend',
    title: 'lend',
    kind: 'feature',
    size: 'M',
    folder: 'specs/lend',
    stages: { requirements: 'drafted', design: 'missing', tasks: 'missing' },
    tasks: { total: 0, done: 0, blocked: [] },
    next: 'ashlar approve lend',
  });
  await approve(openWire(repository), 'lend', ['requirements']);
  expect((await statusOf(repository))?.next).toBe('ashlar draft lend');
  writeSpec(repository, 'lend');
  expect((await statusOf(repository))?.next).toBe('ashlar approve lend');
  await approve(openWire(repository), 'lend', ['design', 'tasks']);
  expect(await statusOf(repository)).toMatchObject({ tasks: { total: 2, done: 0 }, next: 'ashlar run lend' });
  await drain(runSpec(request, openWire(repository, { play: builders })));
  const done = await statusOf(repository);
  expect(done).toMatchObject({
    tasks: { total: 2, done: 2, blocked: [] },
    run: { kind: 'execute', status: 'done', modelCalls: 2, branch: 'ashlar/lend', tokens: 0 },
    next: 'git merge ashlar/lend',
  });
  repository.git('merge', '--quiet', 'ashlar/lend');
  expect(await statusOf(repository)).not.toHaveProperty('next');
});

test('a branch that is gone is not to be merged, one that the checkout lacks a commit of is', async () => {
  const repository = makeRepository();
  writeSpec(repository, 'lend');
  await approve(openWire(repository), 'lend');
  await drain(runSpec(request, openWire(repository, { play: builders })));
  repository.git('merge', '--quiet', 'ashlar/lend~1');
  expect((await statusOf(repository))?.next).toBe('git merge ashlar/lend');
  repository.git('worktree', 'remove', '--force', '.ashlar/state/worktrees/lend');
  repository.git('branch', '--quiet', '-D', 'ashlar/lend');
  expect(await statusOf(repository)).not.toHaveProperty('next');
});

test('a draft is told from a run, and names its document', async () => {
  const repository = makeRepository();
  const play = [{ replies: [{ text: requirements }] }];
  await drain(newSpec({ item: 'Lend books', name: 'lend' }, openWire(repository, { play })));
  expect((await statusOf(repository))?.run).toMatchObject({ kind: 'draft', stage: 'requirements', status: 'done' });
});

test('a blocked run names its tasks and is resumed', async () => {
  const repository = makeRepository();
  writeSpec(repository, 'lend');
  await approve(openWire(repository), 'lend');
  const play = [{ replies: [{ calls: [finish('There is no paper.', false)] }] }];
  await drain(runSpec(request, openWire(repository, { play })));
  expect(await statusOf(repository)).toMatchObject({
    tasks: { blocked: ['1'] },
    run: { status: 'paused', reason: 'blocked: 1' },
    next: 'ashlar resume lend',
  });
});

test('an open question is shown and answered first', async () => {
  const repository = makeRepository();
  const play = [{ replies: [{ calls: [{ name: 'ask', input: { question: 'For how long?' } }] }] }];
  await drain(newSpec({ item: 'Lend books', name: 'lend' }, openWire(repository, { play })));
  expect(await statusOf(repository)).toMatchObject({
    title: 'Lend books',
    question: 'For how long?',
    next: 'ashlar answer lend "…"',
  });
});

test('a ledger that was changed by hand is the first thing that is said', async () => {
  const repository = makeRepository();
  writeSpec(repository, 'lend');
  await approve(openWire(repository), 'lend');
  repository.write('specs/lend/ledger.jsonl', repository.read('specs/lend/ledger.jsonl').replace('Ann', 'Bob'));
  const status = await statusOf(repository);
  expect(status?.problem).toMatch(
    /^ledger\.jsonl: line 1: forged: claims that Bob <ann@example\.test> approved requirements at /,
  );
  expect(status?.next).toMatch(/^git log -p -- .*specs\/lend\/ledger\.jsonl$/);
});

test('a spec that cannot be read says why and does not hide the others', async () => {
  const repository = makeRepository();
  writeSpec(repository, 'lend');
  repository.write('specs/broken/spec.yaml', 'slug: [');
  const [broken, lend] = await showStatus(undefined, openWire(repository));
  expect(broken).toMatchObject({ spec: 'broken', problem: expect.stringContaining('spec.yaml cannot be read') });
  expect(broken?.next).toContain('Correct ');
  expect(lend).toMatchObject({ spec: 'lend', next: 'ashlar approve lend' });
});

test('archived specs are shown only by name', async () => {
  const repository = makeRepository();
  writeSpec(repository, '_completed/old');
  expect(await showStatus(undefined, openWire(repository))).toEqual([]);
  expect((await showStatus('old', openWire(repository)))[0]?.spec).toBe('_completed/old');
});

test('a document that was changed after its approval is told from one that was never approved', async () => {
  const repository = makeRepository();
  writeSpec(repository, 'lend');
  await approve(openWire(repository), 'lend', ['requirements', 'design']);
  repository.write('specs/lend/design.md', '# Design Document\n\n## Overview\n\nOne file.\n');
  expect((await statusOf(repository))?.stages).toEqual({
    requirements: 'approved',
    design: 'changed',
    tasks: 'drafted',
  });
});

test('a run whose process is no more is interrupted, one that is worked on is active', async () => {
  const repository = makeRepository();
  writeSpec(repository, 'lend');
  await approve(openWire(repository), 'lend');
  const working = runSpec(request, openWire(repository, { play: builders }));
  await drainUntil(working, (event) => event.type === 'task_started');
  expect((await statusOf(repository))?.run?.status).toBe('active');
  await working.return(undefined as never);
  expect((await statusOf(repository))?.run?.status).toBe('interrupted');
});
