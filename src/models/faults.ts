import { errorCode, errorMessage } from '../base/errors.ts';
import { ModelError, type ModelFault } from '../domain/model.ts';

/** What a message about a provider needs to know. `secrets` are blotted out of what the provider itself says. */
export interface ProviderWords {
  id: string;
  /** The address that was set for the provider, where one was. */
  address?: string | undefined;
  hints: Partial<Record<ModelFault, string>>;
  secrets: readonly (string | undefined)[];
}

export interface Failure {
  fault: ModelFault;
  why: string;
  next?: string | undefined;
  retryAfterMs?: number | undefined;
  cause?: unknown;
}

export function providerError(words: ProviderWords, failure: Failure): ModelError {
  const { retryAfterMs, cause } = failure;
  const fault = failure.fault === 'connection' && isBadAddress(cause, words.address) ? 'bad_address' : failure.fault;
  const next = failure.next ?? words.hints[fault] ?? commonHints[fault];
  const secrets = words.secrets.filter((secret): secret is string => secret !== undefined && secret !== '');
  const leaks = secrets.some((secret) => errorMessage(cause).includes(secret));
  return new ModelError({
    fault,
    what: `${words.id} ${happenings[fault]}`,
    why: secrets.reduce((text, secret) => text.replaceAll(secret, '***'), failure.why),
    ...(next === undefined ? {} : { next }),
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
    ...(leaks ? {} : { cause }),
  });
}

/**
 * Whether waiting mends nothing. A name that does not resolve is a mistake only where someone set it: the provider's own
 * cannot be resolved while the network is down.
 */
function isBadAddress(cause: unknown, address: string | undefined): boolean {
  const code = errorCode(innermost(cause)) ?? '';
  if (code === 'ENOTFOUND') return address !== undefined;
  return addressErrors.includes(code);
}

const addressErrors: readonly string[] = ['ERR_INVALID_URL', 'ERR_INVALID_PROTOCOL', 'ERR_HTTP2_UNSUPPORTED_PROTOCOL'];

const happenings: Record<ModelFault, string> = {
  rate_limited: 'limits the rate of requests',
  overloaded: 'is overloaded',
  server: 'failed on its side',
  connection: 'could not be reached',
  bad_address: 'has an address at which nothing can be reached',
  stream_cut: 'ended its reply early',
  idle: 'fell silent in the middle of a reply',
  authentication: 'did not accept the credentials',
  not_found: 'is not known to the provider',
  invalid_request: 'refused the request',
  context_full: 'has no room for a conversation of this length',
  replay_differs: 'has no reply for this request',
};

const commonHints: Partial<Record<ModelFault, string>> = {
  rate_limited: 'wait, then `ashlar resume`',
  overloaded: 'wait, then `ashlar resume`',
  server: 'wait, then `ashlar resume`; if it stays, choose another model with `--model`',
  connection: 'check the network and the address of the endpoint, then `ashlar resume`',
  stream_cut: '`ashlar resume` asks for the reply again',
  idle: '`ashlar resume` asks for the reply again',
  context_full: 'split the task into smaller ones, or choose a model with a larger context with `--model`',
};

/** Of a stream that closed before the provider said that the reply is complete. */
export function cutReply(words: ProviderWords): ModelError {
  return providerError(words, { fault: 'stream_cut', why: 'the stream closed before the reply was complete' });
}

export function faultOfStatus(status: number, message: string): ModelFault {
  if (status === 401 || status === 403) return 'authentication';
  if (status === 404) return 'not_found';
  if (status === 429) return 'rate_limited';
  if (status === 413 || saysContextFull(message)) return 'context_full';
  if (status === 529) return 'overloaded';
  return status >= 500 || status === 408 || status === 409 || status === 425 ? 'server' : 'invalid_request';
}

/** Providers have no common code for a conversation that is too long; these are their words for it. */
export function saysContextFull(message: string): boolean {
  return /prompt is too long|input is too long|too many (input )?tokens|exceeds? (the |this )?(model'?s )?(maximum |available |model )?context|maximum context length|context[_ ](length|window)[_ ]exceeded|exceed_context_size|context (limit|overflow)|tokens to keep from the initial prompt/i.test(
    message,
  );
}

/** Milliseconds from `retry-after-ms`, or from `retry-after` in seconds or as a date, which is measured from `date`. */
export function readRetryAfterMs(headers: { get(name: string): string | null }): number | undefined {
  const exact = Number.parseFloat(headers.get('retry-after-ms') ?? '');
  if (exact >= 0) return exact;
  const after = headers.get('retry-after') ?? '';
  if (/^\s*\d+(\.\d+)?\s*$/.test(after)) return Number.parseFloat(after) * 1000;
  const wait = Date.parse(after) - Date.parse(headers.get('date') ?? '');
  return wait >= 0 ? wait : undefined;
}

/** The message of the innermost cause: `connect ECONNREFUSED …` rather than `fetch failed`. */
export function rootMessage(error: unknown): string {
  const inner = innermost(error);
  return errorMessage(inner) || (errorCode(inner) ?? errorMessage(error));
}

function innermost(error: unknown): unknown {
  let inner = error;
  while (inner instanceof Error && inner.cause !== undefined) inner = inner.cause;
  return inner;
}
