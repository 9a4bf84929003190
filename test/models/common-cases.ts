import { afterEach, expect, test } from 'vitest';
import { type AssistantMessage, toolCallsOf, userText } from '../../src/domain/message.ts';
import type { Model, ModelFault } from '../../src/domain/model.ts';
import { ask, askInVain, request, shown, withMessages } from './ask.ts';
import type { ModelServer, ServedFault, ServedReply } from './servers/served.ts';

/** A provider under test: how to serve its wire format and how to open a model of it. */
export interface Subject {
  id: string;
  start(replies: ServedReply[]): Promise<ModelServer>;
  open(url: string): Model;
  /** Whether reasoning is kept and sent back, or only shown. */
  keepsThinking: boolean;
  countsCacheWrites: boolean;
}

/** What must hold of every provider, whatever its wire format. */
export function testCommonCases(subject: Subject): void {
  const servers: ModelServer[] = [];
  const serve = async (...replies: ServedReply[]) => {
    const server = await subject.start(replies);
    servers.push(server);
    return { server, model: subject.open(server.url) };
  };
  afterEach(async () => {
    await Promise.all(servers.splice(0).map((server) => server.close()));
  });

  testReplies(subject, serve);
  testRequests(subject, serve);
  testCutReplies(serve);
  testFaults(serve);
  testAddresses(subject, serve);
}

type Serve = (...replies: ServedReply[]) => Promise<{ server: ModelServer; model: Model }>;

const readCall = { call: { id: 'call_a', name: 'read', json: '{"path":"src/lock.ts"}' } };
const writeCall = { call: { id: 'call_b', name: 'write', json: '{"path":"src/lock.ts"}' } };
const thought = { thinking: 'The lock counts its holders.', signature: 'c2lnbmVk' };

function testReplies(subject: Subject, serve: Serve): void {
  test('text streams in pieces and is whole in the reply', async () => {
    const { model } = await serve({ blocks: [{ text: 'Grüße — 你好 👋, the lock is reentrant.' }] });
    const { deltas, reply } = await ask(model);
    expect(model.id).toBe(subject.id);
    expect(reply.message).toEqual({
      role: 'assistant',
      content: [{ type: 'text', text: 'Grüße — 你好 👋, the lock is reentrant.' }],
    });
    expect(reply.stopReason).toBe('end_turn');
    expect(shown(deltas, 'text')).toBe('Grüße — 你好 👋, the lock is reentrant.');
    expect(deltas.filter((delta) => delta.type === 'text' && delta.text !== '').length).toBeGreaterThan(1);
  });

  test('several tool calls of one reply keep their order, ids and arguments', async () => {
    const { model } = await serve({ blocks: [{ text: 'I read first.' }, readCall, writeCall], stop: 'tools' });
    const { deltas, reply } = await ask(model);
    expect(toolCallsOf(reply.message)).toEqual([
      { type: 'tool_call', id: 'call_a', name: 'read', input: { path: 'src/lock.ts' } },
      { type: 'tool_call', id: 'call_b', name: 'write', input: { path: 'src/lock.ts' } },
    ]);
    expect(reply.stopReason).toBe('tool_use');
    expect(deltas.filter((delta) => delta.type === 'tool_call')).toEqual([
      { type: 'tool_call', name: 'read' },
      { type: 'tool_call', name: 'write' },
    ]);
  });

  test('calls with one id get an id each, also beside the ids of earlier replies', async () => {
    const { model } = await serve({ blocks: [readCall, { call: { ...writeCall.call, id: 'call_a' } }], stop: 'tools' });
    const earlier: AssistantMessage = {
      role: 'assistant',
      content: [{ type: 'tool_call', id: 'call_a', name: 'read', input: {} }],
    };
    const result = { type: 'tool_result' as const, callId: 'call_a', text: 'none', isError: false };
    const { reply } = await ask(model, withMessages(userText('go'), earlier, { role: 'user', content: [result] }));
    expect(toolCallsOf(reply.message).map((call) => call.id)).toEqual(['call_1_0', 'call_1_1']);
  });

  test('a call without arguments has none', async () => {
    const { model } = await serve({ blocks: [{ call: { id: 'c', name: 'read', json: '' } }], stop: 'tools' });
    expect(toolCallsOf((await ask(model)).reply.message)).toEqual([
      { type: 'tool_call', id: 'c', name: 'read', input: {} },
    ]);
  });

  test('thinking is shown, and goes back unchanged to the model that had it', async () => {
    const { server, model } = await serve(
      { blocks: [thought, readCall], stop: 'tools' },
      { blocks: [{ text: 'Done.' }] },
    );
    const { deltas, reply } = await ask(model);
    expect(shown(deltas, 'thinking')).toBe(thought.thinking);
    const result = { type: 'tool_result' as const, callId: 'call_a', text: 'class Lock', isError: false };
    const [opening] = request.messages;
    if (opening === undefined) throw new Error('the request has no message');
    const stored = JSON.parse(JSON.stringify(reply.message)) as AssistantMessage;
    await ask(model, withMessages(opening, stored, { role: 'user', content: [result] }));
    const sent = server.sent[1]?.blocks.filter((block) => block.type === 'thinking') ?? [];
    expect(sent).toHaveLength(subject.keepsThinking ? 1 : 0);
    if (subject.keepsThinking) {
      expect(JSON.stringify(sent)).toContain(thought.thinking);
      expect(JSON.stringify(sent)).toContain(thought.signature);
    }
  });

  test('a refusal is a reply with its own stop reason and no calls', async () => {
    const { model } = await serve({ blocks: [readCall], stop: 'refusal' });
    const { reply } = await ask(model);
    expect(reply.stopReason).toBe('refusal');
    expect(toolCallsOf(reply.message)).toEqual([]);
  });

  test('an empty reply is empty, not an error', async () => {
    const { model } = await serve({ blocks: [] });
    const { reply } = await ask(model);
    expect(reply.message.content).toEqual([]);
    expect(reply.stopReason).toBe('end_turn');
  });

  test('a reply that claims to wait for tools but calls none has ended its turn', async () => {
    const { model } = await serve({ blocks: [{ text: 'Let me read it.' }], stop: 'tools' });
    expect((await ask(model)).reply.stopReason).toBe('end_turn');
  });

  test('tokens are counted with what was read from and written to the cache', async () => {
    const usage = { inputTokens: 12, outputTokens: 34, cacheReadTokens: 5_600, cacheWriteTokens: 780 };
    const { model } = await serve({ blocks: [{ text: 'ok' }], usage });
    const { reply } = await ask(model);
    expect(reply.usage).toEqual({ ...usage, cacheWriteTokens: subject.countsCacheWrites ? 780 : 0 });
  });
}

