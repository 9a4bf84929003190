import type OpenAI from 'openai';
import type { ModelDelta, ModelReply, ModelRequest, StopReason, Usage } from '../domain/model.ts';
import { addCallPiece, type IndexedCall, takeCallsFromText } from './openai-calls.ts';
import { finishReply, noUsage } from './reply.ts';
import { isObject } from './tool-input.ts';

export interface OpenAiReply {
  /** What the chunk adds; one of empty text where there is nothing to show but that the stream is alive. */
  accept(chunk: OpenAI.Chat.ChatCompletionChunk): ModelDelta[];
  /** How far the stream came: `cut` while no finish reason was seen. */
  progress(): 'empty' | 'cut' | 'complete';
  finish(): ModelReply;
}

/** Gathers the chunks of one reply. Servers differ much in how they send tool calls: `openai-calls.ts` is tolerant. */
export function createOpenAiReply(request: ModelRequest): OpenAiReply {
  const calls: IndexedCall[] = [];
  let begun = false;
  let text = '';
  let refusal = '';
  let finishReason: string | undefined;
  let usage = noUsage;

  const accept = (chunk: OpenAI.Chat.ChatCompletionChunk): ModelDelta[] => {
    begun = true;
    if (isObject(chunk.usage)) usage = toUsage(chunk.usage);
    const choice = chunk.choices?.[0];
    finishReason = choice?.finish_reason ?? finishReason;
    const delta = choice?.delta;
    if (delta === undefined || delta === null) return [alive];
    const said = delta.content ?? '';
    text += said;
    refusal += delta.refusal ?? '';
    const begunCalls = (delta.tool_calls ?? []).filter((piece) => addCallPiece(calls, piece));
    return [
      { type: 'thinking', text: thoughtOf(delta) },
      { type: 'text', text: said },
      ...begunCalls.map((piece): ModelDelta => ({ type: 'tool_call', name: piece.function?.name ?? '' })),
    ];
  };
  const finish = () => {
    const offered = new Set(request.tools.map((tool) => tool.name));
    const written = calls.length === 0 ? takeCallsFromText(text, offered) : { text, calls };
    const said = { type: 'text' as const, text: written.text || refusal };
    const stopReason = refusal === '' ? toStopReason(finishReason) : 'refusal';
    return finishReply(request, { drafts: [said, ...written.calls], stopReason, usage });
  };
  const progress = () => (finishReason !== undefined ? 'complete' : begun ? 'cut' : 'empty');
  return { accept, progress, finish };
}

const alive: ModelDelta = { type: 'text', text: '' };

/** Reasoning has no field in the format; servers add one of two. It is shown and not sent back. */
function thoughtOf(delta: object): string {
  const { reasoning_content: long, reasoning: short } = delta as Record<string, unknown>;
  return typeof long === 'string' ? long : typeof short === 'string' ? short : '';
}

/** The prompt's tokens include those that were read from the cache. */
function toUsage(usage: OpenAI.CompletionUsage): Usage {
  const cached = usage.prompt_tokens_details?.cached_tokens ?? 0;
  return {
    inputTokens: Math.max(0, (usage.prompt_tokens ?? 0) - cached),
    outputTokens: usage.completion_tokens ?? 0,
    cacheReadTokens: cached,
    cacheWriteTokens: 0,
  };
}

function toStopReason(reason: string | undefined): StopReason {
  switch (reason) {
    case 'tool_calls':
    case 'function_call':
      return 'tool_use';
    case 'length':
      return 'max_tokens';
    case 'content_filter':
      return 'refusal';
    default:
      return 'end_turn';
  }
}
