import { AshlarError, type ErrorKind } from '../base/errors.ts';
import type { AssistantMessage, Message } from './message.ts';

/** What a model is told of a tool. `inputSchema` is a JSON schema of type object. */
export interface ToolSpec {
  name: string;
  description: string;
  inputSchema: Record<string, unknown>;
}

/**
 * One request. Each request of a session must extend the one before it: same tools, same system, messages only appended
 * (but for results that were cleared to make room, many at once), nothing in it that depends on the clock.
 */
export interface ModelRequest {
  system: string;
  tools: readonly ToolSpec[];
  messages: readonly Message[];
  maxOutputTokens: number;
}

/**
 * - `end_turn` the model is done · `tool_use` it waits for results · `max_tokens` the reply was cut at the limit
 * - `refusal` it will not answer · `context_full` the conversation no longer fits · `paused` ask again to go on
 */
export type StopReason = 'end_turn' | 'tool_use' | 'max_tokens' | 'refusal' | 'context_full' | 'paused';

/** Tokens as the provider counted them. `inputTokens` excludes what was read from or written to the cache. */
export interface Usage {
  inputTokens: number;
  outputTokens: number;
  cacheReadTokens: number;
  cacheWriteTokens: number;
}

export interface ModelReply {
  message: AssistantMessage;
  stopReason: StopReason;
  usage: Usage;
}

/** What is shown while a reply streams. After `retrying` everything shown of that reply before is void. */
export type ModelDelta =
  | { type: 'text'; text: string }
  | { type: 'thinking'; text: string }
  | { type: 'tool_call'; name: string }
  /** `endsAt` is when the wait is over, in milliseconds since the epoch. */
  | { type: 'retrying'; attempt: number; delayMs: number; endsAt: number; reason: string };

/**
 * The one port to a model.
 * - `stream` must return a reply only when the provider said that it is complete; a cut stream must throw `stream_cut`.
 * - Tool arguments must be parsed strictly from the raw text. With `max_tokens`, unfinished tool calls must be left out.
 * - A reply with tool calls must have the stop reason `tool_use` (unless it is `max_tokens`, `refusal`), one without must not.
 * - It must throw `ModelError` for everything a provider can do wrong, and the signal's reason when aborted.
 * - It must not retry; `models/retry.ts` does.
 */
export interface Model {
  /** `provider:name`, as in `--model`. */
  readonly id: string;
  stream(request: ModelRequest, signal: AbortSignal): AsyncGenerator<ModelDelta, ModelReply, void>;
}

export type ModelFault =
  | 'rate_limited'
  | 'overloaded'
  | 'server'
  | 'connection'
  | 'bad_address'
  | 'stream_cut'
  | 'idle'
  | 'authentication'
  | 'not_found'
  | 'invalid_request'
  | 'context_full'
  | 'replay_differs';

const retryable: ReadonlySet<ModelFault> = new Set([
  'rate_limited',
  'overloaded',
  'server',
  'connection',
  'stream_cut',
  'idle',
]);

const kindOf = (fault: ModelFault): ErrorKind => {
  if (fault === 'authentication') return 'authentication';
  if (fault === 'bad_address') return 'invalid';
  return fault === 'replay_differs' ? 'failed' : 'provider';
};

/** Anything a provider did wrong. `retryAfterMs` is the provider's own word on when to come back. */
export class ModelError extends AshlarError {
  readonly fault: ModelFault;
  readonly retryAfterMs: number | undefined;

  constructor(text: {
    fault: ModelFault;
    what: string;
    why?: string;
    next?: string;
    retryAfterMs?: number;
    cause?: unknown;
  }) {
    const { fault, retryAfterMs, ...rest } = text;
    super({ kind: kindOf(fault), ...rest });
    this.name = 'ModelError';
    this.fault = fault;
    this.retryAfterMs = retryAfterMs;
  }

  get retryable(): boolean {
    return retryable.has(this.fault);
  }
}
