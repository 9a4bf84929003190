import { expect, test } from 'vitest';
import { contextWindow } from '../../src/models/context-windows.ts';

test.each([
  ['anthropic:claude-sonnet-5-5', 200_000],
  ['anthropic:claude-opus-4-5-20251101', 200_000],
  ['bedrock:us.anthropic.claude-sonnet-4-5-20250929-v1:0', 200_000],
  ['openai:qwen3-coder', undefined],
  ['scripted:script.yaml', undefined],
])('of %s it is %s', (model, tokens) => {
  expect(contextWindow(model)).toBe(tokens);
});

test('what the configuration says stands before it, with the provider or without', () => {
  const set = { 'openai:qwen3-coder': 32_000, 'claude-sonnet-5-5': 1_000_000 };
  expect(contextWindow('openai:qwen3-coder', set)).toBe(32_000);
  expect(contextWindow('anthropic:claude-sonnet-5-5', set)).toBe(1_000_000);
});
