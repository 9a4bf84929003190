import type OpenAI from 'openai';
import type { Model, ModelDelta, ModelError, ModelReply, ModelRequest } from '../domain/model.ts';
import {
  type Failure,
  faultOfStatus,
  type HttpFailure,
  type ProviderWords,
  providerError,
  readHttpFailure,
  saysContextFull,
} from './faults.ts';
import { createOpenAiReply } from './openai-reply.ts';
import { toOpenAiRequest } from './openai-request.ts';
import { readStream } from './stream.ts';

export interface OpenAiOptions {
  name: string;
  /** May be missing where `baseUrl` is set: local servers ask for none. */
  apiKey?: string | undefined;
  baseUrl?: string | undefined;
}

/** Any endpoint with OpenAI's chat completions: OpenAI, Ollama, vLLM, LM Studio, llama.cpp. */
export function createOpenAiModel(options: OpenAiOptions): Model {
  const id = `openai:${options.name}`;
  const words: ProviderWords = {
    id,
    secrets: [options.apiKey],
    hints: {
      authentication: 'set OPENAI_API_KEY to a valid key, or OPENAI_BASE_URL to a local server',
      not_found: 'check the name after `openai:` and the address in OPENAI_BASE_URL, which ends in /v1',
      connection: 'check that the server runs and that OPENAI_BASE_URL is right, then `ashlar resume`',
    },
  };
  let client: Promise<OpenAI> | undefined;

  async function* stream(request: ModelRequest, signal: AbortSignal): AsyncGenerator<ModelDelta, ModelReply, void> {
    if (!options.apiKey && !options.baseUrl) {
      throw providerError(words, { fault: 'authentication', why: 'no key is set' });
    }
    client ??= connect(options);
    const sdk = await client;
    const reply = createOpenAiReply(request);
    const body = toOpenAiRequest(request, { name: options.name, id, local: isLocal(options) });
    const chunks = readStream({
      open: (whileRead) => sdk.chat.completions.create(body, { signal: whileRead }),
      signal,
      toModelError: (error, begun) => toModelError(words, error, begun),
    });
    for await (const chunk of chunks) yield* reply.accept(chunk);
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

function isLocal({ baseUrl }: OpenAiOptions): boolean {
  return baseUrl !== undefined && !/^https:\/\/api\.openai\.com(\/|$)/.test(baseUrl);
}

/** Every option is given, so that the SDK looks for nothing in the environment; retries are `retry.ts`'s. */
async function connect({ apiKey, baseUrl }: OpenAiOptions): Promise<OpenAI> {
  const { default: Client } = await import('openai');
  return new Client({
    apiKey: apiKey || 'none',
    adminAPIKey: null,
    organization: null,
    project: null,
    baseURL: baseUrl ?? 'https://api.openai.com/v1',
    maxRetries: 0,
    logLevel: 'off',
  });
}

function toModelError(words: ProviderWords, error: unknown, begun: boolean): ModelError {
  const http = readHttpFailure(error);
  const { message: why, retryAfterMs } = http;
  return providerError(words, { why, retryAfterMs, cause: error, ...classify(http, begun) });
}

function classify({ status, kinds, message }: HttpFailure, begun: boolean): Pick<Failure, 'fault' | 'next'> {
  if (kinds.includes('insufficient_quota')) {
    return { fault: 'invalid_request', next: 'raise the spending limit of the account, then `ashlar resume`' };
  }
  if (saysContextFull([...kinds, message].join(' '))) return { fault: 'context_full' };
  if (status !== undefined) return { fault: faultOfStatus(status, message) };
  if (kinds.some((kind) => /rate_?limit/i.test(kind))) return { fault: 'rate_limited' };
  if (kinds.some((kind) => /overloaded/i.test(kind))) return { fault: 'overloaded' };
  if (kinds.some((kind) => /invalid_request|bad_?request/i.test(kind))) return { fault: 'invalid_request' };
  if (kinds.length > 0) return { fault: 'server' };
  return { fault: begun ? 'stream_cut' : 'connection' };
}
