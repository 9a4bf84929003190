import { BaseAnthropic } from '@anthropic-ai/sdk/client';
import { Stream } from '@anthropic-ai/sdk/core/streaming';
import type { RawMessageStreamEvent } from '@anthropic-ai/sdk/resources/messages/messages';
import { warmHttp } from './http-fetch.ts';
import { quietClient } from './http-sdk.ts';

export interface Connection {
  apiKey?: string | undefined;
  /** In place of a key, as for a gateway. */
  authToken?: string | undefined;
  baseUrl?: string | undefined;
}

export interface AnthropicClient {
  /**
   * `body` is JSON as bytes: a string would be searched for lone surrogates, all of a long conversation at every turn.
   * The events as they come, `ping` too: a model that thinks in silence sends nothing else, and it is a sign of life.
   */
  openEvents(body: Buffer, signal: AbortSignal): Promise<AsyncIterable<RawMessageStreamEvent>>;
}

/**
 * The SDK without its resources: one address is used, and the whole of it takes three times as long to load. Every option
 * is given, so that it looks for nothing in the environment.
 */
export function connectAnthropic({ apiKey, authToken, baseUrl }: Connection): AnthropicClient {
  // Now, while git works, not when the first request is ready.
  void warmHttp(baseUrl ?? '');
  const client = new BaseAnthropic({
    apiKey: apiKey || null,
    authToken: apiKey ? null : (authToken ?? null),
    baseURL: baseUrl ?? null,
    ...quietClient,
  });
  return {
    openEvents: async (body, signal) => {
      const headers = { 'content-type': 'application/json' };
      const answer = client.post('/v1/messages', { body, headers, stream: true, signal });
      return parseEvents(Stream.rawEvents(await answer.asResponse()));
    },
  };
}

async function* parseEvents(events: AsyncIterable<{ event: string | null; data: string }>) {
  for await (const { event, data } of events) {
    if (event === null || data === '') continue;
    const parsed = JSON.parse(data) as RawMessageStreamEvent;
    if (event === 'error') throw Object.assign(new Error(data), { error: parsed });
    yield parsed;
  }
}
