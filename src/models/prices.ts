import type { Price } from '../domain/config.ts';
import type { Usage } from '../domain/model.ts';

/**
 * What one reply cost in US dollars, or undefined where no price of the model is known: it is never guessed. `overrides`
 * are by model id, with or without the provider, and stand before the table.
 */
export function costUsd(
  modelId: string,
  usage: Usage,
  overrides: Readonly<Record<string, Price>> = {},
): number | undefined {
  const price = overrides[modelId] ?? overrides[nameOf(modelId)] ?? listPrice(modelId, usage);
  if (price === undefined) return undefined;
  const dollars =
    usage.inputTokens * price.input +
    usage.outputTokens * price.output +
    usage.cacheReadTokens * (price.cacheRead ?? price.input) +
    usage.cacheWriteTokens * (price.cacheWrite ?? price.input);
  return dollars / 1_000_000;
}

const nameOf = (modelId: string) => modelId.slice(modelId.indexOf(':') + 1);

/** Anthropic's list prices for a million tokens, with cache writes for five minutes. */
const prices: Readonly<Record<string, Price>> = {
  'claude-fable-5-1': { input: 10, output: 50, cacheRead: 0.25, cacheWrite: 12.5 },
  'claude-fable-5': { input: 10, output: 50, cacheRead: 1, cacheWrite: 12.5 },
  'claude-opus-5-5': { input: 4, output: 20, cacheRead: 0.2, cacheWrite: 5 },
  'claude-opus-5': { input: 5, output: 25, cacheRead: 0.5, cacheWrite: 6.25 },
  'claude-opus-4-8': { input: 5, output: 25, cacheRead: 0.5, cacheWrite: 6.25 },
  'claude-opus-4-7': { input: 5, output: 25, cacheRead: 0.5, cacheWrite: 6.25 },
  'claude-opus-4-6': { input: 5, output: 25, cacheRead: 0.5, cacheWrite: 6.25 },
  'claude-opus-4-5': { input: 5, output: 25, cacheRead: 0.5, cacheWrite: 6.25 },
  'claude-opus-4-1': { input: 15, output: 75, cacheRead: 1.5, cacheWrite: 18.75 },
  'claude-sonnet-5-5': { input: 2, output: 10, cacheRead: 0.1, cacheWrite: 2.5 },
  'claude-sonnet-5': { input: 2, output: 10, cacheRead: 0.2, cacheWrite: 2.5 },
  'claude-sonnet-4-6': { input: 3, output: 15, cacheRead: 0.3, cacheWrite: 3.75 },
  'claude-sonnet-4-5': { input: 3, output: 15, cacheRead: 0.3, cacheWrite: 3.75 },
  'claude-sonnet-4': { input: 3, output: 15, cacheRead: 0.3, cacheWrite: 3.75 },
  'claude-haiku-5-5': { input: 0.1, output: 0.5, cacheRead: 0.01, cacheWrite: 0.125 },
  'claude-haiku-4-5': { input: 1, output: 5, cacheRead: 0.1, cacheWrite: 1.25 },
};

/** These cost more, on every token of the reply, where its prompt is longer than `tokens`. */
const longPrompts: Readonly<Record<string, { tokens: number; price: Price }>> = {
  'claude-haiku-5-5': { tokens: 100_000, price: { input: 0.5, output: 2.5, cacheRead: 0.05, cacheWrite: 0.625 } },
};

/** Older models cost the same in every region of Bedrock; the others a tenth more where they are not `global.`. */
const withoutSurcharge: ReadonlySet<string> = new Set(['claude-opus-4-1', 'claude-sonnet-4']);
const surcharge = 1.1;

/** The name that Anthropic gives a model of its own, whoever serves it: `claude-sonnet-5-5`. */
export function bareName(modelId: string): string | undefined {
  return partsOf(modelId)[3];
}

function partsOf(modelId: string): readonly (string | undefined)[] {
  const id = bareId(modelId);
  return /^(?:(\w+):)?(?:([\w-]+)\.)?(?:anthropic\.)?(claude-[\w-]+?)(?:-\d{8})?(?:-v\d+(?::\d+)?)?$/.exec(id) ?? [];
}

function listPrice(modelId: string, usage: Usage): Price | undefined {
  const [, provider, region, name] = partsOf(modelId);
  if (name === undefined || (provider !== undefined && provider !== 'anthropic' && provider !== 'bedrock'))
    return undefined;
  const long = longPrompts[name];
  const promptTokens = usage.inputTokens + usage.cacheReadTokens + usage.cacheWriteTokens;
  const price = long !== undefined && promptTokens > long.tokens ? long.price : prices[name];
  const regional = provider === 'bedrock' && region !== 'global' && !withoutSurcharge.has(name);
  return price !== undefined && regional ? raise(price) : price;
}

/** The id without the ARN that an inference profile may be named by. */
const bareId = (modelId: string) => modelId.replace(/^bedrock:arn:[^/]+\//, 'bedrock:');

function raise({ input, output, cacheRead = input, cacheWrite = input }: Price): Price {
  return {
    input: input * surcharge,
    output: output * surcharge,
    cacheRead: cacheRead * surcharge,
    cacheWrite: cacheWrite * surcharge,
  };
}
