import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { toolCallsOf, userText } from '../../src/domain/message.ts';
import { createBedrockModel } from '../../src/models/bedrock.ts';
import { ask, askInVain, request, withMessages } from './ask.ts';
import { testCommonCases } from './common-cases.ts';
import { startBedrockServer } from './servers/bedrock-server.ts';
import type { ModelServer, ServedReply } from './servers/served.ts';

const name = 'us.anthropic.claude-sonnet-4-5-20250929-v1:0';

/** The SDK looks for credentials in the environment; none of this machine's may be found. */
beforeAll(() => {
  for (const key of Object.keys(process.env)) if (key.startsWith('AWS_')) delete process.env[key];
  Object.assign(process.env, {
    AWS_ACCESS_KEY_ID: 'AKIATESTTESTTESTTEST',
    AWS_SECRET_ACCESS_KEY: 'secret',
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_SHARED_CREDENTIALS_FILE: '/nonexistent/credentials',
    AWS_CONFIG_FILE: '/nonexistent/config',
  });
});

describe('every provider', () => {
  testCommonCases({
    id: `bedrock:${name}`,
    start: startBedrockServer,
    open: (endpoint) => createBedrockModel({ name, region: 'us-east-1', endpoint }),
    keepsThinking: true,
    countsCacheWrites: true,
  });
});

const servers: ModelServer[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

async function serve(replies: ServedReply[], model = name) {
  const server = await startBedrockServer(replies);
  servers.push(server);
  return { server, model: createBedrockModel({ name: model, region: 'us-east-1', endpoint: server.url }) };
}

const ok: ServedReply = { blocks: [{ text: 'ok' }] };

test.each([
  ['us.anthropic.claude-sonnet-4-5-20250929-v1:0', ['tools', 'system', 'message 2']],
  ['anthropic.claude-opus-5-5', ['tools', 'system', 'message 2']],
  ['eu.amazon.nova-pro-v1:0', ['system', 'message 2']],
  ['anthropic.claude-3-haiku-20240307-v1:0', []],
  ['meta.llama3-3-70b-instruct-v1:0', []],
])('%s gets its cache points at %j', async (modelName, marks) => {
  const { server, model } = await serve([ok], modelName);
  const said = { role: 'assistant' as const, content: [{ type: 'text' as const, text: 'ok' }] };
  await ask(model, withMessages(userText('a'), said, userText('b')));
  expect(server.sent[0]?.cacheMarks).toEqual(marks);
  expect(server.sent[0]?.model).toBe(modelName);
});

test('encrypted reasoning goes back byte for byte, also from a journal', async () => {
  const bytes = Buffer.from([0, 1, 254, 255, 128, 64]);
  const redacted = (part: Buffer) => [
    'contentBlockDelta',
    { contentBlockIndex: 0, delta: { reasoningContent: { redactedContent: part.toString('base64') } } },
  ];
  const raw = [
    ['messageStart', { role: 'assistant' }],
    redacted(bytes.subarray(0, 2)),
    redacted(bytes.subarray(2)),
    ['contentBlockStop', { contentBlockIndex: 0 }],
    ['contentBlockDelta', { contentBlockIndex: 1, delta: { text: 'Done.' } }],
    ['contentBlockStop', { contentBlockIndex: 1 }],
    ['messageStop', { stopReason: 'end_turn' }],
  ];
  const { server, model } = await serve([{ raw }, ok]);
  const { reply } = await ask(model);
  const stored = JSON.parse(JSON.stringify(reply.message)) as typeof reply.message;
  await ask(model, withMessages(userText('a'), stored, userText('b')));
  expect(server.sent[1]?.blocks[1]).toEqual({
    role: 'assistant',
    type: 'thinking',
    body: { redactedContent: bytes.toString('base64') },
  });
});

test.each(['malformed_tool_use', 'malformed_model_output'])(
  'a call in a reply that is %s never runs',
  async (stopReason) => {
    const raw = [
      ['messageStart', { role: 'assistant' }],
      ['contentBlockStart', { contentBlockIndex: 0, start: { toolUse: { toolUseId: 't', name: 'write' } } }],
      ['contentBlockDelta', { contentBlockIndex: 0, delta: { toolUse: { input: '{"path":"a.ts"}' } } }],
      ['contentBlockStop', { contentBlockIndex: 0 }],
      ['messageStop', { stopReason }],
    ];
    const bare = [
      ['messageStart', { role: 'assistant' }],
      ['messageStop', { stopReason }],
    ];
    const { model } = await serve([{ raw }, { raw: bare }]);
    const [call] = toolCallsOf((await ask(model)).reply.message);
    expect(call?.malformed?.raw).toBe('{"path":"a.ts"}');
    const error = await askInVain(model);
    expect(error.retryable).toBe(true);
    expect(error.why).toContain(stopReason);
  },
);

test.each([
  ['model_context_window_exceeded', 'context_full'],
  ['guardrail_intervened', 'refusal'],
  ['stop_sequence', 'end_turn'],
])('the stop reason %s is %s', async (stopReason, expected) => {
  const { model } = await serve([
    {
      raw: [
        ['messageStart', { role: 'assistant' }],
        ['messageStop', { stopReason }],
      ],
    },
  ]);
  expect((await ask(model)).reply.stopReason).toBe(expected);
});

test.each([
  ['throttlingException', 'rate_limited'],
  ['modelStreamErrorException', 'server'],
  ['internalServerException', 'server'],
  ['serviceUnavailableException', 'overloaded'],
  ['validationException', 'invalid_request'],
])('the exception %s inside a stream is the fault %s', async (exception, fault) => {
  const raw = [
    ['messageStart', { role: 'assistant' }],
    ['contentBlockDelta', { contentBlockIndex: 0, delta: { text: 'I st' } }],
    [exception, { message: 'it went wrong' }, 'exception'],
  ];
  const { model } = await serve([{ raw }]);
  const error = await askInVain(model);
  expect(error.fault).toBe(fault);
  expect(error.why).toContain('it went wrong');
});

test.each([
  ['AccessDeniedException', 403, 'authentication', false],
  ['ExpiredTokenException', 403, 'authentication', false],
  ['ThrottlingException', 400, 'rate_limited', true],
  ['ModelNotReadyException', 429, 'overloaded', true],
  ['ModelTimeoutException', 408, 'server', true],
] as const)(
  'the exception %s in place of a stream is the fault of its name, whatever its status',
  async (name, status, fault, retryable) => {
    const { model } = await serve([{ fault: 'server', status, headers: { 'x-amzn-errortype': name } }]);
    expect(await askInVain(model)).toMatchObject({ fault, retryable });
  },
);

test('an id that Bedrock does not know is a model that is not found', async () => {
  const { model } = await serve([{ fault: 'invalid_request', message: 'The provided model identifier is invalid.' }]);
  expect((await askInVain(model)).fault).toBe('not_found');
});

test('without credentials it says so in a sentence, and how to mend it', async () => {
  const { server, model } = await serve([ok]);
  const { AWS_ACCESS_KEY_ID, ...rest } = process.env;
  process.env = rest;
  try {
    const error = await askInVain(model, request);
    expect(error.fault).toBe('authentication');
    expect(error.why).toContain('no AWS credentials were found');
    expect(error.next).toContain('AWS_PROFILE');
    expect(server.sent).toEqual([]);
  } finally {
    process.env = { ...rest, AWS_ACCESS_KEY_ID };
  }
});

test('without a region it says which variable to set', async () => {
  const error = await askInVain(createBedrockModel({ name }));
  expect(error.fault).toBe('invalid_request');
  expect(error.next).toContain('AWS_REGION');
});
