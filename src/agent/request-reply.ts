import type { Clock } from '../base/clock.ts';
import type { Reach } from '../base/failpoints.ts';
import { canonicalJson, digest } from '../base/ids.ts';
import type { Event } from '../domain/event.ts';
import { toolCallsOf } from '../domain/message.ts';
import type { Model, ModelDelta, ModelRequest, ToolSpec, Usage } from '../domain/model.ts';
import type { SessionState } from '../journal/fold-session.ts';
import type { AskedCalls } from './run-tool-calls.ts';

export interface ReplyDeps {
  model: Model;
  /** Of all tools this session was opened with, in that order. */
  toolSpecs: readonly ToolSpec[];
  maxOutputTokens: number;
  costUsd(modelId: string, usage: Usage): number | undefined;
  clock: Clock;
  signal: AbortSignal;
  reach: Reach;
  /** Called once a reply has begun: what its calls will need may be made ready meanwhile. */
  replyBegan?: () => void;
  asked?: AskedCalls;
}

/** Asks the model for one reply, shows it while it streams and records it when it is complete. */
export async function* requestReply(session: SessionState, deps: ReplyDeps): AsyncGenerator<Event, void> {
  yield { type: 'turn_started', session: session.id, turn: session.turn + 1 };
  const startedMs = deps.clock.monotonicMs();
  const request = buildRequest(session, deps);
  const stream = deps.model.stream(request, deps.signal);
  const first = stream.next();
  const mark = markRequest(request);
  let next = await first;
  deps.reach('model:sent');
  deps.replyBegan?.();
  while (next.done !== true) {
    yield shownDelta(session.id, next.value);
    next = await stream.next();
  }
  deps.reach('model:complete');
  const reply = next.value;
  for (const { id, input } of toolCallsOf(reply.message)) deps.asked?.set(id, input);
  const cost = deps.costUsd(deps.model.id, reply.usage);
  yield {
    type: 'model_replied',
    session: session.id,
    turn: session.turn + 1,
    ...reply,
    ...(deps.model.id === session.model ? {} : { model: deps.model.id }),
    ...(cost === undefined ? {} : { costUsd: cost }),
    durationMs: Math.round(deps.clock.monotonicMs() - startedMs),
    request: mark,
  };
}

/** A mark that tells whether today's code would ask the same: each request extends the one before, so its end says the rest. */
export function markRequest({ messages }: Pick<ModelRequest, 'messages'>): string {
  let chars = 0;
  for (const { content } of messages) for (const block of content) chars += 'text' in block ? block.text.length : 0;
  return digest(canonicalJson([messages.length, chars, messages.at(-1)])).slice(0, 16);
}

function buildRequest(session: SessionState, deps: ReplyDeps): ModelRequest {
  return {
    system: session.system,
    tools: deps.toolSpecs,
    messages: session.messages,
    maxOutputTokens: deps.maxOutputTokens,
  };
}

function shownDelta(session: string, delta: ModelDelta): Event {
  if (delta.type === 'text') return { type: 'text_streamed', session, text: delta.text };
  if (delta.type === 'thinking') return { type: 'thinking_streamed', session, text: delta.text };
  if (delta.type === 'tool_call') return { type: 'tool_named', session, name: delta.name };
  return { ...delta, type: 'retry_scheduled', session };
}
