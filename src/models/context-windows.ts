import { bareName } from './prices.ts';

/**
 * Tokens that a conversation with the model may have, or undefined where that is not known: it is never guessed.
 * `overrides` are by model id, with or without the provider, and stand before what is known.
 */
export function contextWindow(modelId: string, overrides: Readonly<Record<string, number>> = {}): number | undefined {
  const name = modelId.slice(modelId.indexOf(':') + 1);
  return overrides[modelId] ?? overrides[name] ?? (bareName(modelId)?.startsWith('claude-') ? claudeTokens : undefined);
}

/** What every Claude model has; some can have more. */
const claudeTokens = 200_000;