function testRequests(subject: Subject, serve: Serve): void {
  test('a request carries model, system text, tools, limit and message', async () => {
    const { server, model } = await serve({ blocks: [{ text: 'ok' }] });
    await ask(model);
    expect(server.sent[0]).toMatchObject({
      model: subject.id.slice(subject.id.indexOf(':') + 1),
      system: request.system,
      maxTokens: 4_000,
      blocks: [{ role: 'user', type: 'text', text: 'Make the lock reentrant.' }],
    });
    expect(server.sent[0]?.tools).toEqual(
      request.tools.map(({ name, description, inputSchema }) => ({ name, description, schema: inputSchema })),
    );
    expect(JSON.stringify(server.bodies[0])).not.toMatch(/temperature|top_?p/i);
  });

  test('calls, results and errors go back in the shape of the provider', async () => {
    const { server, model } = await serve({ blocks: [{ text: 'ok' }] });
    const calls: AssistantMessage = {
      role: 'assistant',
      content: [
        { type: 'text', text: 'I look.' },
        { type: 'tool_call', id: 'call_a', name: 'read', input: { path: 'a.ts' } },
        { type: 'tool_call', id: 'call_b', name: 'read', input: {}, malformed: { raw: '{"path"', problem: 'cut' } },
      ],
    };
    const results = {
      role: 'user' as const,
      content: [
        { type: 'text' as const, text: 'Go on.' },
        { type: 'tool_result' as const, callId: 'call_a', text: 'class A', isError: false },
        { type: 'tool_result' as const, callId: 'call_b', text: 'no JSON', isError: true },
      ],
    };
    await ask(model, withMessages(userText('Look at a.ts'), calls, results));
    expect(server.sent[0]?.blocks).toEqual([
      { role: 'user', type: 'text', text: 'Look at a.ts' },
      { role: 'assistant', type: 'text', text: 'I look.' },
      { role: 'assistant', type: 'call', id: 'call_a', name: 'read', input: { path: 'a.ts' } },
      { role: 'assistant', type: 'call', id: 'call_b', name: 'read', input: {} },
      { role: 'user', type: 'result', id: 'call_a', text: 'class A', isError: false },
      { role: 'user', type: 'result', id: 'call_b', text: 'no JSON', isError: true },
      { role: 'user', type: 'text', text: 'Go on.' },
    ]);
  });

  test('what a provider would refuse is not sent: blank text, empty messages, odd names, foreign reasoning', async () => {
    const { server, model } = await serve({ blocks: [{ text: 'ok' }] });
    const empty: AssistantMessage = { role: 'assistant', content: [{ type: 'text', text: ' \n' }] };
    const odd: AssistantMessage = {
      role: 'assistant',
      content: [
        { type: 'thinking', provider: 'other:model', body: { secret: 'foreign' } },
        { type: 'tool_call', id: 'functions.read:0', name: 'read file!', input: {} },
      ],
    };
    const result = { type: 'tool_result' as const, callId: 'functions.read:0', text: 'unknown tool', isError: true };
    await ask(model, withMessages(userText('a'), empty, userText('b'), odd, { role: 'user', content: [result] }));
    const blocks = server.sent[0]?.blocks ?? [];
    expect(blocks.map(({ role, type }) => `${role} ${type}`).filter((place) => place !== 'user text')).toEqual([
      'assistant call',
      'user result',
    ]);
    expect(blocks.find((block) => block.type === 'call')).toMatchObject({ id: 'functions_read_0', name: 'read_file_' });
    expect(blocks.find((block) => block.type === 'result')).toMatchObject({ id: 'functions_read_0' });
    expect(JSON.stringify(server.bodies[0])).not.toContain('foreign');
    const roles = ((server.bodies[0]?.messages ?? []) as { role: string }[]).map(({ role }) => role);
    expect(roles.filter((role) => role !== 'system').map((role) => (role === 'tool' ? 'user' : role))).toEqual([
      'user',
      'assistant',
      'user',
    ]);
  });

  test('each request extends the one before it', async () => {
    const { server, model } = await serve(
      { blocks: [thought, readCall, writeCall], stop: 'tools' },
      { blocks: [{ text: 'One more.' }, readCall], stop: 'tools' },
      { blocks: [{ text: 'Done.' }] },
    );
    let asked = request;
    for (let turn = 0; turn < 3; turn++) {
      const { message } = (await ask(model, asked)).reply;
      const results = toolCallsOf(message).map((call) => {
        return { type: 'tool_result' as const, callId: call.id, text: `result ${turn}`, isError: turn === 1 };
      });
      asked = { ...asked, messages: [...asked.messages, message, { role: 'user', content: results }] };
    }
    const [first, second, third] = server.sent;
    if (first === undefined || second === undefined || third === undefined) throw new Error('three requests were due');
    expect(second.blocks.slice(0, first.blocks.length)).toEqual(first.blocks);
    expect(third.blocks.slice(0, second.blocks.length)).toEqual(second.blocks);
    expect(third.blocks.length).toBeGreaterThan(second.blocks.length);
    expect([second, third].map(({ system, tools }) => ({ system, tools }))).toEqual(
      [first, first].map(({ system, tools }) => ({ system, tools })),
    );
  });
}

