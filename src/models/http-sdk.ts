import type { ModelError, ModelReply } from '../domain/model.ts';
import { cutReply, type Failure, type ProviderWords, providerError, readRetryAfterMs, rootMessage } from './faults.ts';
import { httpFetch } from './http-fetch.ts';
import { isObject } from './tool-input.ts';

/** What the SDKs of Anthropic and OpenAI are told alike: retries are `retry.ts`'s, and only `cli/` prints. */
export const quietClient = { maxRetries: 0, logLevel: 'off', fetch: httpFetch } as const;

/** What an error of either SDK says, whichever class it has. */
export interface HttpFailure {
  status: number | undefined;
  /** The provider's own kinds of the error, as `overloaded_error` or `context_length_exceeded`. */
  kinds: string[];
  message: string;
  retryAfterMs: number | undefined;
}

export type Classified = Pick<Failure, 'fault' | 'next'>;

/** Turns what either SDK throws into a ModelError; `classify` knows the provider's kinds. */
export function toModelErrorBy(
  classify: (failure: HttpFailure, begun: boolean) => Classified,
  words: ProviderWords,
): (error: unknown, begun: boolean) => ModelError {
  return (error, begun) => {
    const failure = readHttpFailure(error);
    const { message: why, retryAfterMs } = failure;
    return providerError(words, { why, retryAfterMs, cause: error, ...classify(failure, begun) });
  };
}

function readHttpFailure(error: unknown): HttpFailure {
  const fields = isObject(error) ? error : {};
  const outer = isObject(fields.error) ? fields.error : {};
  const body = isObject(outer.error) ? outer.error : outer;
  const kinds = [body.type, body.code, fields.errorCode].filter((kind) => typeof kind === 'string');
  return {
    status: typeof fields.status === 'number' ? fields.status : undefined,
    kinds,
    message: typeof body.message === 'string' ? body.message : rootMessage(error),
    retryAfterMs: fields.headers instanceof Headers ? readRetryAfterMs(fields.headers) : undefined,
  };
}

export const spendingLimit: Classified = {
  fault: 'invalid_request',
  next: 'raise the spending limit of the account, then `ashlar resume`',
};

export function missingKey(words: ProviderWords): ModelError {
  return providerError(words, { fault: 'authentication', why: 'no key is set' });
}

/** The reply of a stream that has ended. Throws where it ended too early. */
export function takeReply(
  { progress, finish }: { progress(): 'empty' | 'cut' | 'complete'; finish(): ModelReply },
  words: ProviderWords,
): ModelReply {
  if (progress() === 'complete') return finish();
  if (progress() === 'cut') throw cutReply(words);
  const why = 'the answer held no events; a proxy may have answered instead';
  throw providerError(words, { fault: 'connection', why });
}
