import type Anthropic from '@anthropic-ai/sdk';
import type { Model, ModelDelta, ModelReply, ModelRequest } from '../domain/model.ts';
import { createAnthropicReply } from './anthropic-reply.ts';
import { type Thinking, toAnthropicRequest } from './anthropic-request.ts';
import { type Failure, faultOfStatus, type ProviderWords } from './faults.ts';
import {
  type Classified,
  type HttpFailure,
  missingKey,
  quietClient,
  spendingLimit,
  takeReply,
  toModelErrorBy,
} from './http-sdk.ts';
import { readStream } from './stream.ts';

export interface AnthropicOptions {
  name: string;
  apiKey?: string | undefined;
  /** In place of a key, as for a gateway. */
  authToken?: string | undefined;
  baseUrl?: string | undefined;
  thinking?: Thinking | undefined;
}

/** Claude through the Messages API of Anthropic, or of an endpoint that speaks it. */
export function createAnthropicModel(options: AnthropicOptions): Model {
  const id = `anthropic:${options.name}`;
  const words: ProviderWords = {
    id,
    address: options.baseUrl,
    secrets: [options.apiKey, options.authToken],
    hints: {
      authentication: 'set ANTHROPIC_API_KEY to a valid key, or choose another model with `--model`',
      not_found: 'check the name after `anthropic:`, as in `--model anthropic:claude-sonnet-5-5`',
      bad_address: 'correct ANTHROPIC_BASE_URL, or unset it, then `ashlar resume`',
      connection: 'check the network and ANTHROPIC_BASE_URL, then `ashlar resume`',
    },
  };
  // The SDK loads while the rest of the first request is made; who asks sees its error.
  const client = connect(options);
  client.catch(() => undefined);

  async function* stream(request: ModelRequest, signal: AbortSignal): AsyncGenerator<ModelDelta, ModelReply, void> {
    if (!options.apiKey && !options.authToken) throw missingKey(words);
    const sdk = await client;
    const reply = createAnthropicReply(request, id);
    const body = toAnthropicRequest(request, { ...options, id });
    const events = readStream({
      open: (whileRead) => openEvents(sdk, body, whileRead),
      signal,
      toModelError: toModelErrorBy(classify, words),
    });
    for await (const event of events) yield reply.accept(event);
    return takeReply(reply, words);
  }
  return { id, stream };
}

/** Every option is given, so that the SDK looks for nothing in the environment. */
async function connect({ apiKey, authToken, baseUrl }: AnthropicOptions): Promise<Anthropic> {
  const { default: Client } = await import('@anthropic-ai/sdk');
  return new Client({
    apiKey: apiKey || null,
    authToken: apiKey ? null : (authToken ?? null),
    baseURL: baseUrl ?? null,
    ...quietClient,
  });
}

/** The events as they come, `ping` too: a model that thinks in silence sends nothing else, and it is a sign of life. */
async function openEvents(
  sdk: Anthropic,
  body: Anthropic.MessageCreateParamsStreaming,
  signal: AbortSignal,
): Promise<AsyncIterable<Anthropic.RawMessageStreamEvent>> {
  const { Stream } = await import('@anthropic-ai/sdk/core/streaming');
  const response = await sdk.messages.create(body, { signal }).asResponse();
  return parseEvents(Stream.rawEvents(response));
}

async function* parseEvents(events: AsyncIterable<{ event: string | null; data: string }>) {
  for await (const { event, data } of events) {
    if (event === null || data === '') continue;
    const parsed = JSON.parse(data) as Anthropic.RawMessageStreamEvent;
    if (event === 'error') throw Object.assign(new Error(data), { error: parsed });
    yield parsed;
  }
}

function classify({ status, kinds, message }: HttpFailure, begun: boolean): Classified {
  if (/credit balance is too low/i.test(message) || kinds.includes('enforced_spend_limit_reached')) {
    return spendingLimit;
  }
  if (status !== undefined) return { fault: faultOfStatus(status, message) };
  const kind = kinds.map((name) => errorEvents[name]).find((fault) => fault !== undefined);
  if (kind !== undefined) return { fault: kind === 'invalid_request' ? faultOfStatus(400, message) : kind };
  return { fault: begun ? 'stream_cut' : 'connection' };
}

/** The kinds of an `error` event, which comes without a status. */
const errorEvents: Record<string, Failure['fault']> = {
  overloaded_error: 'overloaded',
  rate_limit_error: 'rate_limited',
  api_error: 'server',
  timeout_error: 'server',
  authentication_error: 'authentication',
  permission_error: 'authentication',
  not_found_error: 'not_found',
  invalid_request_error: 'invalid_request',
  request_too_large: 'context_full',
};
