import { expect, test } from 'vitest';
import type { Message } from '../../src/domain/message.ts';
import { maskDurations } from '../../src/models/mask-durations.ts';

const result = (text: string): Message => ({
  role: 'user',
  content: [{ type: 'tool_result', callId: 'a', text, isError: false }],
});
const same = (one: string, other: string) =>
  JSON.stringify(maskDurations(result(one))) === JSON.stringify(maskDurations(result(other)));

test.each([
  ['# duration_ms 45.2', '# duration_ms 101'],
  ['✓ works (3 ms)', '✓ works (12ms)'],
  ['3 passed in 0.42s', '3 passed in 1.03s'],
  ['Time:        1.2 s', 'Time:        0.9 s'],
  ['ok  	pkg	0.012s', 'ok  	pkg	1.101s'],
  ['Duration  512ms (transform 120ms)', 'Duration  498ms (transform 99ms)'],
])('%j and %j differ only in what was measured', (one, other) => {
  expect(same(one, other)).toBe(true);
});

test.each([
  ['const timeoutMs = 15;', 'const timeoutMs = 20;'],
  ['3 passed in 0.42s', '4 passed in 0.42s'],
  ['version 1.2.3', 'version 1.2.4'],
  ['wait 15 s', 'wait 20 s'],
])('%j and %j are not the same', (one, other) => {
  expect(same(one, other)).toBe(false);
});

test('what a person or the model wrote is left as it is', () => {
  const said: Message[] = [
    { role: 'user', content: [{ type: 'text', text: 'in 0.5 s' }] },
    { role: 'assistant', content: [{ type: 'text', text: 'in 0.5 s' }] },
  ];
  expect(said.map(maskDurations)).toEqual(said);
});