function testCutReplies(serve: Serve): void {
  test.each(['reset', 'close'] as const)('a stream that ends by %s is cut, even after a whole call', async (ending) => {
    const { model } = await serve({ blocks: [{ text: 'I read.' }, readCall], ending });
    const error = await askInVain(model);
    expect(error.fault).toBe('stream_cut');
    expect(error.retryable).toBe(true);
  });

  test('a call that was cut at the token limit is left out, the whole one before it is kept', async () => {
    const cut = { call: { id: 'call_b', name: 'write', json: '{"path":"a.ts","content":"hal' } };
    const { model } = await serve({ blocks: [{ text: 'I write.' }, readCall, cut], stop: 'max_tokens' });
    const { reply } = await ask(model);
    expect(reply.stopReason).toBe('max_tokens');
    expect(toolCallsOf(reply.message).map((call) => call.id)).toEqual(['call_a']);
  });

  test.each(['{"path":"a.ts"', '{"path":"a.ts","content":"un', '[1,2]', '"a.ts"', 'path=a.ts', '{"path":"a.ts"}}'])(
    'arguments %s never become a valid call',
    async (json) => {
      const { model } = await serve({ blocks: [{ call: { id: 'call_a', name: 'write', json } }], stop: 'tools' });
      const { reply } = await ask(model);
      expect(toolCallsOf(reply.message)).toEqual([
        {
          type: 'tool_call',
          id: 'call_a',
          name: 'write',
          input: {},
          malformed: { raw: json, problem: expect.stringMatching(/./) as unknown },
        },
      ]);
      expect(reply.stopReason).toBe('tool_use');
    },
  );

  test('an error in the middle of a stream is the fault that it names', async () => {
    const { model } = await serve({ blocks: [{ text: 'I st' }], ending: { error: 'overloaded' } });
    expect((await askInVain(model)).fault).toBe('overloaded');
  });

  test('an abort in the middle of a stream throws its reason and hangs up', async () => {
    const { server, model } = await serve({ blocks: [{ text: 'I think and think' }], ending: 'hang' });
    const abort = new AbortController();
    const reason = new Error('the person pressed Ctrl-C');
    const stream = model.stream(request, abort.signal);
    await stream.next();
    abort.abort(reason);
    const read = async () => {
      for await (const _ of stream) await Promise.resolve();
    };
    await expect(read()).rejects.toBe(reason);
    await server.hungUp;
  });

  test('a reader that leaves in the middle hangs up', async () => {
    const { server, model } = await serve({ blocks: [{ text: 'I think and think' }], ending: 'hang' });
    for await (const delta of model.stream(request, new AbortController().signal)) {
      if (delta.type === 'text' && delta.text !== '') break;
    }
    await server.hungUp;
  });

  test('nothing is sent once the signal is aborted', async () => {
    const { server, model } = await serve({ blocks: [{ text: 'ok' }] });
    const reason = new Error('over');
    await expect(ask(model, request, AbortSignal.abort(reason))).rejects.toBe(reason);
    expect(server.sent).toEqual([]);
  });
}

