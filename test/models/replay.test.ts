import { appendFileSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Clock, systemClock } from '../../src/base/clock.ts';
import { type Message, userText } from '../../src/domain/message.ts';
import type { ModelReply, ModelRequest } from '../../src/domain/model.ts';
import { createReplayModel, recordModel } from '../../src/models/replay.ts';
import { createScriptedModel } from '../../src/models/scripted.ts';
import { ask, askInVain, request, shown, withMessages } from './ask.ts';

let folder = '';
let path = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ashlar-replay-'));
  path = join(folder, 'session.jsonl');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const script = `
sessions:
  - replies:
      - { text: I read it., thinking: hm, calls: [{ name: read, input: { path: a.ts } }], usage: { inputTokens: 9 } }
      - { text: I read it again., calls: [{ name: read, raw: '{"path"' }] }
      - { text: Done. }
`;

const result = (text: string): Message => {
  return { role: 'user', content: [{ type: 'tool_result', callId: 'call_0_0', text, isError: false }] };
};

/** Records a session of three turns; returns its requests and replies. */
async function record(): Promise<{ asked: ModelRequest[]; replies: ModelReply[] }> {
  const model = recordModel(createScriptedModel(script, 'play.yaml'), path, asIs);
  const asked = [request];
  const replies: ModelReply[] = [];
  for (let turn = 0; turn < 3; turn++) {
    const current = asked[turn] ?? request;
    const { reply } = await ask(model, current);
    replies.push(reply);
    asked.push({ ...current, messages: [...current.messages, reply.message, result(`line one\nclass A${turn}`)] });
  }
  return { asked: asked.slice(0, 3), replies };
}

const replay = (paceMs = 0, clock: Clock = systemClock) => createReplayModel({ path, paceMs, clock });

const lines = () => readFileSync(path, 'utf8').trim().split('\n');

const asIs = <T>(value: T): T => value;

test('a recorded session is answered the same, turn by turn', async () => {
  const { asked, replies } = await record();
  const model = replay();
  expect(model.id).toBe('replay:session.jsonl');
  for (const [turn, current] of asked.entries()) expect((await ask(model, current)).reply).toEqual(replies[turn]);
});

test('another process goes on in the middle: requests are found by what they say', async () => {
  const { asked, replies } = await record();
  expect((await ask(replay(), asked[2])).reply).toEqual(replies[2]);
  expect((await ask(replay(), asked[1])).reply).toEqual(replies[1]);
});

test('each text, tool list and message is written once', async () => {
  await record();
  const kinds = lines().map((line) => (JSON.parse(line) as { type: string }).type);
  expect(kinds.filter((kind) => kind === 'part')).toHaveLength(2 + 5);
  expect(kinds.filter((kind) => kind === 'exchange')).toHaveLength(3);
  const size = statSync(path).size;
  await ask(recordModel(createScriptedModel(script, 'play.yaml'), path, asIs));
  expect(lines()).toHaveLength(kinds.length + 1);
  expect(statSync(path).size).toBeLessThan(size * 1.5);
});

test('the order of keys does not matter', async () => {
  const { asked, replies } = await record();
  const turned = JSON.parse(JSON.stringify(asked[2]), (_key, value: unknown) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
    return Object.fromEntries(Object.entries(value).reverse());
  }) as ModelRequest;
  expect((await ask(replay(), turned)).reply).toEqual(replies[2]);
});

test('equal requests are answered in the order of the recording, and the last answer is repeated', async () => {
  for (const text of ['first', 'second']) {
    await ask(
      recordModel(createScriptedModel(`sessions: [{ replies: [{ text: ${text} }] }]`, 'play.yaml'), path, asIs),
    );
  }
  const model = replay();
  const texts = [await ask(model), await ask(model), await ask(model)].map(({ deltas }) => shown(deltas, 'text'));
  expect(texts).toEqual(['first', 'second', 'second']);
});

