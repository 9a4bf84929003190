import fc from 'fast-check';
import { expect, test } from 'vitest';
import { toolCallsOf } from '../../src/domain/message.ts';
import type { ModelRequest } from '../../src/domain/model.ts';
import type { ScriptedReply } from '../../src/models/script.ts';
import { drain, drainUntil, ofType } from '../support/drain.ts';
import { type BenchOptions, openSessionBench } from './session-bench.ts';

const used = (inputTokens: number) => ({ inputTokens, outputTokens: 0, cacheReadTokens: 0, cacheWriteTokens: 0 });
const read = (path: string, tokens: number): ScriptedReply => {
  return { calls: [{ name: 'read', input: { path } }], usage: used(tokens) };
};
const finish: ScriptedReply = { calls: [{ name: 'finish', input: { summary: 'Built it.' } }] };

/** Files of 400 characters, which is about a hundred tokens. */
const names = Array.from({ length: 12 }, (_, n) => `f${n}.txt`);
const files = Object.fromEntries(names.map((name) => [name, `${name} ${'x'.repeat(395)}`]));

/** The texts of the results that a request holds. */
const resultsOf = ({ messages }: ModelRequest) =>
  messages.flatMap(({ content }) => content.flatMap((block) => (block.type === 'tool_result' ? [block.text] : [])));

const isCleared = (text: string) => text.includes('were cleared to make room');

test('results that can be had again are cleared oldest first, several at once, and say how to have them again', async () => {
  const replies = names.slice(0, 8).map((name, n) => read(name, 100 * (n + 1)));
  const bench = await openSessionBench({ replies: [...replies, finish], files, windowTokens: 1_000 });
  const { events } = await drain(bench.go());
  const counts = bench.requests.map((request) => resultsOf(request).filter(isCleared).length);
  expect(counts).toEqual([0, 0, 0, 0, 0, 0, 3, 3, 5]);
  const [cleared] = ofType(events, 'context_cleared');
  expect(cleared?.results.map(({ call }) => call)).toEqual(['call_0_0', 'call_1_0', 'call_2_0']);
  expect(resultsOf(bench.requests.at(-1) ?? fail())[0]).toMatch(
    /^\[\d+ characters were cleared to make room\. Call read with \{"path":"f0\.txt"\} to have them again\.\]$/,
  );
});

function fail(): never {
  throw new Error('nothing was asked');
}

test('what cannot be had again stays: what commands said, short results, and the last turns', async () => {
  const print = { name: 'bash', input: { command: 'printf "%0600d" 7' } };
  const replies: ScriptedReply[] = [
    { calls: [print], usage: used(900) },
    read('none.txt', 900),
    ...names.slice(0, 4).map((name) => read(name, 900)),
  ];
  const bench = await openSessionBench({ replies: [...replies, finish], files, windowTokens: 600 });
  await drain(bench.go());
  const last = resultsOf(bench.requests.at(-1) ?? fail());
  expect(last[0]).toContain('0000007');
  expect(last[1]).toContain('There is no file none.txt');
  expect(last.map(isCleared)).toEqual([false, false, true, false, false, false]);
});

test('a conversation whose window is not known is left alone', async () => {
  const bench = await openSessionBench({ replies: [...names.map((name) => read(name, 1e9)), finish], files });
  await drain(bench.go());
  expect(bench.requests.flatMap(resultsOf).some(isCleared)).toBe(false);
});

test('where clearing is not enough the model hands over in one last reply, of which no call is run', async () => {
  const last = { text: 'Half is done.', calls: [{ name: 'bash', input: { command: 'touch ran' } }] };
  const replies = [read('f0.txt', 10), read('f1.txt', 20), read('f2.txt', 800), { ...last, expect: 'Hand over.' }];
  const bench = await openSessionBench({ replies, files, windowTokens: 1_000, handOff: 'Hand over.' });
  const { events, end } = await drain(bench.go());
  expect(end).toBe('handed_off');
  expect(ofType(events, 'session_fed').map(({ cause }) => cause)).toEqual(['hand_off']);
  expect(() => bench.text('ran')).toThrow('ENOENT');
  bench.restart();
  expect((await drain(bench.go())).end).toBe('handed_off');
  expect(bench.requests).toHaveLength(4);
});

test('a request for which the provider has no room is asked again without what can be had again', async () => {
  const [first, second, third] = names.map((name) => read(name, 10));
  const replies = [first, second, { ...third, fault: 'context_full', faultTimes: 1 }, finish] as ScriptedReply[];
  const bench = await openSessionBench({ replies, files });
  const { events, end } = await drain(bench.go());
  expect(end).toBe('finished');
  expect(ofType(events, 'context_filled')).toHaveLength(1);
  expect(resultsOf(bench.requests[3] ?? fail()).map(isCleared)).toEqual([true, false]);
});

test('where nothing more can be cleared the session is full', async () => {
  const replies = [read('f0.txt', 10), read('f1.txt', 10), { fault: 'context_full' }] as ScriptedReply[];
  const bench = await openSessionBench({ replies, files });
  const { end, events } = await drain(bench.go());
  expect(end).toBe('context_full');
  expect(ofType(events, 'context_filled')).toHaveLength(2);
  expect((await drain((await openSessionBench({ replies: [{ fault: 'context_full' }] })).go())).end).toBe(
    'context_full',
  );
});

/** Each call has its result in the message after it, and no result is without its call. */
function expectPaired({ messages }: ModelRequest): void {
  for (const [at, message] of messages.entries()) {
    const calls = message.role === 'assistant' ? toolCallsOf(message).map(({ id }) => id) : [];
    const next = messages[at + 1];
    const results = next?.content.flatMap((block) => (block.type === 'tool_result' ? [block.callId] : [])) ?? [];
    if (next !== undefined && message.role === 'assistant') expect(results).toEqual(calls);
  }
}

const withoutRepeats = (requests: readonly ModelRequest[]) => {
  const texts = requests.map((request) => JSON.stringify(request));
  return texts.filter((text, at) => text !== texts[at - 1]);
};

test('a session that is left anywhere and taken up again sends the very same requests, and calls keep their results', async () => {
  const turns = fc.array(fc.record({ file: fc.nat(names.length - 1), tokens: fc.integer({ min: 50, max: 900 }) }), {
    minLength: 4,
    maxLength: 14,
  });
  const property = fc.asyncProperty(turns, fc.array(fc.nat(60), { maxLength: 3 }), async (script, crashes) => {
    const reads = script.map(({ file, tokens }) => read(names[file] ?? '', tokens));
    const options: BenchOptions = {
      replies: [...reads, finish],
      files,
      windowTokens: 1_000,
      handOff: 'Hand over.',
    };
    const whole = await openSessionBench(options);
    const wanted = await drain(whole.go());
    const cut = await openSessionBench(options);
    for (const after of crashes) {
      let seen = 0;
      await drainUntil(cut.go(), () => seen++ === after).catch(() => undefined);
      cut.restart();
    }
    const { end } = await drain(cut.go());
    expect(end).toBe(wanted.end);
    expect(withoutRepeats(cut.requests)).toEqual(withoutRepeats(whole.requests));
    for (const request of cut.requests) expectPaired(request);
  });
  await fc.assert(property, { numRuns: 15 });
});
