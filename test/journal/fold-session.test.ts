import { expect, test } from 'vitest';
import type { JournaledEvent } from '../../src/domain/event.ts';
import { type AssistantMessage, userText } from '../../src/domain/message.ts';
import { evolveSession, openSession, type SessionState } from '../../src/journal/fold-session.ts';

type SessionEvent = Extract<JournaledEvent, { session: string }>;

function open(...events: SessionEvent[]): SessionState {
  const session = openSession({
    type: 'session_opened',
    session: 's',
    role: 'implementer',
    model: 'm',
    system: 'system',
    tools: ['read', 'write', 'finish'],
    first: userText('go'),
  });
  for (const event of events) evolveSession(session, event);
  return session;
}

const call = (id: string, name = 'read', input: Record<string, unknown> = {}) => {
  return { type: 'tool_call' as const, id, name, input };
};

function replied(
  content: AssistantMessage['content'],
  stopReason: 'tool_use' | 'max_tokens' | 'end_turn' = 'tool_use',
) {
  const usage = { inputTokens: 0, outputTokens: 0, cacheReadTokens: 0, cacheWriteTokens: 0 };
  const message: AssistantMessage = { role: 'assistant', content };
  return { type: 'model_replied', session: 's', turn: 1, message, stopReason, usage, durationMs: 1 } as const;
}

function finished(id: string, more: Partial<Extract<SessionEvent, { type: 'tool_finished' }>> = {}): SessionEvent {
  const result = { call: id, name: 'read', text: `of ${id}`, isError: false, durationMs: 1 };
  return { type: 'tool_finished', session: 's', ...result, ...more };
}

const began = (id: string): SessionEvent => {
  return { type: 'tool_started', session: 's', call: id, name: 'read', effect: 'none', input: {} };
};
const fed = (text: string): SessionEvent => {
  return { type: 'session_fed', session: 's', cause: 'checks_failed', message: userText(text) };
};
const closed: SessionEvent = { type: 'session_closed', session: 's', reason: 'finished' };

test('the calls of a reply are pending until each has its result, and then the results are one message', () => {
  const reply = replied([call('a'), call('b')]);
  const half = open(reply, began('a'), finished('a'), began('b'));
  expect(half.pending.map(({ id }) => id)).toEqual(['b']);
  expect([...half.begun]).toEqual(['b']);
  expect(half.messages).toHaveLength(2);
  const whole = open(reply, began('a'), finished('a'), began('b'), finished('b'));
  expect(whole.pending).toEqual([]);
  expect(whole.results).toEqual([]);
  expect(whole.messages.at(-1)).toEqual({
    role: 'user',
    content: [
      { type: 'tool_result', callId: 'a', text: 'of a', isError: false },
      { type: 'tool_result', callId: 'b', text: 'of b', isError: false },
    ],
  });
});

test('how the last reply ended is known until its results are there or something is said to the model', () => {
  const reply = replied([call('a')], 'max_tokens');
  expect(open(reply).reply).toEqual({ stopReason: 'max_tokens', empty: false });
  expect(open(reply, finished('a')).reply).toBeUndefined();
  expect(open(replied([], 'end_turn')).reply).toEqual({ stopReason: 'end_turn', empty: true });
  expect(open(replied([], 'end_turn'), fed('again')).reply).toBeUndefined();
});

test('what is said joins a user message that waits, and stands alone after a reply', () => {
  expect(open(fed('and this')).messages).toEqual([
    {
      role: 'user',
      content: [
        { type: 'text', text: 'go' },
        { type: 'text', text: 'and this' },
      ],
    },
  ]);
  expect(open(replied([{ type: 'text', text: 'ok' }], 'end_turn'), fed('no')).messages.at(-1)).toEqual(userText('no'));
});

test('what is said opens a closed session again and takes its report back; each cause is counted', () => {
  const report = { summary: 'Done.', done: true };
  const before = open(replied([call('a', 'finish')]), finished('a', { report }), closed);
  expect(before).toMatchObject({ end: 'finished', report });
  const after = open(replied([call('a', 'finish')]), finished('a', { report }), closed, fed('red'), fed('red'));
  expect(after).toMatchObject({ end: undefined, report: undefined });
  expect(after.fed).toEqual(new Map([['checks_failed', 2]]));
});

test('a file is known by the digest that was seen last', () => {
  const seen = (digest: string) => ({ seen: [{ path: 'a.ts', digest }] });
  const session = open(replied([call('a'), call('b')]), finished('a', seen('1')), finished('b', seen('2')));
  expect(session.seen).toEqual(new Map([['a.ts', '2']]));
});

test('the same call with the same result counts as repeated, whatever its id; another result does not', () => {
  const turn = (id: string, text: string, input = {}) => [replied([call(id, 'read', input)]), finished(id, { text })];
  expect(open(...turn('a', 'x'), ...turn('b', 'x'), ...turn('c', 'x')).repeats.count).toBe(3);
  expect(open(...turn('a', 'x'), ...turn('b', 'y')).repeats.count).toBe(1);
  expect(open(...turn('a', 'x', { path: '1' }), ...turn('b', 'x', { path: '2' })).repeats.count).toBe(1);
});

test('a call that was interrupted over and over is not repeated, and breaks no row of others', () => {
  const turn = (id: string, more = {}) => [replied([call(id, 'bash')]), finished(id, { text: 'x', ...more })];
  const interrupted = { interrupted: true as const };
  expect(open(...turn('a', interrupted), ...turn('b', interrupted), ...turn('c', interrupted)).repeats.count).toBe(0);
  expect(open(...turn('a'), ...turn('b', interrupted), ...turn('c')).repeats.count).toBe(2);
});

test('empty and cut replies and calls of unknown tools alone are useless; a call of a known tool is not', () => {
  const text = { type: 'text' as const, text: 'x' };
  expect(open(replied([], 'end_turn')).uselessReplies).toBe(1);
  expect(open(replied([text], 'max_tokens')).uselessReplies).toBe(1);
  expect(open(replied([text, call('a', 'sing')])).uselessReplies).toBe(1);
  expect(open(replied([call('a', 'sing'), call('b', 'read')])).uselessReplies).toBe(0);
  expect(open(replied([], 'end_turn'), replied([text], 'end_turn')).uselessReplies).toBe(0);
});

test('a question stands until its call has a result', () => {
  const question = { id: 'q', text: 'Which?', options: [] };
  const asked: SessionEvent = { type: 'question_asked', session: 's', question };
  expect(open(replied([call('a', 'ask')]), asked).question).toEqual(question);
  expect(open(replied([call('a', 'ask')]), asked, finished('a')).question).toBeUndefined();
});
