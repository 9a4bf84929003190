import type Anthropic from '@anthropic-ai/sdk';
import type { Message, UserMessage } from '../domain/message.ts';
import type { ModelRequest } from '../domain/model.ts';
import { wireName } from './conversation.ts';

/** `'adaptive'` lets the model decide; without any value the model's own default stands. */
export type Thinking = 'off' | 'adaptive' | { budgetTokens: number };

const breakpoint = { cache_control: { type: 'ephemeral' } } as const;

/** The wire form of a request without its messages, with cache breakpoints after the tools and the system text. */
export function toAnthropicHead(
  request: ModelRequest,
  { name, thinking }: { name: string; thinking?: Thinking | undefined },
): Omit<Anthropic.MessageCreateParamsStreaming, 'messages'> {
  const { system, tools, maxOutputTokens } = request;
  return {
    model: name,
    max_tokens: maxOutputTokens,
    stream: true,
    ...(tools.length === 0 ? {} : { tools: tools.map((tool, at) => toTool(tool, at === tools.length - 1)) }),
    ...(system === '' ? {} : { system: [{ type: 'text', text: system, ...breakpoint }] }),
    ...(thinking === undefined ? {} : { thinking: toThinking(thinking) }),
  };
}

function toTool({ name, description, inputSchema }: ModelRequest['tools'][number], last: boolean): Anthropic.Tool {
  return { name, description, input_schema: { ...inputSchema, type: 'object' }, ...(last ? breakpoint : {}) };
}

function toThinking(thinking: Thinking): Anthropic.ThinkingConfigParam {
  if (thinking === 'off') return { type: 'disabled' };
  if (thinking === 'adaptive') return { type: 'adaptive', display: 'summarized' };
  return { type: 'enabled', budget_tokens: thinking.budgetTokens };
}

type Block = Anthropic.ContentBlockParam;
export type WireMessage = { role: 'user' | 'assistant'; content: Block[] };

export function toMessage(message: Message): WireMessage {
  return { role: message.role, content: message.content.map(toBlock) };
}

function toBlock(block: Message['content'][number]): Block {
  if (block.type === 'text') return { type: 'text', text: block.text };
  if (block.type === 'tool_result') return toResult(block);
  if (block.type === 'thinking') return block.body as Anthropic.ThinkingBlockParam;
  return { type: 'tool_use', id: wireName(block.id), name: wireName(block.name), input: block.input };
}

/** A result without text is sent without content: the API refuses blank text. */
function toResult(block: Extract<UserMessage['content'][number], { type: 'tool_result' }>): Block {
  return {
    type: 'tool_result',
    tool_use_id: wireName(block.callId),
    ...(block.text.trim() === '' ? {} : { content: [{ type: 'text' as const, text: block.text }] }),
    is_error: block.isError,
  };
}

/** With a cache breakpoint after the last block. */
export function markLast(content: Block[]): Block[] {
  return content.map((block, at) => (at === content.length - 1 ? ({ ...block, ...breakpoint } as Block) : block));
}