function testFaults(serve: Serve): void {
  const faults: [ServedFault, ModelFault, boolean][] = [
    ['overloaded', 'overloaded', true],
    ['server', 'server', true],
    ['authentication', 'authentication', false],
    ['not_found', 'not_found', false],
    ['invalid_request', 'invalid_request', false],
    ['context_full', 'context_full', false],
  ];
  test.each(faults)('the HTTP error for %s is the fault %s after one request', async (served, fault, retryable) => {
    const { server, model } = await serve({ fault: served }, { blocks: [{ text: 'never' }] });
    const error = await askInVain(model);
    expect(error.fault).toBe(fault);
    expect(error.retryable).toBe(retryable);
    expect(error.kind).toBe(fault === 'authentication' ? 'authentication' : 'provider');
    expect(error.what).toContain(model.id);
    if (!retryable && fault !== 'invalid_request') expect(error.next).toMatch(/./);
    expect(server.sent).toHaveLength(1);
  });

  test('a rate limit says how long to wait', async () => {
    const { server, model } = await serve({ fault: 'rate_limited', headers: { 'retry-after': '7' } });
    const error = await askInVain(model);
    expect(error.fault).toBe('rate_limited');
    expect(error.retryAfterMs).toBe(7_000);
    expect(server.sent).toHaveLength(1);
  });
}

function testAddresses(subject: Subject, serve: Serve): void {
  test('a server that is not there is a connection fault, which may pass', async () => {
    const { server, model } = await serve();
    await server.close();
    const error = await askInVain(model);
    expect(error).toMatchObject({ fault: 'connection', kind: 'provider', retryable: true });
    expect(error.why).toMatch(/ECONNREFUSED/);
  });

  test.each([
    ['a port that is none', 'http://127.0.0.1:99999'],
    ['a scheme that nobody speaks', 'htp://127.0.0.1:8080'],
    ['a host that cannot be resolved', `http://${'x'.repeat(64)}.test`],
  ])('%s in the address is a mistake in the settings, which waiting does not mend', async (_what, url) => {
    const error = await askInVain(subject.open(url));
    expect(error).toMatchObject({ fault: 'bad_address', kind: 'invalid', retryable: false });
    expect(error.next).toMatch(/^correct \w+_(BASE_URL|ENDPOINT_URL)/);
  });
}
