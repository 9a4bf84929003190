import { expect, test } from 'vitest';
import { limits } from '../../src/base/limits.ts';
import type { ScriptedReply } from '../../src/models/script.ts';
import { drain, drainUntil, ofType, typesOf } from '../support/drain.ts';
import { openSessionBench } from './session-bench.ts';

const read = (path: string): ScriptedReply => ({ calls: [{ name: 'read', input: { path } }] });
const finish: ScriptedReply = { calls: [{ name: 'finish', input: { summary: 'Built it.' } }] };

test.each<[string, { replies: ScriptedReply[]; repeat?: boolean; maxTurns?: number }, string]>([
  ['finished', { replies: [finish] }, 'finished'],
  ['answered', { replies: [{ text: 'It is so.' }] }, 'answered'],
  ['needs_human', { replies: [{ calls: [{ name: 'ask', input: { question: 'Which?' } }] }] }, 'needs_human'],
  ['turn_limit', { replies: [read('a.ts'), read('b.ts'), { text: 'never asked for' }], maxTurns: 2 }, 'turn_limit'],
  ['refusal', { replies: [{ text: 'No.', stop: 'refusal' }] }, 'refusal'],
  ['context_full', { replies: [{ stop: 'context_full' }] }, 'context_full'],
  ['useless_replies, empty', { replies: [{}], repeat: true }, 'useless_replies'],
  ['useless_replies, cut', { replies: [{ text: 'and so', stop: 'max_tokens' }], repeat: true }, 'useless_replies'],
  ['useless_replies, blank', { replies: [{ text: ' \n' }], repeat: true }, 'useless_replies'],
  ['useless_replies, only thought', { replies: [{ thinking: 'Hm.' }], repeat: true }, 'useless_replies'],
  ['repeated_calls', { replies: [read('a.ts')], repeat: true }, 'repeated_calls'],
])('a session ends with a value: %s', async (_name, script, wanted) => {
  const bench = await openSessionBench({ ...script, files: { 'a.ts': 'one\n', 'b.ts': 'two\n' } });
  const { end } = await drain(bench.go());
  expect(end).toBe(wanted);
});

test('the report of finish is kept, and no reply is asked for after it', async () => {
  const bench = await openSessionBench({ replies: [finish, { text: 'more' }] });
  await drain(bench.go());
  expect(bench.session().report).toEqual({ summary: 'Built it.', done: true });
  expect(bench.requests).toHaveLength(1);
});

test('replies that only call unknown tools are useless ones, and each call is told which tools there are', async () => {
  const replies = ['sing', 'dance', 'jump', 'rest'].map((name) => ({ calls: [{ name }] }));
  const bench = await openSessionBench({ replies });
  const { events, end } = await drain(bench.go());
  expect(end).toBe('useless_replies');
  expect(bench.requests).toHaveLength(limits.uselessReplies);
  expect(bench.ran).toEqual([]);
  const [first] = ofType(events, 'tool_finished');
  expect(first).toMatchObject({ name: 'sing', isError: true });
  expect(first?.text).toMatch(
    /^There is no tool sing\. The tools are: read, grep, glob, ask, write, edit, bash, finish\./,
  );
});

test('a useful reply in between starts the count of useless ones anew', async () => {
  const replies = [read('a.ts'), finish];
  const bench = await openSessionBench({ replies, empty: [0, 1, 3, 4], files: { 'a.ts': 'one\n' } });
  expect((await drain(bench.go())).end).toBe('finished');
});

test('an empty reply leaves no message behind: the notice joins the one that waits', async () => {
  const bench = await openSessionBench({ replies: [{ ...finish, expect: 'Your reply was empty.' }], empty: [0] });
  expect((await drain(bench.go())).end).toBe('finished');
  expect(bench.requests[1]?.messages).toHaveLength(1);
});

test('a reply that was cut in the middle of a tool call runs nothing, and the model is told so', async () => {
  const raw = '{"path":"a.ts","content":"const a';
  const bench = await openSessionBench({
    replies: [
      { text: 'Now I write.', calls: [{ name: 'write', raw }], stop: 'max_tokens' },
      { ...finish, expect: 'Your reply was cut at the output limit and no tool of it was run.' },
    ],
  });
  const { events, end } = await drain(bench.go());
  expect(end).toBe('finished');
  expect(bench.ran).toEqual(['finish']);
  expect(ofType(events, 'session_fed').map(({ cause }) => cause)).toEqual(['cut']);
});

test('whole calls of a reply that was cut do not run either: each gets its own result that says so', async () => {
  const bench = await openSessionBench({
    replies: [
      {
        calls: [
          { name: 'write', input: { path: 'a.ts', content: 'a' } },
          { name: 'write', raw: '{"path":"b.ts",' },
        ],
        stop: 'max_tokens',
      },
      { ...finish, expect: 'Your reply was cut at the output limit, so write was not run. Call it again.' },
    ],
  });
  const { events } = await drain(bench.go());
  expect(bench.ran).toEqual(['finish']);
  expect(typesOf(events).filter((type) => type === 'tool_started')).toHaveLength(1);
  expect(() => bench.text('a.ts')).toThrow('ENOENT');
});

