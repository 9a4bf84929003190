import { expect, test } from 'vitest';
import { costUsd } from '../../src/models/prices.ts';

const million = { inputTokens: 1e6, outputTokens: 1e6, cacheReadTokens: 1e6, cacheWriteTokens: 1e6 };
const short = { inputTokens: 1_000, outputTokens: 1_000, cacheReadTokens: 1_000, cacheWriteTokens: 1_000 };

test.each([
  ['anthropic:claude-opus-5-5', 4 + 20 + 0.2 + 5],
  ['anthropic:claude-opus-5', 5 + 25 + 0.5 + 6.25],
  ['anthropic:claude-opus-4-8', 5 + 25 + 0.5 + 6.25],
  ['anthropic:claude-opus-4-5-20251101', 5 + 25 + 0.5 + 6.25],
  ['anthropic:claude-sonnet-5-5', 2 + 10 + 0.1 + 2.5],
  ['anthropic:claude-sonnet-5', 2 + 10 + 0.2 + 2.5],
  ['anthropic:claude-sonnet-4-6', 3 + 15 + 0.3 + 3.75],
  ['claude-haiku-4-5-20251001', 1 + 5 + 0.1 + 1.25],
])('a million tokens of each kind on %s cost $%d', (model, dollars) => {
  expect(costUsd(model, million)).toBeCloseTo(dollars, 9);
});

test.each([
  ['bedrock:global.anthropic.claude-sonnet-4-5-20250929-v1:0', 22.05],
  ['bedrock:us.anthropic.claude-sonnet-4-5-20250929-v1:0', 22.05 * 1.1],
  ['bedrock:anthropic.claude-opus-4-6-v1', 36.75 * 1.1],
  ['bedrock:us.anthropic.claude-opus-4-1-20250805-v1:0', 110.25],
  ['bedrock:us-gov.anthropic.claude-sonnet-4-5-20250929-v1:0', 22.05 * 1.1],
  ['bedrock:arn:aws:bedrock:us-east-1:123456789012:inference-profile/global.anthropic.claude-opus-5-5', 29.2],
])('%s is the same model, a tenth dearer where it is bound to a region', (model, dollars) => {
  expect(costUsd(model, million)).toBeCloseTo(dollars, 9);
});

test('a long prompt costs more on the model that has two prices', () => {
  expect(costUsd('anthropic:claude-haiku-5-5', short)).toBeCloseTo((0.1 + 0.5 + 0.01 + 0.125) / 1000, 12);
  expect(costUsd('anthropic:claude-haiku-5-5', million)).toBeCloseTo(0.5 + 2.5 + 0.05 + 0.625, 9);
});

test.each([
  'anthropic:claude-opus-6',
  'anthropic:claude-fable-5-2',
  'anthropic:claude-sonnet-5-5-turbo',
  'openai:claude-sonnet-5',
  'openai:qwen3-coder:30b',
  'bedrock:amazon.nova-pro-v1:0',
  'scripted:play.yaml',
  'replay:session.jsonl',
])('the price of %s is not guessed', (model) => {
  expect(costUsd(model, million)).toBeUndefined();
});

test('a price of the configuration stands first, by the whole id or the name alone', () => {
  const price = { input: 1, output: 2 };
  expect(costUsd('openai:qwen3-coder:30b', million, { 'openai:qwen3-coder:30b': price })).toBe(1 + 2 + 1 + 1);
  expect(costUsd('openai:qwen3-coder:30b', million, { 'qwen3-coder:30b': price })).toBe(5);
  expect(
    costUsd('anthropic:claude-opus-5', million, { 'claude-opus-5': { ...price, cacheRead: 0, cacheWrite: 0 } }),
  ).toBe(3);
});
