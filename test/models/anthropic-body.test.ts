import { expect, test } from 'vitest';
import type { AssistantMessage, Message, UserMessage } from '../../src/domain/message.ts';
import { createBodyWriter } from '../../src/models/anthropic-body.ts';
import { request } from './ask.ts';

const options = { name: 'claude-sonnet-5-5', id: 'anthropic:claude-sonnet-5-5' };
const bodyOf = (write: ReturnType<typeof createBodyWriter>, messages: Message[]) =>
  JSON.parse(write({ ...request, messages }).toString()) as { messages: { content: object[] }[] };

const calls = (id: string): AssistantMessage => ({
  role: 'assistant',
  content: [{ type: 'tool_call', id, name: 'read', input: { path: `${id}.ts` } }],
});
const result = (callId: string, text: string): UserMessage => ({
  role: 'user',
  content: [{ type: 'tool_result', callId, text, isError: false }],
});

test('a body is the same, whatever was written before it: grown, cleared in the middle, or begun anew', () => {
  const first: UserMessage = { role: 'user', content: [{ type: 'text', text: 'Lend “books” — 図書' }] };
  const grown = [
    first,
    calls('a'),
    result('a', 'one'),
    calls('b'),
    result('b', 'two'),
    calls('c'),
    result('c', 'three'),
  ];
  const cleared = grown.map((message, at) => (at === 2 ? result('a', '[cleared]') : message));
  const write = createBodyWriter(options);
  const conversations = [grown.slice(0, 1), grown.slice(0, 3), grown.slice(0, 5), grown, cleared, grown.slice(0, 3)];
  for (const messages of conversations)
    expect(bodyOf(write, messages)).toEqual(bodyOf(createBodyWriter(options), messages));
  expect(bodyOf(write, cleared).messages[2]?.content).toMatchObject([{ content: [{ text: '[cleared]' }] }]);
});

test('a message that is no longer among the last two of the user loses its mark', () => {
  const write = createBodyWriter(options);
  const talk: Message[] = [{ role: 'user', content: [{ type: 'text', text: 'Begin.' }] }];
  const marked = () =>
    bodyOf(write, talk).messages.flatMap(({ content }, at) =>
      content.some((block) => 'cache_control' in block) ? [at] : [],
    );
  expect(marked()).toEqual([0]);
  talk.push(calls('a'), result('a', 'one'));
  expect(marked()).toEqual([0, 2]);
  talk.push(calls('b'), result('b', 'two'));
  expect(marked()).toEqual([2, 4]);
});