test('calls whose arguments no tool takes are given up after five, whatever is wrong with them; a good one in between counts anew', async () => {
  const wrong: ScriptedReply[] = [
    { calls: [{ name: 'write', raw: '{"path":' }] },
    { calls: [{ name: 'read', input: { path: 1 } }] },
    { calls: [{ name: 'bash', input: {} }] },
    { calls: [{ name: 'glob', raw: '[1]' }] },
  ];
  const last = { calls: [{ name: 'write', input: { path: 'b.ts', content: 'x', mode: 1 } }] };
  const bench = await openSessionBench({ replies: [...wrong, read('a.ts'), ...wrong, last], files: { 'a.ts': 'one' } });
  const { end } = await drain(bench.go());
  expect(end).toBe('invalid_calls');
  expect(bench.requests).toHaveLength(10);
  expect(() => bench.text('b.ts')).toThrow('ENOENT');
});

test('the same call with the same result is told to the model once, also after a crash; another call counts anew', async () => {
  const same = read('a.ts');
  const bench = await openSessionBench({
    replies: [
      same,
      same,
      same,
      { ...read('b.ts'), expect: 'You made the same call several times' },
      same,
      same,
      finish,
    ],
    files: { 'a.ts': 'one', 'b.ts': 'two' },
  });
  const before = await drainUntil(bench.go(), (event) => event.type === 'session_fed');
  bench.restart();
  const { events, end } = await drain(bench.go());
  expect(end).toBe('finished');
  expect(ofType([...before, ...events], 'session_fed').map(({ cause }) => cause)).toEqual(['repeated']);
});

test('malformed arguments run nothing, and the model is told what was wrong with them', async () => {
  const bench = await openSessionBench({
    replies: [
      { calls: [{ name: 'write', raw: '{"path": a.ts}' }] },
      { ...finish, expect: 'The arguments of write were no JSON object' },
    ],
  });
  const { events } = await drain(bench.go());
  expect(bench.ran).toEqual(['finish']);
  expect(ofType(events, 'tool_started').map(({ name }) => name)).toEqual(['finish']);
});

test('a reply that was paused is asked to go on, without a word in between', async () => {
  const bench = await openSessionBench({ replies: [{ text: 'Wait.', stop: 'paused' }, { text: 'Done.' }] });
  expect((await drain(bench.go())).end).toBe('answered');
  expect(bench.requests[1]?.messages.map(({ role }) => role)).toEqual(['user', 'assistant']);
});

test('the results of one turn stay together and in the order of the calls', async () => {
  const calls = ['c.ts', 'a.ts', 'none.ts', 'b.ts'].map((path, n) => ({ name: 'read', id: `id${n}`, input: { path } }));
  const bench = await openSessionBench({
    replies: [{ calls: [...calls, { name: 'sing', id: 'id4' }] }, finish],
    files: { 'a.ts': 'A', 'b.ts': 'B', 'c.ts': 'C' },
  });
  await drain(bench.go());
  const results = bench.requests[1]?.messages[2];
  expect(results?.role).toBe('user');
  expect(results?.content).toEqual([
    { type: 'tool_result', callId: 'id0', text: expect.stringContaining('C'), isError: false },
    { type: 'tool_result', callId: 'id1', text: expect.stringContaining('A'), isError: false },
    { type: 'tool_result', callId: 'id2', text: expect.stringContaining('There is no file none.ts'), isError: true },
    { type: 'tool_result', callId: 'id3', text: expect.stringContaining('B'), isError: false },
    { type: 'tool_result', callId: 'id4', text: expect.stringContaining('There is no tool sing'), isError: true },
  ]);
});

test('what the tools saw is known to the next call: a file that was read may be edited', async () => {
  const edit = { name: 'edit', input: { path: 'a.ts', old: 'one', new: 'two' } };
  const bench = await openSessionBench({
    replies: [{ calls: [{ name: 'read', input: { path: 'a.ts' } }, edit] }, finish],
    files: { 'a.ts': 'one\n' },
  });
  const { events } = await drain(bench.go());
  expect(ofType(events, 'tool_finished')[1]).toMatchObject({ name: 'edit', isError: false });
  expect(bench.text('a.ts')).toBe('two\n');
});

test('a question is asked once, and the session goes on with the answer when there is one', async () => {
  const ask = { name: 'ask', input: { question: 'How long?', options: ['1 day', '2 days'] } };
  const bench = await openSessionBench({ replies: [{ calls: [ask] }, { ...finish, expect: 'The answer: 2 days' }] });
  const first = await drain(bench.go());
  expect(ofType(first.events, 'question_asked')[0]?.question).toMatchObject({ id: 'session_1.call_0_0' });
  bench.restart();
  const second = await drain(bench.go());
  expect(second.end).toBe('needs_human');
  expect(typesOf(second.events)).toEqual([]);
  expect((await drain(bench.go({ answer: '2 days' }))).end).toBe('finished');
  expect(bench.session().question).toBeUndefined();
  expect(bench.requests).toHaveLength(2);
});

test('an event is on disk before what it announces happens', async () => {
  const bench = await openSessionBench({ replies: [{ calls: [{ name: 'bash', input: { command: 'echo x > x' } }] }] });
  await drainUntil(bench.go(), ({ type }) => type === 'tool_started');
  expect(() => bench.text('x')).toThrow('ENOENT');
  bench.restart();
  expect(bench.session().begun).toEqual(new Set(['call_0_0']));
});
