import type {
  ContentBlockDelta,
  ContentBlockStartEvent,
  ConverseStreamOutput,
  TokenUsage,
} from '@aws-sdk/client-bedrock-runtime';
import type { ModelDelta, ModelReply, ModelRequest, StopReason, Usage } from '../domain/model.ts';
import type { ReasoningBody } from './bedrock-request.ts';
import { type Draft, finishReply, noUsage } from './reply.ts';

export interface BedrockReply {
  /** What the event adds; empty text where there is nothing to show but that the stream is alive. */
  accept(event: ConverseStreamOutput): ModelDelta;
  /** The provider's own stop reason; undefined while no `messageStop` was seen. */
  stopped(): string | undefined;
  /** Undefined where the provider calls the output malformed and nothing of it can be shown to the model. */
  finish(): ModelReply | undefined;
}

export function createBedrockReply(request: ModelRequest, id: string): BedrockReply {
  const drafts = new Map<number, Draft>();
  let stop: string | undefined;
  let usage = noUsage;

  const accept = (event: ConverseStreamOutput): ModelDelta => {
    if (event.contentBlockStart) return startBlock(drafts, event.contentBlockStart);
    if (event.contentBlockDelta?.delta) {
      return growBlock({ drafts, id }, event.contentBlockDelta.contentBlockIndex ?? 0, event.contentBlockDelta.delta);
    }
    if (event.contentBlockStop) closeBlock(drafts.get(event.contentBlockStop.contentBlockIndex ?? 0));
    if (event.messageStop) stop = event.messageStop.stopReason ?? 'end_turn';
    if (event.metadata?.usage) usage = toUsage(event.metadata.usage);
    return alive;
  };
  const finish = () => {
    const malformed = stop?.startsWith('malformed') ?? false;
    const calls = [...drafts.values()].filter((draft) => draft.type === 'call');
    if (malformed && calls.length === 0) return undefined;
    for (const call of calls) call.complete &&= !malformed;
    return finishReply(request, { drafts: [...drafts.values()], stopReason: toStopReason(stop), usage });
  };
  return { accept, stopped: () => stop, finish };
}

const alive: ModelDelta = { type: 'text', text: '' };

function startBlock(drafts: Map<number, Draft>, { contentBlockIndex = 0, start }: ContentBlockStartEvent): ModelDelta {
  if (start?.toolUse === undefined) return alive;
  const { toolUseId = '', name = '' } = start.toolUse;
  drafts.set(contentBlockIndex, { type: 'call', id: toolUseId, name, raw: '', complete: false });
  return { type: 'tool_call', name };
}

/** Only tool calls are announced; text and reasoning begin with their first delta. */
function growBlock(
  reply: { drafts: Map<number, Draft>; id: string },
  index: number,
  delta: ContentBlockDelta,
): ModelDelta {
  const draft = reply.drafts.get(index);
  if (delta.text !== undefined) {
    if (draft?.type === 'text') draft.text += delta.text;
    else reply.drafts.set(index, { type: 'text', text: delta.text });
    return { type: 'text', text: delta.text };
  }
  if (delta.toolUse !== undefined && draft?.type === 'call') draft.raw += delta.toolUse.input ?? '';
  if (delta.reasoningContent === undefined) return alive;
  const before = draft?.type === 'thinking' ? (draft.block.body as ReasoningBody) : undefined;
  const body = growReasoning(before, delta.reasoningContent);
  reply.drafts.set(index, { type: 'thinking', block: { type: 'thinking', provider: reply.id, body }, complete: false });
  return { type: 'thinking', text: delta.reasoningContent.text ?? '' };
}

function growReasoning(
  before: ReasoningBody | undefined,
  delta: NonNullable<ContentBlockDelta['reasoningContent']>,
): ReasoningBody {
  if (delta.redactedContent !== undefined) {
    const bytes =
      before !== undefined && 'redactedContent' in before
        ? Buffer.from(before.redactedContent, 'base64')
        : Buffer.alloc(0);
    return { redactedContent: Buffer.concat([bytes, delta.redactedContent]).toString('base64') };
  }
  const { text, signature } = before !== undefined && 'reasoningText' in before ? before.reasoningText : { text: '' };
  const signed = `${signature ?? ''}${delta.signature ?? ''}`;
  return { reasoningText: { text: text + (delta.text ?? ''), ...(signed === '' ? {} : { signature: signed }) } };
}

function closeBlock(draft: Draft | undefined): void {
  if (draft !== undefined && draft.type !== 'text') draft.complete = true;
}

function toUsage(usage: TokenUsage): Usage {
  return {
    inputTokens: usage.inputTokens ?? 0,
    outputTokens: usage.outputTokens ?? 0,
    cacheReadTokens: usage.cacheReadInputTokens ?? 0,
    cacheWriteTokens: usage.cacheWriteInputTokens ?? 0,
  };
}

function toStopReason(reason: string | undefined): StopReason {
  switch (reason) {
    case 'tool_use':
    case 'max_tokens':
      return reason;
    case 'guardrail_intervened':
    case 'content_filtered':
    case 'refusal':
      return 'refusal';
    case 'model_context_window_exceeded':
      return 'context_full';
    default:
      return 'end_turn';
  }
}
