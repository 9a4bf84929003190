import { expect, test } from 'vitest';
import { limits } from '../../src/base/limits.ts';
import type { ScriptedReply } from '../../src/models/script.ts';
import { drain, drainUntil, ofType, typesOf } from '../support/drain.ts';
import { openSessionBench } from './session-bench.ts';

const finish: ScriptedReply = { calls: [{ name: 'finish', input: { summary: 'Built it.' } }] };

test.each([
  ['bash', { command: 'echo again >> log.txt' }],
  ['write', { path: 'new.txt', content: 'x' }],
  ['edit', { path: 'log.txt', old: 'once', new: 'twice' }],
])(
  'a call of %s whose run began is not run again: its outcome is unknown, and the model is told so',
  async (name, input) => {
    const bench = await openSessionBench({
      replies: [{ calls: [{ name, input }] }, { ...finish, expect: 'its outcome is unknown' }],
      files: { 'log.txt': 'once\n' },
    });
    await drainUntil(bench.go(), ({ type }) => type === 'tool_started');
    bench.restart();
    const { events, end } = await drain(bench.go());
    expect(end).toBe('finished');
    expect(bench.ran).toEqual(['finish']);
    expect(bench.text('log.txt')).toBe('once\n');
    expect(ofType(events, 'tool_finished')[0]).toMatchObject({ name, isError: true });
    expect(ofType(events, 'tool_finished')[0]?.text).toContain(`interrupted while ${name} ran`);
  },
);

test('crashes in the same call, more of them than calls may be repeated, end no session', async () => {
  const append = { calls: [{ name: 'bash', input: { command: 'echo again >> log.txt' } }] };
  const crashes = limits.repeatedCalls + 1;
  const bench = await openSessionBench({ replies: [...Array.from({ length: crashes }, () => append), append, finish] });
  for (let n = 0; n < crashes; n++) {
    await drainUntil(bench.go(), ({ type }) => type === 'tool_started');
    bench.restart();
  }
  const { events, end } = await drain(bench.go());
  expect(end).toBe('finished');
  expect(typesOf(events)).not.toContain('session_fed');
  expect(bench.ran).toEqual(['bash', 'finish']);
});

test('a call that only looks is run again, and its start is not recorded twice', async () => {
  const bench = await openSessionBench({
    replies: [{ calls: [{ name: 'read', input: { path: 'a.ts' } }] }, finish],
    files: { 'a.ts': 'one\n' },
  });
  await drainUntil(bench.go(), ({ type }) => type === 'tool_started');
  bench.restart();
  const { events } = await drain(bench.go());
  expect(bench.ran).toEqual(['read', 'finish']);
  expect(ofType(events, 'tool_started').map(({ name }) => name)).toEqual(['finish']);
  expect(ofType(events, 'tool_finished')[0]?.text).toContain('one');
});

test('calls of the same reply that have their result keep it, the others run', async () => {
  const write = (path: string) => ({ name: 'write', input: { path, content: path } });
  const bench = await openSessionBench({ replies: [{ calls: [write('a'), write('b'), write('c')] }, finish] });
  await drainUntil(bench.go(), (event) => event.type === 'tool_finished' && event.call === 'call_0_1');
  bench.restart();
  await drain(bench.go());
  expect(bench.ran).toEqual(['write', 'write', 'write', 'finish']);
  expect(bench.requests[1]?.messages.at(-1)?.content.map((block) => Reflect.get(block, 'callId'))).toEqual([
    'call_0_0',
    'call_0_1',
    'call_0_2',
  ]);
});

test.each<[string, ScriptedReply, string]>([
  ['an answer', { text: 'It is so.' }, 'answered'],
  ['a refusal', { text: 'No.', stop: 'refusal' }, 'refusal'],
  ['a full context', { stop: 'context_full' }, 'context_full'],
])(
  'a session that was left right after %s ends with it, and the reply is not paid twice',
  async (_name, reply, wanted) => {
    const bench = await openSessionBench({ replies: [reply, { text: 'a second reply' }] });
    await drainUntil(bench.go(), ({ type }) => type === 'model_replied');
    bench.restart();
    const { events, end } = await drain(bench.go());
    expect(end).toBe(wanted);
    expect(typesOf(events)).toEqual([]);
    expect(bench.requests).toHaveLength(1);
  },
);

test('a session that was left right after its report ends with it, and no reply is asked for', async () => {
  const bench = await openSessionBench({ replies: [finish, { text: 'a second reply' }] });
  await drainUntil(bench.go(), ({ type }) => type === 'tool_finished');
  bench.restart();
  expect((await drain(bench.go())).end).toBe('finished');
  expect(bench.requests).toHaveLength(1);
});

test('a report counts until something is said to the model: then it works on', async () => {
  const bench = await openSessionBench({ replies: [finish, { ...finish, expect: 'The checks are red.' }] });
  await drain(bench.go());
  await bench.feed('checks_failed', 'The checks are red.');
  bench.restart();
  expect((await drain(bench.go())).end).toBe('finished');
  expect(bench.requests).toHaveLength(2);
});

test('a reply that was cut right before the crash is answered with the notice, once', async () => {
  const bench = await openSessionBench({
    replies: [
      { text: 'half', stop: 'max_tokens' },
      { ...finish, expect: 'Your reply was cut' },
    ],
  });
  await drainUntil(bench.go(), ({ type }) => type === 'model_replied');
  bench.restart();
  const { events } = await drain(bench.go());
  expect(ofType(events, 'session_fed').map(({ cause }) => cause)).toEqual(['cut']);
  expect(bench.requests).toHaveLength(2);
});
