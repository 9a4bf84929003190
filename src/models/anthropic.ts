import type { Model, ModelDelta, ModelReply, ModelRequest } from '../domain/model.ts';
import { createBodyWriter } from './anthropic-body.ts';
import type { AnthropicClient, Connection } from './anthropic-client.ts';
import { createAnthropicReply } from './anthropic-reply.ts';
import type { Thinking } from './anthropic-request.ts';
import { type Failure, faultOfStatus, type ProviderWords } from './faults.ts';
import { type Classified, type HttpFailure, missingKey, spendingLimit, takeReply, toModelErrorBy } from './http-sdk.ts';
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
  const writeBody = createBodyWriter({ ...options, id });

  async function* stream(request: ModelRequest, signal: AbortSignal): AsyncGenerator<ModelDelta, ModelReply, void> {
    if (!options.apiKey && !options.authToken) throw missingKey(words);
    const { openEvents } = await client;
    const reply = createAnthropicReply(request, id);
    const body = writeBody(request);
    const events = readStream({
      open: (whileRead) => openEvents(body, whileRead),
      signal,
      toModelError: toModelErrorBy(classify, words),
    });
    for await (const event of events) yield reply.accept(event);
    return takeReply(reply, words);
  }
  return { id, stream };
}

async function connect(options: Connection): Promise<AnthropicClient> {
  const { connectAnthropic } = await import('./anthropic-client.ts');
  return connectAnthropic(options);
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
