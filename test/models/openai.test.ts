import { afterEach, describe, expect, test } from 'vitest';
import { toolCallsOf } from '../../src/domain/message.ts';
import { createOpenAiModel, type OpenAiOptions } from '../../src/models/openai.ts';
import { ask, askInVain, shown } from './ask.ts';
import { testCommonCases } from './common-cases.ts';
import { chunk, startOpenAiServer } from './servers/openai-server.ts';
import type { ModelServer, ServedReply } from './servers/served.ts';

const name = 'qwen3-coder:30b';

describe('every provider', () => {
  testCommonCases({
    id: `openai:${name}`,
    start: startOpenAiServer,
    open: (url) => createOpenAiModel({ name, baseUrl: `${url}/v1` }),
    keepsThinking: false,
    countsCacheWrites: false,
  });
});

const servers: ModelServer[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

async function serve(replies: ServedReply[], options: Partial<OpenAiOptions> = {}) {
  const server = await startOpenAiServer(replies);
  servers.push(server);
  return { server, model: createOpenAiModel({ name, baseUrl: `${server.url}/v1`, ...options }) };
}

/** The calls of a reply that is made of these pieces, one a chunk. */
async function callsFrom(pieces: unknown[], finish = 'tool_calls') {
  const raw = [...pieces.map((piece) => chunk({ tool_calls: [piece] })), chunk({}, finish), '[DONE]'];
  const { model } = await serve([{ raw }]);
  const { reply } = await ask(model);
  return { reply, calls: toolCallsOf(reply.message) };
}

const whole = (path: string) => JSON.stringify({ path });
const call = (id: string, path: string, tool = 'read') => ({ type: 'tool_call', id, name: tool, input: { path } });

test('a server may have any port; one that does not listen is asked again later', async () => {
  const error = await askInVain(createOpenAiModel({ name, baseUrl: 'http://127.0.0.1:1/v1' }));
  expect(error).toMatchObject({ fault: 'connection', why: 'connect ECONNREFUSED 127.0.0.1:1', retryable: true });
});

test('arguments may be an object', async () => {
  const { calls } = await callsFrom([{ index: 0, id: 'a', function: { name: 'read', arguments: { path: 'x' } } }]);
  expect(calls).toEqual([call('a', 'x')]);
});

test('ids that are missing are made up, ids that are doubled are told apart', async () => {
  const { calls } = await callsFrom([
    { index: 0, function: { name: 'read', arguments: whole('x') } },
    { index: 1, id: 'a', function: { name: 'read', arguments: whole('y') } },
    { index: 2, id: 'a', function: { name: 'read', arguments: whole('z') } },
  ]);
  expect(calls).toEqual([call('call_0_0', 'x'), call('a', 'y'), call('call_0_1', 'z')]);
});

test('without an index the id, the name or the end of the arguments tells calls apart', async () => {
  const { calls } = await callsFrom([
    { id: 'a', function: { name: 'read', arguments: '{"path":' } },
    { function: { arguments: '"x"}' } },
    { id: 'b', function: { name: 'read', arguments: whole('y') } },
    { id: 'b', function: { name: 'write', arguments: whole('y') } },
  ]);
  expect(calls).toEqual([call('a', 'x'), call('b', 'y'), call('call_0_0', 'y', 'write')]);
});

test('calls that all have the index 0 are told apart', async () => {
  const { calls } = await callsFrom([
    { index: 0, id: 'a', function: { name: 'read', arguments: whole('x') } },
    { index: 0, id: 'b', function: { name: 'read', arguments: whole('y') } },
    { index: 0, function: { name: 'write', arguments: whole('z') } },
  ]);
  expect(calls).toEqual([call('a', 'x'), call('b', 'y'), call('call_0_0', 'z', 'write')]);
});

test('a name that comes again in later chunks begins no call and is not doubled', async () => {
  const { calls } = await callsFrom([
    { index: 0, id: 'a', function: { name: 'read', arguments: '{"pa' } },
    { index: 0, id: 'a', function: { name: 'read', arguments: 'th":"x"' } },
    { index: 0, id: 'a', function: { name: 'read', arguments: '}' } },
    { index: 0, id: 'a', function: { name: 'read', arguments: '' } },
  ]);
  expect(calls).toEqual([call('a', 'x')]);
});

test('a call that is sent whole a second time is one call', async () => {
  const piece = { index: 0, id: 'a', function: { name: 'read', arguments: whole('x') } };
  expect((await callsFrom([piece, piece])).calls).toEqual([call('a', 'x')]);
});

test('two equal calls without ids and indexes are two calls', async () => {
  const piece = { function: { name: 'read', arguments: whole('x') } };
  expect((await callsFrom([piece, piece])).calls).toEqual([call('call_0_0', 'x'), call('call_0_1', 'x')]);
});

test('a reply with calls waits for tools, even where the server says stop', async () => {
  const piece = { index: 0, id: 'a', function: { name: 'read', arguments: whole('x') } };
  const { reply, calls } = await callsFrom([piece], 'stop');
  expect(reply.stopReason).toBe('tool_use');
  expect(calls).toHaveLength(1);
});

const written = (body: string) => `I read it.\n<tool_call>\n${body}\n</tool_call>`;

test('calls that are written into the text are taken out of it', async () => {
  const text =
    written('{"name":"read","arguments":{"path":"x"}}') +
    written('{"name":"write","arguments":"{\\"path\\":\\"y\\"}"}');
  const { model } = await serve([{ blocks: [{ text }] }]);
  const { reply } = await ask(model);
  expect(reply.message.content).toEqual([
    { type: 'text', text: 'I read it.\nI read it.' },
    call('call_0_0', 'x'),
    call('call_0_1', 'y', 'write'),
  ]);
  expect(reply.stopReason).toBe('tool_use');
});

test.each([
  ['the tool is not offered', '{"name":"delete","arguments":{"path":"x"}}'],
  ['it is cut', '{"name":"read","arguments":{"path":"x"'],
  ['the arguments are cut', '{"name":"write","arguments":"{\\"path\\":\\"x\\""}'],
  ['the arguments are no object', '{"name":"write","arguments":"rm -rf"}'],
])('a call in the text stays text where %s', async (_case, body) => {
  const { model } = await serve([{ blocks: [{ text: written(body) }] }]);
  const { reply } = await ask(model);
  expect(reply.message.content).toEqual([{ type: 'text', text: written(body) }]);
  expect(reply.stopReason).toBe('end_turn');
});

test.each(['reasoning_content', 'reasoning'])('%s is shown as thinking and not kept', async (field) => {
  const raw = [chunk({ [field]: 'The lock counts.' }), chunk({ content: 'Done.' }), chunk({}, 'stop'), '[DONE]'];
  const { model } = await serve([{ raw }]);
  const { deltas, reply } = await ask(model);
  expect(shown(deltas, 'thinking')).toBe('The lock counts.');
  expect(reply.message.content).toEqual([{ type: 'text', text: 'Done.' }]);
});

test('a refusal in its own field is the text of the reply', async () => {
  const { model } = await serve([{ raw: [chunk({ refusal: 'I will not.' }), chunk({}, 'stop'), '[DONE]'] }]);
  const { reply } = await ask(model);
  expect(reply.stopReason).toBe('refusal');
  expect(reply.message.content).toEqual([{ type: 'text', text: 'I will not.' }]);
});

test('a server that counts nothing and sends no [DONE] still answers', async () => {
  const { model } = await serve([{ raw: [chunk({ content: 'ok' }, 'stop')] }]);
  const { reply } = await ask(model);
  expect(reply.usage).toEqual({ inputTokens: 0, outputTokens: 0, cacheReadTokens: 0, cacheWriteTokens: 0 });
  expect(reply.message.content).toEqual([{ type: 'text', text: 'ok' }]);
});

test('a local server gets a key that is none, and the limit under the name that it knows', async () => {
  const { server, model } = await serve([{ blocks: [{ text: 'ok' }] }]);
  await ask(model);
  expect(server.headers[0]?.authorization).toBe('Bearer none');
  expect(server.bodies[0]).toMatchObject({ max_tokens: 4_000, stream: true, stream_options: { include_usage: true } });
});

test('without a key and an endpoint it says which variables to set', async () => {
  const error = await askInVain(createOpenAiModel({ name }));
  expect(error.fault).toBe('authentication');
  expect(error.next).toMatch(/OPENAI_API_KEY.*OPENAI_BASE_URL/);
});

test('a key is never shown, even where the server repeats it', async () => {
  const apiKey = 'sk-very-secret';
  const { model } = await serve([{ fault: 'authentication', message: `Incorrect API key provided: ${apiKey}` }], {
    apiKey,
  });
  const error = await askInVain(model);
  expect(`${error.stack} ${JSON.stringify(error)} ${String(error.cause)}`).not.toContain(apiKey);
});

test.each([
  'the request exceeds the available context size, try increasing it',
  "This model's maximum context length is 32768 tokens. However, you requested 40000 tokens",
  'Trying to keep the first 9000 tokens when context the overflows. tokens to keep from the initial prompt is greater',
])('a local server that says "%s" is full', async (message) => {
  const { model } = await serve([{ fault: 'invalid_request', message }]);
  expect((await askInVain(model)).fault).toBe('context_full');
});

test('a used up quota is not tried again', async () => {
  const body = {
    error: { message: 'You exceeded your current quota', type: 'insufficient_quota', code: 'insufficient_quota' },
  };
  const { model } = await serve([{ raw: [body] }]);
  const error = await askInVain(model);
  expect(error.retryable).toBe(false);
  expect(error.next).toContain('spending limit');
});
