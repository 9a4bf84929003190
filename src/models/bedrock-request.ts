import type { ContentBlock, ConverseStreamCommandInput, Message as WireMessage } from '@aws-sdk/client-bedrock-runtime';
import type { Message } from '../domain/message.ts';
import type { ModelRequest } from '../domain/model.ts';
import { toSendable, wireName } from './conversation.ts';

const cachePoint = { cachePoint: { type: 'default' } } as const;

/** Reasoning as it is kept: JSON, with the encrypted bytes in base64. */
export type ReasoningBody = { reasoningText: { text: string; signature?: string } } | { redactedContent: string };

export function toBedrockRequest(
  request: ModelRequest,
  { name, id }: { name: string; id: string },
): ConverseStreamCommandInput {
  const { system, tools, maxOutputTokens } = request;
  const caches = cacheSupport(name);
  return {
    modelId: name,
    inferenceConfig: { maxTokens: maxOutputTokens },
    ...(system === '' ? {} : { system: [{ text: system }, ...(caches.prompts ? [cachePoint] : [])] }),
    ...(tools.length === 0
      ? {}
      : { toolConfig: { tools: [...tools.map(toTool), ...(caches.tools ? [cachePoint] : [])] } }),
    messages: markLastMessage(toSendable(request.messages, id).map(toMessage), caches.prompts),
  };
}

/** Other models refuse a request with cache points in it. Nova takes them everywhere but after the tools. */
function cacheSupport(name: string): { prompts: boolean; tools: boolean } {
  const claude = /(^|[./])anthropic\./.test(name) && !/claude-(v2|instant|3-(haiku|sonnet|opus)-)/.test(name);
  return { prompts: claude || /(^|[./])amazon\.nova/.test(name), tools: claude };
}

type WireTool = NonNullable<NonNullable<ConverseStreamCommandInput['toolConfig']>['tools']>[number];
type Document = NonNullable<ConverseStreamCommandInput['additionalModelRequestFields']>;

function toTool({ name, description, inputSchema }: ModelRequest['tools'][number]): WireTool {
  return { toolSpec: { name, description, inputSchema: { json: inputSchema as Document } } };
}

function toMessage({ role, content }: Message): WireMessage {
  return { role, content: content.map(toBlock) };
}

function toBlock(block: Message['content'][number]): ContentBlock {
  switch (block.type) {
    case 'text':
      return { text: block.text };
    case 'thinking':
      return { reasoningContent: toReasoning(block.body as ReasoningBody) };
    case 'tool_call':
      return { toolUse: { toolUseId: wireName(block.id), name: wireName(block.name), input: block.input as Document } };
    case 'tool_result':
      return {
        toolResult: {
          toolUseId: wireName(block.callId),
          status: block.isError ? 'error' : 'success',
          content: [{ text: block.text.trim() === '' ? '(no output)' : block.text }],
        },
      };
  }
}

function toReasoning(body: ReasoningBody): NonNullable<ContentBlock['reasoningContent']> {
  if ('reasoningText' in body) return { reasoningText: body.reasoningText };
  return { redactedContent: Buffer.from(body.redactedContent, 'base64') };
}

function markLastMessage(messages: WireMessage[], caches: boolean): WireMessage[] {
  const last = messages.at(-1);
  if (!caches || last?.role !== 'user') return messages;
  return [...messages.slice(0, -1), { ...last, content: [...(last.content ?? []), cachePoint] }];
}
