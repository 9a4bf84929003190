import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { startAnthropicServer } from '../models/servers/anthropic-server.ts';
import type { ModelServer, ServedReply } from '../models/servers/served.ts';
import { expectDone } from './support/ashlar.ts';
import { makeProject, type Project, parseLines } from './support/project.ts';
import { approveByHand, bash, builtFiles, finish, implementer, implementers, write } from './support/specs.ts';

interface Scene extends Project {
  server: ModelServer;
}

interface Line {
  type: string;
  name?: string;
  reason?: string;
  delayMs?: number;
  endsAt?: number;
}

type Calls = NonNullable<(typeof implementers)[number]['replies'][number]['calls']>;

let ids = 0;
const served = (calls: Calls): ServedReply => ({
  blocks: calls.map(({ name, input }) => ({ call: { id: `id${ids++}`, name, json: JSON.stringify(input ?? {}) } })),
  stop: 'tools',
});

/** What a model without faults says to build all three tasks: eight replies. */
const good = (): ServedReply[] => implementers.flatMap(({ replies }) => replies.map(({ calls = [] }) => served(calls)));

async function openScene(replies: ServedReply[], config = ''): Promise<Scene> {
  const server = await startAnthropicServer(replies);
  onTestFinished(() => server.close());
  const project = makeProject();
  await approveByHand(project);
  if (config !== '') project.write('.ashlar/config.yaml', config);
  Object.assign(project.env, {
    ANTHROPIC_API_KEY: 'sk-secret-key',
    ANTHROPIC_BASE_URL: server.url,
    ASHLAR_MODEL: 'anthropic:claude-sonnet-5-5',
  });
  return { ...project, server };
}

function expectBuilt({ git }: Scene): void {
  expect(git('log', '--format=%s', 'main..ashlar/greet').split('\n')).toHaveLength(3);
  for (const [path, text] of Object.entries(builtFiles)) expect(`${git('show', `ashlar/greet:${path}`)}\n`).toBe(text);
}

const half = '{"path":"greet.txt","content":"wro';
const cut = (json: string, ending: ServedReply['ending']): ServedReply => {
  return { blocks: [{ call: { id: 'cut', name: 'write', json } }], ...(ending === undefined ? {} : { ending }) };
};
const wrong = JSON.stringify({ path: 'greet.txt', content: 'wrong' });

/** What passes: before each good reply some that are broken. The reply is asked for again, and nothing of a broken one is run. */
const passing: [name: string, faults: ServedReply[][], config?: string][] = [
  [
    '[M01] HTTP errors',
    [
      [{ fault: 'overloaded' }, { fault: 'overloaded' }],
      [{ fault: 'rate_limited', headers: { 'retry-after': '1' } }],
      [{ fault: 'rate_limited', headers: { 'retry-after-ms': '700' } }],
      [{ fault: 'server' }],
      [
        { fault: 'server', status: 502 },
        { fault: 'server', status: 503 },
      ],
      [{ fault: 'server', status: 504 }],
      [{ body: '<html>Sign in to the Wi-Fi</html>' }],
    ],
  ],
  [
    '[M08, M17] streams that are cut or fall silent, even after whole calls',
    [
      [{ blocks: [{ text: 'I thi' }], ending: 'reset' }],
      [cut(half, 'close')],
      [cut(wrong, 'close'), cut(wrong, 'reset')],
      [cut(wrong, { error: 'overloaded' })],
      [{ ending: 'hang' }],
      [cut(half, 'hang')],
    ],
    'limits: { modelIdleMs: 1500 }',
  ],
];

