import { afterEach, describe, expect, test } from 'vitest';
import { toolCallsOf, userText } from '../../src/domain/message.ts';
import { type AnthropicOptions, createAnthropicModel } from '../../src/models/anthropic.ts';
import { ask, askInVain, request, withMessages } from './ask.ts';
import { testCommonCases } from './common-cases.ts';
import { startAnthropicServer } from './servers/anthropic-server.ts';
import type { ModelServer, ServedReply } from './servers/served.ts';

const name = 'claude-sonnet-5-5';
const apiKey = 'sk-ant-secret-key';

describe('every provider', () => {
  testCommonCases({
    id: `anthropic:${name}`,
    start: startAnthropicServer,
    open: (baseUrl) => createAnthropicModel({ name, apiKey, baseUrl }),
    keepsThinking: true,
    countsCacheWrites: true,
  });
});

const servers: ModelServer[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

async function serve(replies: ServedReply[], options: Partial<AnthropicOptions> = {}) {
  const server = await startAnthropicServer(replies);
  servers.push(server);
  return { server, model: createAnthropicModel({ name, apiKey, baseUrl: server.url, ...options }) };
}

const start = { type: 'message_start', message: { usage: { input_tokens: 1, output_tokens: 1 } } };
const end = (stop_reason: string) => [
  { type: 'message_delta', delta: { stop_reason }, usage: { output_tokens: 2 } },
  { type: 'message_stop' },
];

test('breakpoints stand after the tools, the system text and the last two user messages, and move on', async () => {
  const { server, model } = await serve([{ blocks: [{ text: 'ok' }] }, { blocks: [{ text: 'ok' }] }]);
  const said = { role: 'assistant' as const, content: [{ type: 'text' as const, text: 'ok' }] };
  await ask(model);
  await ask(model, withMessages(userText('a'), said, userText('b'), said, userText('c')));
  expect(server.sent[0]?.cacheMarks).toEqual(['tools', 'system', 'message 0']);
  expect(server.sent[1]?.cacheMarks).toEqual(['tools', 'system', 'message 2', 'message 4']);
  const [tools] = server.bodies.map((body) => body.tools as Record<string, unknown>[]);
  expect(tools?.map((tool) => 'cache_control' in tool)).toEqual([false, true]);
});

test('a request without system text or tools has neither', async () => {
  const { server, model } = await serve([{ blocks: [{ text: 'ok' }] }]);
  await ask(model, { ...request, system: '', tools: [] });
  expect(server.bodies[0]).not.toHaveProperty('system');
  expect(server.bodies[0]).not.toHaveProperty('tools');
});

test.each([
  [undefined, undefined],
  ['off' as const, { type: 'disabled' }],
  ['adaptive' as const, { type: 'adaptive', display: 'summarized' }],
  [{ budgetTokens: 2_000 }, { type: 'enabled', budget_tokens: 2_000 }],
])('thinking %j is sent as %j', async (thinking, sent) => {
  const { server, model } = await serve([{ blocks: [{ text: 'ok' }] }], { thinking });
  await ask(model);
  expect(server.bodies[0]?.thinking).toEqual(sent);
});

test('redacted thinking goes back as it came', async () => {
  const block = { type: 'redacted_thinking', data: 'b3BhcXVl' };
  const blocks = [
    { type: 'content_block_start', index: 0, content_block: block },
    { type: 'content_block_stop', index: 0 },
    { type: 'content_block_start', index: 1, content_block: { type: 'text', text: 'Done.' } },
    { type: 'content_block_stop', index: 1 },
  ];
  const { server, model } = await serve([
    { raw: [start, ...blocks, ...end('end_turn')] },
    { blocks: [{ text: 'ok' }] },
  ]);
  const { reply } = await ask(model);
  await ask(model, withMessages(userText('a'), reply.message, userText('b')));
  expect(server.sent[1]?.blocks[1]).toEqual({ role: 'assistant', type: 'thinking', body: block });
});

test('reasoning that was cut before its signature is not kept', async () => {
  const { model } = await serve([{ blocks: [{ thinking: 'half a thou', signature: '' }], stop: 'max_tokens' }]);
  expect((await ask(model)).reply.message.content).toEqual([]);
});

test.each([
  ['pause_turn', 'paused'],
  ['model_context_window_exceeded', 'context_full'],
  ['stop_sequence', 'end_turn'],
  ['a_reason_of_tomorrow', 'end_turn'],
])('the stop reason %s is %s', async (wire, stopReason) => {
  const { model } = await serve([{ raw: [start, ...end(wire)] }]);
  expect((await ask(model)).reply.stopReason).toBe(stopReason);
});

test('a block that never closed is no valid call, whatever the provider says of the reply', async () => {
  const call = { type: 'tool_use', id: 't1', name: 'write', input: {} };
  const open = [
    { type: 'content_block_start', index: 0, content_block: call },
    { type: 'content_block_delta', index: 0, delta: { type: 'input_json_delta', partial_json: '{"path":"a.ts"}' } },
  ];
  const { model } = await serve([
    { raw: [start, ...open, ...end('tool_use')] },
    { raw: [start, ...open, ...end('max_tokens')] },
  ]);
  expect(toolCallsOf((await ask(model)).reply.message)[0]?.malformed?.raw).toBe('{"path":"a.ts"}');
  expect(toolCallsOf((await ask(model)).reply.message)).toEqual([]);
});

test('a line of the stream that is no JSON cuts the reply', async () => {
  const { model } = await serve([
    { raw: [start, 'event: content_block_start\ndata: {not json\n\n', ...end('end_turn')] },
  ]);
  expect((await askInVain(model)).fault).toBe('stream_cut');
});

test('every event is a sign of life, a ping and a piece of arguments too', async () => {
  const piece = { type: 'content_block_delta', index: 0, delta: { type: 'input_json_delta', partial_json: '{}' } };
  const block = {
    type: 'content_block_start',
    index: 0,
    content_block: { type: 'tool_use', id: 't', name: 'read', input: {} },
  };
  const events = [start, { type: 'ping' }, block, piece, { type: 'ping' }, { type: 'content_block_stop', index: 0 }];
  const { model } = await serve([{ raw: [...events, ...end('tool_use')] }]);
  const { deltas } = await ask(model);
  expect(deltas).toHaveLength(events.length + 2);
  expect(deltas.filter((delta) => delta.type !== 'text' || delta.text !== '')).toEqual([
    { type: 'tool_call', name: 'read' },
  ]);
});

test('a web page in place of a stream is a connection fault that names a proxy', async () => {
  const { model } = await serve([{ body: '<html>Sign in to the network</html>' }]);
  const error = await askInVain(model);
  expect(error.fault).toBe('connection');
  expect(error.why).toContain('proxy');
});

test('the key is sent as a bearer and never shown, even where the provider repeats it', async () => {
  const { server, model } = await serve([{ fault: 'authentication', message: `invalid key ${apiKey}` }]);
  const error = await askInVain(model);
  expect(server.headers[0]?.authorization).toBe(`Bearer ${apiKey}`);
  expect(error.next).toContain('ANTHROPIC_API_KEY');
  expect(error.why).toContain('***');
  expect(`${error.stack} ${JSON.stringify(error)} ${String(error.cause)}`).not.toContain(apiKey);
});

test('a token of a gateway takes the place of a key', async () => {
  const { server, model } = await serve([{ blocks: [{ text: 'ok' }] }], {
    apiKey: undefined,
    authToken: 'gateway-token',
  });
  await ask(model);
  expect(server.headers[0]?.authorization).toBe('Bearer gateway-token');
});

test('without a key nothing is sent', async () => {
  const { server, model } = await serve([], { apiKey: '' });
  expect((await askInVain(model)).fault).toBe('authentication');
  expect(server.sent).toEqual([]);
});

test('the exact wait in milliseconds stands before the one in seconds', async () => {
  const headers = { 'retry-after-ms': '250', 'retry-after': '1' };
  const { model } = await serve([{ fault: 'rate_limited', headers }]);
  expect((await askInVain(model)).retryAfterMs).toBe(250);
});

test('a wait until a date is measured from the date of the answer', async () => {
  const headers = { date: 'Mon, 02 Mar 2026 09:30:00 GMT', 'retry-after': 'Mon, 02 Mar 2026 09:30:20 GMT' };
  const { model } = await serve([{ fault: 'rate_limited', headers }]);
  expect((await askInVain(model)).retryAfterMs).toBe(20_000);
});

test('a used up credit is not tried again', async () => {
  const { model } = await serve([
    { fault: 'invalid_request', message: 'Your credit balance is too low to access the API.' },
  ]);
  const error = await askInVain(model);
  expect(error.retryable).toBe(false);
  expect(error.next).toContain('spending limit');
});

test('a request that is too large in bytes has no room', async () => {
  const { model } = await serve([
    { fault: 'invalid_request', status: 413, message: 'Request exceeds the maximum size' },
  ]);
  expect((await askInVain(model)).fault).toBe('context_full');
});
