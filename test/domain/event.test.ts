import { expect, test } from 'vitest';
import { type JournaledEvent, mustBeDurable } from '../../src/domain/event.ts';

const usage = { inputTokens: 1, outputTokens: 1, cacheReadTokens: 0, cacheWriteTokens: 0 };

type Replied = Extract<JournaledEvent, { type: 'model_replied' }>;

function replied(content: Replied['message']['content'], stopReason: Replied['stopReason'] = 'end_turn'): Replied {
  const message = { role: 'assistant' as const, content };
  return { type: 'model_replied', session: 's', turn: 1, message, stopReason, usage, durationMs: 1 };
}

const call = { type: 'tool_call' as const, id: 'c', name: 'bash', input: {} };
const finished: JournaledEvent = {
  type: 'tool_finished',
  session: 's',
  call: 'c',
  name: 'bash',
  text: '[exit code 0]',
  isError: false,
  durationMs: 1,
};
const started = { type: 'tool_started' as const, session: 's', call: 'c', name: 'bash', input: {} };

test.each<[string, JournaledEvent, boolean]>([
  ['a reply that calls tools, which is on disk with the start of the first call', replied([call]), false],
  ['a reply that only speaks was paid for', replied([{ type: 'text', text: 'Done.' }]), true],
  ['a reply that was cut, of which no call is run', replied([call], 'max_tokens'), true],
  ['a reply of which no call can be run', replied([{ ...call, malformed: { raw: '{', problem: 'p' } }]), true],
  ['a call that changes files', { ...started, effect: 'files' }, true],
  ['a command', { ...started, effect: 'command' }, true],
  ['a question to a human', { ...started, effect: 'human' }, true],
  ['a call that only looks, for its reply', { ...started, effect: 'none' }, true],
  ['a result, which is on disk with what follows', finished, false],
  [
    'a plan, which is made again',
    { type: 'tasks_planned', tasks: [], done: [], checks: [], rounds: 3, turns: 9 },
    false,
  ],
  ['an order to pause', { type: 'pause_requested', run: 'r', by: 'Ann' }, true],
  ['the start of a task', { type: 'task_started', task: '1', title: 'T', head: 'abc' }, true],
])('%s', (_name, event, expected) => {
  expect(mustBeDurable(event)).toBe(expected);
});