test.each(passing)('%s: the whole reply is asked for again', async (_name, faults, config) => {
  const replies = good().flatMap((reply, at) => [...(faults[at] ?? []), reply]);
  const scene = await openScene(replies, config);
  const startedAt = Date.now();
  const ended = await scene.ashlar('run', 'greet', '--stream-json');
  expectDone(ended);
  expectBuilt(scene);
  expect(scene.server.sent).toHaveLength(replies.length);
  const lines = parseLines<Line>(ended.stdout);
  const retries = lines.filter(({ type }) => type === 'retry_scheduled');
  expect(retries).toHaveLength(faults.flat().length);
  for (const { reason = '', delayMs = 0, endsAt = 0 } of retries) {
    expect(reason).toContain('anthropic:claude-sonnet-5-5');
    expect(delayMs).toBeGreaterThan(0);
    expect(endsAt).toBeGreaterThan(startedAt);
  }
  const calls = implementers.flatMap((session) => session.replies).flatMap((reply) => reply.calls);
  expect(lines.filter(({ type }) => type === 'tool_started')).toHaveLength(calls.length);
});

/** What goes back to the model in words: nothing is run, one more reply is asked for each. */
const told: [name: string, fault: ServedReply, says: RegExp][] = [
  ['[M09] no end', { ...cut('{"path": "greet.txt", "content": "un', undefined), stop: 'tools' }, /no JSON object/],
  ['[M11] cut', { blocks: [{ text: 'and so' }], stop: 'max_tokens' }, /was cut at the output limit/],
  ['[M13] empty', {}, /Your reply was empty/],
  ['[M13] blank', { blocks: [{ text: ' \n ' }], stop: 'tools' }, /Your reply was empty/],
  ['[M14] unknown tool', served([{ name: 'sing', input: {} }]), /There is no tool sing\. The tools are/],
  ['[M14] wrong kind', served([{ name: 'write', input: { path: 7 } }]), /must fit this schema: \{/],
  ['[M14] no object', { ...cut('["greet.txt"]', undefined), stop: 'tools' }, /no JSON object/],
  [
    '[M14] too many',
    served([{ name: 'bash', input: { command: 'touch x', cwd: '/' } }]),
    /Unrecognized key: .*fit this schema/,
  ],
];

test('[M09, M11, M13, M14] what is wrong with a reply is told to the model, nothing of it is run, and it goes on', async () => {
  const replies = good().flatMap((reply, at) => [...told.slice(at, at + 1).map(([, fault]) => fault), reply]);
  const scene = await openScene(replies);
  expectDone(await scene.ashlar('run', 'greet'));
  expectBuilt(scene);
  expect(scene.server.sent).toHaveLength(replies.length);
  for (const [at, [name, , says]] of told.entries())
    expect(JSON.stringify(scene.server.sent[2 * at + 1]?.blocks.at(-1)), name).toMatch(says);
});

/** What waiting does not mend: asked once, said with its exit code and what to do. */
const lasting: [name: string, fault: ServedReply, code: number, says: RegExp][] = [
  ['[M05] 401', { fault: 'authentication' }, 4, /ANTHROPIC_API_KEY/],
  ['[M05] 403', { fault: 'authentication', status: 403 }, 4, /ANTHROPIC_API_KEY/],
  ['[M05] 404', { fault: 'not_found' }, 5, /claude-sonnet-5-5/],
  ['[M06] 400', { fault: 'invalid_request' }, 5, /max_tokens: must be positive/],
  ['a spent credit', { fault: 'invalid_request', message: 'Your credit balance is too low' }, 5, /spending limit/],
  ['a wait of an hour', { fault: 'rate_limited', headers: { 'retry-after': '3600' } }, 5, /asks to wait until 2/],
];

test('[M05, M06] what waiting does not mend is asked once and ends with its code; resume goes on each time', async () => {
  const scene = await openScene([...lasting.map(([, fault]) => fault), ...good()]);
  for (const [at, [name, , code, says]] of lasting.entries()) {
    const stopped = await scene.ashlar(at === 0 ? 'run' : 'resume', 'greet');
    expect(stopped.code, name).toBe(code);
    expect(stopped.stderr).toMatch(says);
    expect(stopped.stderr + stopped.stdout).not.toContain('sk-secret-key');
    expect(scene.server.sent).toHaveLength(at + 1);
  }
  expectDone(await scene.ashlar('resume'));
  expectBuilt(scene);
});

test('[M02] a provider that stays overloaded is asked as often as the configuration says, and the run pauses', async () => {
  const scene = await openScene(
    [{ fault: 'overloaded' }, { fault: 'overloaded' }, ...good()],
    'limits: { modelAttempts: 2 }',
  );
  expect(await scene.ashlar('run', 'greet')).toMatchObject({ code: 5 });
  expect(scene.server.sent).toHaveLength(2);
  expect((await scene.ashlar('status')).stdout).toMatch(/paused \(anthropic:\S+ is overloaded/);
  expectDone(await scene.ashlar('resume'));
  expectBuilt(scene);
});

test('[M12] a refusal blocks its task with that reason, and what does not need it is done', async () => {
  const [, , , ...rest] = good();
  const scene = await openScene([{ stop: 'refusal' }, ...rest]);
  const text = scene
    .read('specs/greet/tasks.md')
    .replace('_Requirements: 1.3_', '_Requirements: 1.3_\n  - _Depends: 2_');
  scene.write('specs/greet/tasks.md', text.replace('grep -qx hello greet.txt && ', ''));
  expectDone(await scene.ashlar('approve', 'greet', 'tasks', '--yes', '--no-draft'));
  const ended = await scene.ashlar('run', 'greet');
  expect(ended).toMatchObject({ code: 7 });
  expect(ended.stdout).toContain('Blocked: 1. Done: 2 tasks');
  expect(ended.stderr).toContain('blocked: the model refused to answer');
});

test('[M20] one call again and again is told to the model, then its task is blocked', async () => {
  const project = makeProject();
  await approveByHand(project);
  const look = [bash('cat README.md')];
  project.useScript([{ ...implementer('1', look), ['then' as const]: 'repeat_last' }]);
  const ended = await project.ashlar('run', 'greet', '--stream-json');
  expect(ended.code).toBe(7);
  const types = parseLines<Line & { cause?: string }>(ended.stdout).map(({ type, cause }) => cause ?? type);
  expect(types.filter((type) => type === 'model_replied')).toHaveLength(5);
  expect(types.filter((type) => type === 'repeated')).toHaveLength(1);
});

test('[M27] halves of characters are written and sent as U+FFFD, NULs as they are', async () => {
  const odd = '{"path":"odd.txt","content":"a\\ud800b\\u0000"}';
  const call: ServedReply = { blocks: [{ call: { id: 'odd', name: 'write', json: odd } }], stop: 'tools' };
  const scene = await openScene([call, ...good()]);
  const ended = await scene.ashlar('run', 'greet', '--stream-json');
  expectDone(ended);
  expect(scene.git('show', 'ashlar/greet:odd.txt')).toBe('a\ufffdb\u0000');
  expect(JSON.stringify(scene.server.bodies)).not.toMatch(/\\ud8/i);
  expect(parseLines<Line>(ended.stdout).at(-1)).toMatchObject({ type: 'result' });
});

test('[M30] another model goes on with the session, without the reasoning of the first', async () => {
  const thinking = { thinking: 'I shall write.', signature: 'sealed' };
  const [first, ...rest] = good();
  const scene = await openScene([
    { ...first, blocks: [thinking, ...(first?.blocks ?? [])] },
    { fault: 'authentication' },
    ...rest,
  ]);
  expect(await scene.ashlar('run', 'greet')).toMatchObject({ code: 4 });
  expect(scene.server.sent[1]?.blocks.map(({ type }) => type)).toContain('thinking');
  expectDone(await scene.ashlar('resume', '--model', 'anthropic:claude-opus-5-5'));
  expectBuilt(scene);
  const after = scene.server.sent.slice(2);
  expect(new Set(after.map(({ model }) => model))).toEqual(new Set(['claude-opus-5-5']));
  expect(after.flatMap(({ blocks }) => blocks).map(({ type }) => type)).not.toContain('thinking');
  const { runs } = JSON.parse((await scene.ashlar('cost', '--json')).stdout) as {
    runs: { models: { name: string; calls: number }[] }[];
  };
  expect(runs[0]?.models.map(({ name, calls }) => [name, calls])).toEqual([
    ['anthropic:claude-sonnet-5-5', 1],
    ['anthropic:claude-opus-5-5', 7],
  ]);
});

/** Answers the first request with so many blocks of text, each of so many megabytes, and all others with an error. */
async function startFlood(blocks: number, megabytes: number): Promise<string> {
  const event = (type: string, more: object) => `event: ${type}\ndata: ${JSON.stringify({ type, ...more })}\n\n`;
  const text = 'so it goes on '.repeat(Math.ceil((megabytes * 1024 * 1024) / 14 / 8));
  let asked = 0;
  const server = createServer(async (_request, response) => {
    asked += 1;
    if (asked > 1) return void response.writeHead(401).end('{}');
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    const send = async (data: string) => {
      if (!response.write(data)) await new Promise((done) => response.once('drain', done));
    };
    await send(
      event('message_start', { message: { id: 'm', type: 'message', role: 'assistant', content: [], usage: {} } }),
    );
    for (let index = 0; index < blocks; index++) {
      await send(event('content_block_start', { index, content_block: { type: 'text', text: '' } }));
      for (let part = 0; part < 8; part++)
        await send(event('content_block_delta', { index, delta: { type: 'text_delta', text } }));
      await send(event('content_block_stop', { index }));
    }
    await send(event('message_delta', { delta: { stop_reason: 'max_tokens' }, usage: { output_tokens: 1 } }));
    await send(event('message_stop', {}));
    response.end();
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** The most memory that the process had so far, in megabytes. */
function peakMegabytes(pid: number | undefined): number {
  const file = `/proc/${pid}/status`;
  const found = existsSync(file) ? /VmHWM:\s+(\d+) kB/.exec(readFileSync(file, 'utf8')) : null;
  return Number(found?.[1] ?? 0) / 1024;
}

test.each([
  ['50 MB in one text', 1, 50],
  ['5,000 blocks', 5_000, 0.001],
])('[M19] %s: it is cut, and the program stays small', async (_name, blocks, megabytes) => {
  const scene = await openScene([]);
  scene.env.ANTHROPIC_BASE_URL = await startFlood(blocks, megabytes);
  const running = scene.start('run', 'greet', '--json');
  let peak = 0;
  while (running.child.exitCode === null) {
    peak = Math.max(peak, peakMegabytes(running.child.pid));
    await delay(20);
  }
  expect(await running.ended).toMatchObject({ code: 4 });
  expect(peak).toBeLessThan(500);
  const { runs } = JSON.parse((await scene.ashlar('log', 'greet', '--json')).stdout) as {
    runs: { events: { event: { type: string; message?: { content: { text: string }[] } } }[] }[];
  };
  const reply = runs[0]?.events.find(({ event }) => event.type === 'model_replied')?.event.message?.content;
  expect(reply).toHaveLength(blocks);
  if (megabytes > 1) expect(reply?.[0]?.text).toMatch(/^so it goes on [\s\S]*characters left out/);
  expect(JSON.stringify(reply).length).toBeLessThan(8 * 1024 * 1024);
});

test('[M22] what the model says to be done and is not goes back to it, and the task is blocked in the end', async () => {
  const project = makeProject();
  await approveByHand(project);
  project.useScript([implementer('1', [write('greet.txt', 'bye\n'), finish()], [finish()], [finish()])]);
  const ended = await project.ashlar('run', 'greet');
  expect(ended.code).toBe(7);
  expect(ended.stderr).toContain('still ends with exit code 1 after 3 rounds');
  expect(project.git('log', '--format=%s', 'main..ashlar/greet')).toBe('');
});
