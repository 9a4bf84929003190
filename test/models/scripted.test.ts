import { describe, expect, test } from 'vitest';
import { type Clock, systemClock } from '../../src/base/clock.ts';
import { AshlarError } from '../../src/base/errors.ts';
import { type Message, toolCallsOf, userText } from '../../src/domain/message.ts';
import { createScriptedModel } from '../../src/models/scripted.ts';
import { ask, askInVain, request, shown, withMessages } from './ask.ts';

const open = (yaml: string, clock?: Clock) => createScriptedModel(yaml, 'play.yaml', clock);

const said = (text: string): Message => ({ role: 'assistant', content: [{ type: 'text', text }] });

test('a reply has thinking, text, calls, usage and a stop reason that fits', async () => {
  const model = open(`
sessions:
  - replies:
      - thinking: The lock counts.
        text: I read it.
        calls:
          - { name: read, input: { path: a.ts } }
          - { name: read, input: { path: b.ts }, id: mine }
        usage: { inputTokens: 10, outputTokens: 3 }
`);
  const { deltas, reply } = await ask(model);
  expect(model.id).toBe('scripted:play.yaml');
  expect(shown(deltas, 'thinking')).toBe('The lock counts.');
  expect(shown(deltas, 'text')).toBe('I read it.');
  expect(reply).toEqual({
    message: {
      role: 'assistant',
      content: [
        { type: 'thinking', provider: 'scripted:play.yaml', body: { text: 'The lock counts.' } },
        { type: 'text', text: 'I read it.' },
        { type: 'tool_call', id: 'call_0_0', name: 'read', input: { path: 'a.ts' } },
        { type: 'tool_call', id: 'mine', name: 'read', input: { path: 'b.ts' } },
      ],
    },
    stopReason: 'tool_use',
    usage: { inputTokens: 10, outputTokens: 3, cacheReadTokens: 0, cacheWriteTokens: 0 },
  });
});

test('the reply is the one after those in the conversation, so that another process can go on', async () => {
  const yaml = 'sessions: [{ replies: [{ text: one }, { text: two, calls: [{ name: read }] }] }]';
  const asked = withMessages(userText('go'), said('one'), userText('on'));
  for (const model of [open(yaml), open(yaml)]) {
    const { reply } = await ask(model, asked);
    expect(reply.message.content[0]).toEqual({ type: 'text', text: 'two' });
    expect(toolCallsOf(reply.message)[0]?.id).toBe('call_1_0');
  }
});

test('the first session whose text is in the system text or the first message answers', async () => {
  const model = open(`
sessions:
  - { match: reviewer, replies: [{ text: as reviewer }] }
  - { match: task 2, replies: [{ text: as task two }] }
  - { replies: [{ text: as anyone }] }
`);
  const answers = await Promise.all([
    ask(model, { ...request, system: 'You are a reviewer of task 2.' }),
    ask(model, withMessages(userText('Do task 2.'), said('x'), userText('reviewer'))).catch((error: unknown) => error),
    ask(model, withMessages(userText('Do task 2.'))),
    ask(model),
  ]);
  expect(answers.map((answer) => ('deltas' in Object(answer) ? shown(Object(answer).deltas, 'text') : 'none'))).toEqual(
    ['as reviewer', 'none', 'as task two', 'as anyone'],
  );
});

test('a conversation that no session matches is refused with the name of the script', async () => {
  const error = await askInVain(open('sessions: [{ match: nothing like it, replies: [{ text: a }] }]'));
  expect(error.fault).toBe('invalid_request');
  expect(error.what).toContain('play.yaml');
});

test('replies that are used up are an error that says how many there are, or the last is repeated', async () => {
  const asked = withMessages(userText('go'), said('1'), userText('on'), said('2'), userText('on'));
  const error = await askInVain(open('sessions: [{ replies: [{ text: a }, { text: b }] }]'), asked);
  expect(error.fault).toBe('invalid_request');
  expect(error.why).toBe('session 1 has 2 replies, and reply 3 was asked for');
  const { deltas } = await ask(open('sessions: [{ then: repeat_last, replies: [{ text: a }, { text: b }] }]'), asked);
  expect(shown(deltas, 'text')).toBe('b');
});

