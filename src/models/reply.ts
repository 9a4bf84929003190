import { limits } from '../base/limits.ts';
import { cutMiddle } from '../base/text.ts';
import { wellFormed } from '../base/well-formed.ts';
import { type AssistantMessage, type ThinkingBlock, type ToolCall, toolCallsOf } from '../domain/message.ts';
import type { ModelReply, ModelRequest, StopReason, Usage } from '../domain/model.ts';
import { parseToolInput } from './tool-input.ts';

/** A block as it grows while a reply streams. `complete` says that the provider closed it. */
export type Draft =
  | { type: 'text'; text: string }
  | { type: 'thinking'; block: ThinkingBlock; complete: boolean }
  | CallDraft;

export interface CallDraft {
  type: 'call';
  id: string;
  name: string;
  /** The arguments as they came, not parsed. */
  raw: string;
  complete: boolean;
}

export const noUsage: Usage = { inputTokens: 0, outputTokens: 0, cacheReadTokens: 0, cacheWriteTokens: 0 };

/**
 * Makes the reply of a stream that ended well, and holds what the port promises of every reply: arguments are parsed
 * strictly, a call that was cut is left out, ids are unique in the conversation, and the stop reason fits the calls.
 */
export function finishReply(
  request: ModelRequest,
  { drafts, stopReason, usage }: { drafts: readonly Draft[]; stopReason: StopReason; usage: Usage },
): ModelReply {
  const nameCall = createCallIds(request);
  const cut = stopReason === 'max_tokens';
  const withoutCalls = stopReason === 'refusal' || stopReason === 'context_full';
  const content = drafts.flatMap((draft, index): AssistantMessage['content'] => {
    if (draft.type === 'text') return draft.text === '' ? [] : [{ type: 'text', text: boundedText(draft.text) }];
    if (draft.type === 'thinking') return draft.complete ? [draft.block] : [];
    if (withoutCalls) return [];
    const call = toCall(draft, { cut, last: index === drafts.length - 1 });
    return call === undefined ? [] : [{ ...call, id: nameCall(call.id) }];
  });
  const message: AssistantMessage = { role: 'assistant', content };
  return { message, stopReason: fittingStop(stopReason, toolCallsOf(message).length), usage };
}

/** Undefined where the reply was cut in the middle of the call. */
function toCall(draft: CallDraft, { cut, last }: { cut: boolean; last: boolean }): ToolCall | undefined {
  const { id, name, raw } = draft;
  const parsed = draft.complete ? parseToolInput(raw) : { problem: 'the reply ended inside the arguments' };
  const failed = 'problem' in parsed;
  if (cut && (!draft.complete || (last && (failed || raw.trim() === '')))) return undefined;
  if (failed)
    return {
      type: 'tool_call',
      id,
      name,
      input: {},
      malformed: { raw: cutMiddle(raw, limits.replyChars), problem: parsed.problem },
    };
  return { type: 'tool_call', id, name, input: parsed.input };
}

function fittingStop(stopReason: StopReason, calls: number): StopReason {
  if (calls > 0) return stopReason === 'end_turn' || stopReason === 'paused' ? 'tool_use' : stopReason;
  return stopReason === 'tool_use' ? 'end_turn' : stopReason;
}

/** Keeps an id unless it is missing or taken; then `call_<index of the reply>_<n>`, the same at every replay. */
function createCallIds({ messages }: ModelRequest): (id: string) => string {
  const given = new Set(['']);
  const isTaken = (id: string) =>
    given.has(id) || messages.some((message) => message.role === 'assistant' && hasCall(message, id));
  let count = 0;
  return (id) => {
    let unique = id;
    while (isTaken(unique)) {
      unique = `call_${messages.filter(({ role }) => role === 'assistant').length}_${count}`;
      count++;
    }
    given.add(unique);
    return unique;
  };
}

function hasCall({ content }: AssistantMessage, id: string): boolean {
  return content.some((block) => block.type === 'tool_call' && block.id === id);
}

/** What runs on without end is cut: no journal, no later request has room for it. */
function boundedText(text: string): string {
  return wellFormed(cutMiddle(text, limits.replyChars));
}
