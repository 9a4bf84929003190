import { expect, test } from 'vitest';
import { type RunRequest, runSpec } from '../../src/app/run-spec.ts';
import { textOf } from '../../src/domain/message.ts';
import { drain, ofType } from '../support/drain.ts';
import { approve, builders, finish, openWire, type PlayedSession, write, writeSpec } from '../support/scripted-run.ts';
import { makeRepository } from '../support/temporary-repository.ts';

const request: RunRequest = { spec: 'lend', inPlace: false, withOptional: false, mustExist: false };
const used = (inputTokens: number) => ({ inputTokens, outputTokens: 0, cacheReadTokens: 0, cacheWriteTokens: 0 });
const look = (path: string, tokens: number) => ({ calls: [{ name: 'read', input: { path } }], usage: used(tokens) });

/** Works on the first task until its context is full, and goes on with it in a second session. */
const played: PlayedSession[] = [
  {
    match: 'Where this task stands',
    replies: [{ calls: [write('lend.txt', 'lent\n'), finish('Wrote lend.txt after all.')] }],
  },
  {
    match: 'Task 1 of',
    replies: [
      look('a.txt', 100),
      { calls: [write('half.txt', 'half\n')], usage: used(200) },
      look('b.txt', 900),
      { expect: 'Your context is almost full.', text: 'half.txt is written; lend.txt is left.', usage: used(910) },
    ],
  },
  ...builders.slice(1),
];

test('a task whose context is full goes on in a fresh session with its rules, its context and what was handed over', async () => {
  const repository = makeRepository();
  repository.write('AGENTS.md', 'Write in British English.\n');
  writeSpec(repository, 'lend');
  await approve(openWire(repository), 'lend');
  const wire = openWire(repository, { play: played });
  Object.assign(wire.workspace.config, { contextWindows: { [(await wire.model('implementer')).id]: 1_000 } });
  repository.git('add', '.');
  repository.git('commit', '--quiet', '-m', 'rules');
  const { events, end } = await drain(runSpec(request, wire));
  expect(end).toMatchObject({ outcome: 'done', finished: ['1', '2'] });
  const [first, second, third] = ofType(events, 'session_opened').map(({ first: opening }) => textOf(opening));
  expect(second?.startsWith(first ?? 'x')).toBe(true);
  expect(second).toContain('Write in British English.');
  expect(second?.slice(first?.length)).toContain('half.txt is written; lend.txt is left.');
  expect(third).not.toContain('Where this task stands');
  expect(ofType(events, 'session_closed').map(({ reason }) => reason)).toEqual(['handed_off', 'finished', 'finished']);
  expect(repository.git('show', 'ashlar/lend:half.txt')).toBe('half');
  expect(repository.git('log', '--format=%s', 'main..ashlar/lend').split('\n')).toHaveLength(2);
});
