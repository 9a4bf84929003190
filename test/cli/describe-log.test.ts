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
      .map((run) => describeLog(run, 1_000))
      .join('\n')
      .split('\n')
      .map((line) => line.slice(18));
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

test('a log is at most 80 columns wide, with the day above its times and what it came to above them', async () => {
  const events = [
    {
      type: 'run_started',
      run: 'r',
      spec: 'lend',
      kind: 'execute',
      base: 'b'.repeat(40),
      branch: 'ashlar/lend',
      inPlace: false,
    },
    {
      type: 'task_started',
      task: '1',
      title: 'Lend a book to whoever asks for it and has not too many of them at home already',
      head: 'h',
    },
    { type: 'task_blocked', task: '1', reason: 'it was red' },
    { type: 'run_finished', run: 'r', outcome: 'abandoned' },
  ] as const;
  const times = [0, 1_000, 86_400_000, 86_401_000];
  const log = { run: 'r', spec: 'lend', kind: 'execute' as const, decisions: [] };
  const stored = events.map((event, index) => ({ seq: index + 1, run: 'r', at: times[index] ?? 0, event }));
  expect(describeLog({ ...log, events: stored }).split('\n')).toEqual([
    'r  execute lend',
    '        0 model calls, 0 tool calls, 0 red rounds, $0.00, 24 h 0 min at work',
    '        1970-01-01',
    '     1  00:00:00  run started on ashlar/lend from bbbbbbbbbb',
    '     2  00:00:01  task 1 started: Lend a book to whoever asks for it and has not',
    '                  too many of them at home already',
    '        1970-01-02',
    '     3  00:00:00  task 1 blocked: it was red',
    '     4  00:00:01  finished: abandoned',
  ]);
});

test('the log of one task holds its own events and those of its sessions only', async () => {
  const repository = makeRepository();
  writeSpec(repository, 'lend');
  await approve(openWire(repository), 'lend');
  const request = { spec: 'lend', inPlace: false, withOptional: false, mustExist: false };
  await drain(runSpec(request, openWire(repository, { play: builders })));
  const [log] = await readLog('lend', openWire(repository), '2');
  const types = log?.events.map(({ event }) => event.type) ?? [];
  expect([types[0], types.at(-1)]).toEqual(['task_started', 'task_finished']);
  expect(types.filter((type) => type === 'model_replied')).toHaveLength(1);
  expect(types.filter((type) => type === 'tool_finished')).toHaveLength(2);
  expect(JSON.stringify(log?.events)).not.toContain('lend.txt"');
  await expect(readLog('lend', openWire(repository), '9')).rejects.toMatchObject({ kind: 'usage' });
});
