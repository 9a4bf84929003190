import { expect, test } from 'vitest';
import { markRequest } from '../../src/agent/request-reply.ts';
import type { Message } from '../../src/domain/message.ts';
import { userText } from '../../src/domain/message.ts';
import type { ModelRequest } from '../../src/domain/model.ts';
import type { ScriptedReply } from '../../src/models/script.ts';
import { drain, ofType } from '../support/drain.ts';
import { openSessionBench } from './session-bench.ts';

/** What a provider caches: the blocks in their order, each with its role. */
function blocksOf(messages: readonly Message[]): string[] {
  return messages.flatMap(({ role, content }) => content.map((block) => JSON.stringify([role, block])));
}

function expectExtends(next: ModelRequest, before: ModelRequest): void {
  expect(next.system).toBe(before.system);
  expect(JSON.stringify(next.tools)).toBe(JSON.stringify(before.tools));
  const [shorter, longer] = [blocksOf(before.messages), blocksOf(next.messages)];
  expect(longer.slice(0, shorter.length)).toEqual(shorter);
}

function expectAlternates({ messages }: ModelRequest): void {
  const users = messages.filter((message, at) => message.role === 'user' && messages[at - 1]?.role === 'user');
  expect(users).toEqual([]);
  expect(messages[0]?.role).toBe('user');
}

/** Thirty replies of every shape: reads, parallel calls, edits, malformed and unknown calls, cut, empty and paused ones. */
function longScript(): ScriptedReply[] {
  const shapes: ((n: number) => ScriptedReply)[] = [
    (n) => ({ thinking: `Step ${n}.`, calls: [{ name: 'read', input: { path: `${n % 3}.txt` } }] }),
    (n) => ({
      text: 'Two at once.',
      calls: [
        { name: 'write', input: { path: `new-${n}.txt`, content: `${n}` } },
        { name: 'bash', input: { command: `echo ${n}` } },
      ],
    }),
    (n) => ({ text: `half of ${n}`, stop: 'max_tokens' }),
    () => ({ calls: [{ name: 'write', raw: '{"path":' }, { name: 'sing' }] }),
    (n) => ({ calls: [{ name: 'finish', input: { summary: `Built ${n}.` } }] }),
    (n) => ({ text: `Waiting ${n}.`, stop: 'paused' }),
  ];
  return Array.from({ length: 30 }, (_unused, n) => shapes[n % shapes.length]?.(n) ?? {});
}

test('each of thirty requests extends the one before it, through feedback and restarts, and users never speak twice in a row', async () => {
  const files = { '0.txt': 'a', '1.txt': 'b', '2.txt': 'c' };
  const bench = await openSessionBench({ replies: longScript(), files, empty: [0, 5, 17] });
  for (let round = 0; round < 30 && bench.session().turn < 30; round++) {
    const { end } = await drain(bench.go({ maxTurns: 30 }));
    if (end !== 'turn_limit') await bench.feed('checks_failed', `Round ${round} was red.`);
    const { running, folded } = bench.states();
    expect(folded).toStrictEqual(running);
    if (round % 2 === 1) bench.restart();
  }
  expect(bench.requests).toHaveLength(30);
  for (const [at, request] of bench.requests.entries()) {
    expectAlternates(request);
    const before = bench.requests[at - 1];
    if (before !== undefined) expectExtends(request, before);
  }
});

test('what is said before the model replied joins the message that waits for it', async () => {
  const bench = await openSessionBench({
    replies: [{ calls: [{ name: 'finish', input: { summary: 'Done.' } }] }, { text: 'ok' }],
  });
  await drain(bench.go());
  await bench.feed('no_change', 'Nothing was changed.');
  await bench.feed('checks_failed', 'And the checks are red.');
  await drain(bench.go());
  expect(bench.requests[1]?.messages.at(-1)).toEqual({
    role: 'user',
    content: [
      { type: 'tool_result', callId: 'call_0_0', text: 'The report was taken down.', isError: false },
      { type: 'text', text: 'Nothing was changed.' },
      { type: 'text', text: 'And the checks are red.' },
    ],
  });
});

test('a recorded reply carries the mark of its request, which differs wherever what was said differs', async () => {
  const bench = await openSessionBench({
    replies: [{ calls: [{ name: 'glob', input: { pattern: '*' } }] }, { text: 'Done.' }],
  });
  const { events } = await drain(bench.go());
  const marks = ofType(events, 'model_replied').map(({ request }) => request);
  expect(marks).toEqual(bench.requests.map(markRequest));
  const [one, two] = [userText('one'), userText('two')];
  const said = [[one], [two], [one, two], [two, one], [userText('longer'), one]];
  expect(new Set(said.map((messages) => markRequest({ messages }))).size).toBe(said.length);
});
