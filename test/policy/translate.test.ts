import { expect, test } from 'vitest';
import type { ToolCall } from '../../src/domain/message.ts';
import { toPolicyRequest } from '../../src/policy/translate.ts';

const call = (name: string, input: Record<string, unknown>): ToolCall => ({ type: 'tool_call', id: 'c1', name, input });
const request = (name: string, input: Record<string, unknown>) => toPolicyRequest(call(name, input), 'implementer');

test('each tool asks for its own action on what it was called with', () => {
  expect(request('read', { path: 'a.ts' })).toEqual({ role: 'implementer', action: 'readFile', resource: 'a.ts' });
  expect(request('grep', { pattern: 'x' })).toMatchObject({ action: 'readFile', resource: '.' });
  expect(request('grep', { pattern: 'x', path: 'src' })).toMatchObject({ action: 'readFile', resource: 'src' });
  expect(request('write', { path: 'a.ts', content: 'x' })).toMatchObject({
    action: 'writeFile',
    resource: 'a.ts',
    text: 'x',
  });
  expect(request('edit', { path: 'a.ts', old: 'x', new: 'y' })).toMatchObject({
    action: 'writeFile',
    text: 'y',
    before: 'x',
  });
  expect(request('bash', { command: 'ls -l' })).toMatchObject({ action: 'runCommand', resource: 'ls -l' });
});

test('what touches nothing, or cannot be understood, asks for nothing', () => {
  expect(request('ask', { question: 'x' })).toBeUndefined();
  expect(request('glob', { pattern: '*' })).toBeUndefined();
  expect(request('read', { path: 7 })).toBeUndefined();
  expect(request('toString', { path: 'a' })).toBeUndefined();
  const malformed = { ...call('read', { path: 'a' }), malformed: { problem: 'cut', raw: '{' } };
  expect(toPolicyRequest(malformed, 'implementer')).toBeUndefined();
});