test('what a reply expects must be in the last message, tool results included', async () => {
  const model = open('sessions: [{ replies: [{ text: a }, { text: b, expect: 3 tests passed }] }]');
  const result = (text: string): Message => {
    return { role: 'user', content: [{ type: 'tool_result', callId: 'c', text, isError: false }] };
  };
  const { deltas } = await ask(model, withMessages(userText('go'), said('a'), result('ok: 3 tests passed')));
  expect(shown(deltas, 'text')).toBe('b');
  const error = await askInVain(model, withMessages(userText('go'), said('a'), result('1 test failed')));
  expect(error.fault).toBe('invalid_request');
  expect(error.why).toContain('reply 2 expects "3 tests passed"');
  expect(error.why).toContain('1 test failed');
});

test('raw arguments are parsed strictly, and left out where the reply was cut in them', async () => {
  const call = (stop: string) =>
    `sessions: [{ replies: [{ ${stop} calls: [{ name: write, raw: '{"path":"a.ts"' }] }] }]`;
  const { reply } = await ask(open(call('')));
  expect(toolCallsOf(reply.message)[0]).toMatchObject({ input: {}, malformed: { raw: '{"path":"a.ts"' } });
  expect(toolCallsOf((await ask(open(call('stop: max_tokens,')))).reply.message)).toEqual([]);
});

test('a fault is thrown each time, or as often as it says', async () => {
  const always = open('sessions: [{ replies: [{ text: a, fault: overloaded, retryAfterMs: 5 }] }]');
  for (let n = 0; n < 3; n++) expect(await askInVain(always)).toMatchObject({ fault: 'overloaded', retryAfterMs: 5 });
  const twice = open('sessions: [{ replies: [{ text: a, fault: server, faultTimes: 2 }] }]');
  expect((await askInVain(twice)).fault).toBe('server');
  expect((await askInVain(twice)).fault).toBe('server');
  expect(shown((await ask(twice)).deltas, 'text')).toBe('a');
});

test('a delay is slept on the clock and ends with the signal', async () => {
  const slept: number[] = [];
  const clock: Clock = { ...systemClock, sleep: async (ms) => void slept.push(ms) };
  await ask(open('sessions: [{ replies: [{ text: a, delayMs: 750 }] }]', clock));
  expect(slept).toEqual([750]);
  const reason = new Error('over');
  const waiting = ask(
    open('sessions: [{ replies: [{ text: a, delayMs: 600000 }] }]'),
    request,
    AbortSignal.timeout(20),
  );
  await expect(waiting).rejects.toMatchObject({ name: 'TimeoutError' });
  await expect(ask(open('sessions: [{ replies: [{ text: a }] }]'), request, AbortSignal.abort(reason))).rejects.toBe(
    reason,
  );
});

describe('a script that is wrong is refused with file, line and column', () => {
  test.each([
    ['sessions:\n  - replies:\n      - txet: a\n', 'play.yaml:3:9', 'txet'],
    ['sessions:\n  - replies:\n      - text: a\n        fault: tired\n', 'play.yaml:4:16', 'fault'],
    ['sessions:\n  - replies: []\n', 'play.yaml:2:14', 'replies'],
    ['sessions: [\n', 'play.yaml:2:1', 'Flow sequence'],
    ['', 'play.yaml:1:1', 'the file'],
  ])('%j at %s', (yaml, place, why) => {
    const open = () => createScriptedModel(yaml, 'play.yaml');
    expect(open).toThrow(AshlarError);
    expect(open).toThrow(place);
    expect(open).toThrow(why);
    expect(open).toThrow(expect.objectContaining({ kind: 'invalid' }) as Error);
  });
});
