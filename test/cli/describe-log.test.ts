import { expect, test } from 'vitest';
import { approveStage, askApproval, rejectStage } from '../../src/app/approve-spec.ts';
import { draftSpec } from '../../src/app/draft-spec.ts';
import { newSpec } from '../../src/app/new-spec.ts';
import { readLog } from '../../src/app/read-log.ts';
import { runSpec } from '../../src/app/run-spec.ts';
import { describeLog } from '../../src/cli/describe-log.ts';
import { drain } from '../support/drain.ts';
import { approve, builders, finish, openWire, requirements, write, writeSpec } from '../support/scripted-run.ts';
import { makeRepository } from '../support/temporary-repository.ts';

const broken = '# Requirements Document\n\nNone.\n';

test('what was sent back, asked, decided and commented is said, and each call once', async () => {
  const repository = makeRepository();
  const lines = async () =>
    (await readLog('lend', openWire(repository)))
      .map(describeLog)
      .join('\n')
      .split('\n')
      .map((line) => line.slice(29));
  const play = [{ replies: [{ text: broken }, { text: requirements }] }];
  await drain(newSpec({ item: 'Lend books', name: 'lend' }, openWire(repository, { play })));
  await rejectStage({ spec: 'lend', stage: undefined, comment: 'Name the reader.' }, openWire(repository));
  const redraft = openWire(repository, { play: [{ replies: [{ text: requirements.replace('Books', 'Old books') }] }] });
  await drain(draftSpec('lend', redraft));
  await approveStage(askApproval('lend', 'requirements', openWire(repository)), openWire(repository));
  writeSpec(repository, 'lend', { requirements: repository.read('specs/lend/requirements.md') });
  await approve(openWire(repository), 'lend', ['design', 'tasks']);
  const ask = { name: 'ask', input: { question: 'Which ink?', options: ['red', 'blue'] } };
  const wrong = { name: 'read', input: { path: 'none.txt' } };
  const first = {
    match: 'Task 1 of',
    replies: [{ calls: [ask, wrong] }, { calls: [write('lend.txt', 'lent'), finish()] }],
  };
  const wire = openWire(repository, { play: [first, ...builders.slice(1)], ask: async () => 'blue' });
  await drain(runSpec({ spec: 'lend', inPlace: false, withOptional: false, mustExist: false }, wire));
  const said = await lines();
  const by = 'Ann <ann@example.test>';
  for (const part of [
    `${by} rejected requirements: Name the reader.`,
    `${by} approved design`,
    `${by} answered: blue`,
  ]) {
    expect(said.filter((line) => line === part)).toHaveLength(1);
  }
  expect(said.filter((line) => line.includes('(requirement-missing)'))).toHaveLength(1);
  expect(said.filter((line) => line.startsWith('write lend.txt'))).toEqual(['write lend.txt']);
  expect(said.filter((line) => line.startsWith('write'))).toHaveLength(2);
  expect(said.some((line) => line.startsWith('read failed: '))).toBe(true);
});
