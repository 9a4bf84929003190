import type OpenAI from 'openai';
import type { Model, ModelDelta, ModelReply, ModelRequest } from '../domain/model.ts';
import { faultOfStatus, type ProviderWords, saysContextFull } from './faults.ts';
import {
  type Classified,
  type HttpFailure,
  missingKey,
  quietClient,
  spendingLimit,
  takeReply,
  toModelErrorBy,
} from './http-sdk.ts';
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
    if (!options.apiKey && !options.baseUrl) throw missingKey(words);
    client ??= connect(options);
    const sdk = await client;
    const reply = createOpenAiReply(request);
    const body = toOpenAiRequest(request, { name: options.name, id, local: isLocal(options) });
    const chunks = readStream({
      open: (whileRead) => sdk.chat.completions.create(body, { signal: whileRead }),
      signal,
      toModelError: toModelErrorBy(classify, words),
    });
    for await (const chunk of chunks) yield* reply.accept(chunk);
    return takeReply(reply, words);
  }
  return { id, stream };
}

function isLocal({ baseUrl }: OpenAiOptions): boolean {
  return baseUrl !== undefined && !/^https:\/\/api\.openai\.com(\/|$)/.test(baseUrl);
}

/** Every option is given, so that the SDK looks for nothing in the environment. */
async function connect({ apiKey, baseUrl }: OpenAiOptions): Promise<OpenAI> {
  const { default: Client } = await import('openai');
  return new Client({
    apiKey: apiKey || 'none',
    adminAPIKey: null,
    organization: null,
    project: null,
    baseURL: baseUrl ?? 'https://api.openai.com/v1',
    ...quietClient,
  });
}

function classify({ status, kinds, message }: HttpFailure, begun: boolean): Classified {
  if (kinds.includes('insufficient_quota')) {
    return spendingLimit;
  }
  if (saysContextFull([...kinds, message].join(' '))) return { fault: 'context_full' };
  if (status !== undefined) return { fault: faultOfStatus(status, message) };
  if (kinds.some((kind) => /rate_?limit/i.test(kind))) return { fault: 'rate_limited' };
  if (kinds.some((kind) => /overloaded/i.test(kind))) return { fault: 'overloaded' };
  if (kinds.some((kind) => /invalid_request|bad_?request/i.test(kind))) return { fault: 'invalid_request' };
  if (kinds.length > 0) return { fault: 'server' };
  return { fault: begun ? 'stream_cut' : 'connection' };
}
