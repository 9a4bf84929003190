import type Anthropic from '@anthropic-ai/sdk';
import type { ModelDelta, ModelReply, ModelRequest, StopReason, Usage } from '../domain/model.ts';
import { type Draft, finishReply, noUsage } from './reply.ts';

type Event = Anthropic.RawMessageStreamEvent;
type Start = Anthropic.RawContentBlockStartEvent['content_block'];
type ThinkingBody = Anthropic.ThinkingBlock | Anthropic.RedactedThinkingBlock;

export interface AnthropicReply {
  /** What the event adds; empty text where there is nothing to show but that the stream is alive. */
  accept(event: Event): ModelDelta;
  /** How far the stream came: `cut` while no `message_stop` was seen. */
  progress(): 'empty' | 'cut' | 'complete';
  finish(): ModelReply;
}

/** Gathers the raw events of one reply. Arguments stay text until the end: the SDK's own helper would repair them. */
export function createAnthropicReply(request: ModelRequest, id: string): AnthropicReply {
  const drafts = new Map<number, Draft>();
  let progress: 'empty' | 'cut' | 'complete' = 'empty';
  let stopReason: StopReason = 'end_turn';
  let usage = noUsage;

  const accept = (event: Event): ModelDelta => {
    if (progress === 'empty') progress = 'cut';
    switch (event.type) {
      case 'message_start':
        usage = addUsage(usage, event.message.usage);
        return alive;
      case 'content_block_start':
        return startBlock(drafts, event, id);
      case 'content_block_delta':
        return growBlock(drafts.get(event.index), event.delta);
      case 'content_block_stop':
        closeBlock(drafts.get(event.index));
        return alive;
      case 'message_delta':
        stopReason = toStopReason(event.delta.stop_reason);
        usage = addUsage(usage, event.usage);
        return alive;
      case 'message_stop':
        progress = 'complete';
        return alive;
      default:
        return alive;
    }
  };
  const finish = () => {
    const kept = [...drafts.values()].filter((draft) => stopReason !== 'max_tokens' || !isUnsigned(draft));
    return finishReply(request, { drafts: kept, stopReason, usage });
  };
  return { accept, progress: () => progress, finish };
}

const alive: ModelDelta = { type: 'text', text: '' };

function startBlock(
  drafts: Map<number, Draft>,
  event: { index: number; content_block: Start },
  id: string,
): ModelDelta {
  const block = event.content_block;
  if (block.type === 'text') {
    drafts.set(event.index, { type: 'text', text: block.text });
    return { type: 'text', text: block.text };
  }
  if (block.type === 'thinking' || block.type === 'redacted_thinking') {
    const body: ThinkingBody = { ...block };
    drafts.set(event.index, { type: 'thinking', block: { type: 'thinking', provider: id, body }, complete: false });
    return alive;
  }
  if (block.type !== 'tool_use') return alive;
  const whole = typeof block.input === 'object' && block.input !== null && Object.keys(block.input).length > 0;
  const raw = whole ? JSON.stringify(block.input) : '';
  drafts.set(event.index, { type: 'call', id: block.id, name: block.name, raw, complete: false });
  return { type: 'tool_call', name: block.name };
}

function growBlock(draft: Draft | undefined, delta: Anthropic.RawContentBlockDelta): ModelDelta {
  if (draft?.type === 'text' && delta.type === 'text_delta') {
    draft.text += delta.text;
    return { type: 'text', text: delta.text };
  }
  if (draft?.type === 'call' && delta.type === 'input_json_delta') draft.raw += delta.partial_json;
  if (draft?.type === 'thinking') return growThinking(draft.block.body as ThinkingBody, delta);
  return alive;
}

function growThinking(body: ThinkingBody, delta: Anthropic.RawContentBlockDelta): ModelDelta {
  if (body.type !== 'thinking') return alive;
  if (delta.type === 'signature_delta') body.signature += delta.signature;
  if (delta.type !== 'thinking_delta') return alive;
  body.thinking += delta.thinking;
  return { type: 'thinking', text: delta.thinking };
}

function closeBlock(draft: Draft | undefined): void {
  if (draft !== undefined && draft.type !== 'text') draft.complete = true;
}

/** Reasoning that was cut has no signature and would be refused when it is sent back. */
function isUnsigned(draft: Draft): boolean {
  if (draft.type !== 'thinking') return false;
  const body = draft.block.body as ThinkingBody;
  return body.type === 'thinking' && body.signature === '';
}

/** Counts are cumulative: a later one stands in place of an earlier one. */
function addUsage(before: Usage, usage: Partial<Anthropic.MessageDeltaUsage> | undefined): Usage {
  return {
    inputTokens: usage?.input_tokens ?? before.inputTokens,
    outputTokens: usage?.output_tokens ?? before.outputTokens,
    cacheReadTokens: usage?.cache_read_input_tokens ?? before.cacheReadTokens,
    cacheWriteTokens: usage?.cache_creation_input_tokens ?? before.cacheWriteTokens,
  };
}

function toStopReason(reason: Anthropic.StopReason | null): StopReason {
  switch (reason) {
    case 'tool_use':
    case 'max_tokens':
    case 'refusal':
      return reason;
    case 'pause_turn':
      return 'paused';
    case 'model_context_window_exceeded':
      return 'context_full';
    default:
      return 'end_turn';
  }
}
