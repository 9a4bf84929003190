import type { Model, ModelDelta, ModelError, ModelReply, ModelRequest } from '../domain/model.ts';
import type { AnthropicClient, Connection } from './anthropic-client.ts';
import { createAnthropicReply } from './anthropic-reply.ts';
import { type Thinking, toAnthropicRequest } from './anthropic-request.ts';
import {
  type Failure,
  faultOfStatus,
  type HttpFailure,
  type ProviderWords,
  providerError,
  readHttpFailure,
} from './faults.ts';
import { readStream } from './stream.ts';

export interface AnthropicOptions extends Connection {
  name: string;
  thinking?: Thinking | undefined;
}

/** Claude through the Messages API of Anthropic, or of an endpoint that speaks it. */
export function createAnthropicModel(options: AnthropicOptions): Model {
  const id = `anthropic:${options.name}`;
  const words: ProviderWords = {
    id,
    secrets: [options.apiKey, options.authToken],
    hints: {
      authentication: 'set ANTHROPIC_API_KEY to a valid key, or choose another model with `--model`',
      not_found: 'check the name after `anthropic:`, as in `--model anthropic:claude-sonnet-5-5`',
      connection: 'check the network and ANTHROPIC_BASE_URL, then `ashlar resume`',
    },
  };
  // The SDK loads while the rest of the first request is made; who asks sees its error.
  const client = connect(options);
  client.catch(() => undefined);

  async function* stream(request: ModelRequest, signal: AbortSignal): AsyncGenerator<ModelDelta, ModelReply, void> {
    if (!options.apiKey && !options.authToken) {
      throw providerError(words, { fault: 'authentication', why: 'no key is set' });
    }
    const { openEvents } = await client;
    const reply = createAnthropicReply(request, id);
    const body = toAnthropicRequest(request, { ...options, id });
    const events = readStream({
      open: (whileRead) => openEvents(body, whileRead),
      signal,
      toModelError: (error, begun) => toModelError(words, error, begun),
    });
    for await (const event of events) yield reply.accept(event);
    if (reply.progress() === 'complete') return reply.finish();
    throw reply.progress() === 'cut'
      ? providerError(words, { fault: 'stream_cut', why: 'the stream closed before the reply was complete' })
      : providerError(words, {
          fault: 'connection',
          why: 'the answer held no events; a proxy may have answered instead',
        });
  }
  return { id, stream };
}

async function connect(options: Connection): Promise<AnthropicClient> {
  const { connectAnthropic } = await import('./anthropic-client.ts');
  return connectAnthropic(options);
}

function toModelError(words: ProviderWords, error: unknown, begun: boolean): ModelError {
  const http = readHttpFailure(error);
  const { message: why, retryAfterMs } = http;
  return providerError(words, { why, retryAfterMs, cause: error, ...classify(http, begun) });
}

function classify({ status, kinds, message }: HttpFailure, begun: boolean): Pick<Failure, 'fault' | 'next'> {
  if (/credit balance is too low/i.test(message) || kinds.includes('enforced_spend_limit_reached')) {
    return { fault: 'invalid_request', next: 'raise the spending limit of the account, then `ashlar resume`' };
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