test('errors and replies that were not read to the end are not recorded', async () => {
  const yaml = 'sessions: [{ replies: [{ text: a, fault: server, faultTimes: 1 }] }]';
  const model = recordModel(createScriptedModel(yaml, 'play.yaml'), path, asIs);
  await askInVain(model);
  for await (const _ of model.stream(request, new AbortController().signal)) break;
  expect(() => readFileSync(path)).toThrow('ENOENT');
  await ask(model);
  expect(lines().filter((line) => line.includes('"exchange"'))).toHaveLength(1);
});

test('a message that differs is named with both sides', async () => {
  const { asked } = await record();
  const [first, reply] = asked[1]?.messages ?? [];
  if (first === undefined || reply === undefined) throw new Error('two messages were recorded');
  const error = await askInVain(replay(), withMessages(first, reply, result('line one\nclass B0')));
  expect(error.fault).toBe('replay_differs');
  expect(error.kind).toBe('failed');
  expect(error.retryable).toBe(false);
  expect(error.why).toContain('message 3 of 3 (user) differs');
  expect(error.why).toMatch(/recorded "class A0.*", now "class B0.*"/);
});

test('a system text and a tool list that differ are named', async () => {
  await record();
  const system = await askInVain(replay(), { ...request, system: 'You build to a plan.' });
  expect(system.why).toBe('the system text differs: recorded "You build to a spec.", now "You build to a plan."');
  const tools = await askInVain(replay(), { ...request, tools: request.tools.slice(0, 1) });
  expect(tools.why).toContain('the tool list differs');
});

test('a long line is shown around the place where it differs', async () => {
  const model = recordModel(createScriptedModel('sessions: [{ replies: [{ text: a }] }]', 'play.yaml'), path, asIs);
  await ask(model, { ...request, system: `${'x'.repeat(500)} recorded ${'y'.repeat(500)}` });
  const error = await askInVain(replay(), { ...request, system: `${'x'.repeat(500)} changed ${'y'.repeat(500)}` });
  expect(error.why).toMatch(/recorded "…x+ recorded y+…", now "…x+ changed y+…"$/);
});

test('a conversation that is longer or shorter than the recording is told apart', async () => {
  const { asked } = await record();
  const [last] = asked.slice(-1);
  if (last === undefined) throw new Error('three requests were recorded');
  const longer = { ...last, messages: [...last.messages, userText('and more')] };
  expect((await askInVain(replay(), longer)).why).toContain('message 6 of 6 (user) is not in the recording');
  const shorter = { ...last, messages: last.messages.slice(0, 4) };
  expect((await askInVain(replay(), shorter)).why).toContain('the conversation now ends before it');
});

test('a pace shows the text in pieces and sleeps as long in all', async () => {
  await record();
  const slept: number[] = [];
  const clock: Clock = { ...systemClock, sleep: async (ms) => void slept.push(ms) };
  const { deltas } = await ask(replay(3_000, clock));
  expect(shown(deltas, 'text')).toBe('I read it.');
  expect(deltas.filter((delta) => delta.type === 'text').length).toBeGreaterThan(3);
  expect(slept.reduce((sum, ms) => sum + ms, 0)).toBeGreaterThanOrEqual(3_000);
  expect(deltas.at(-1)).toEqual({ type: 'tool_call', name: 'read' });
});

test('a reply without text is paced too, and an abort ends the wait with its reason', async () => {
  await ask(
    recordModel(createScriptedModel('sessions: [{ replies: [{ calls: [{ name: read }] }] }]', 'p.yaml'), path, asIs),
  );
  await expect(ask(replay(600_000), request, AbortSignal.timeout(20))).rejects.toMatchObject({ name: 'TimeoutError' });
});

test('a missing recording, an empty one and a broken line are each said plainly', async () => {
  const missing = await askInVain(replay());
  expect(missing.what).toContain(path);
  writeFileSync(path, '');
  expect((await askInVain(replay())).why).toBe('the recording holds no replies');
  await record();
  const before = lines().length;
  appendFileSync(path, '{"type":"exchange","mod\n');
  await expect(ask(replay())).rejects.toMatchObject({
    kind: 'invalid',
    what: expect.stringContaining(`:${before + 1}`),
  });
});
