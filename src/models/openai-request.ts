import type OpenAI from 'openai';
import type { AssistantMessage, Message } from '../domain/message.ts';
import { textOf, toolCallsOf } from '../domain/message.ts';
import type { ModelRequest } from '../domain/model.ts';
import { toSendable, wireName } from './conversation.ts';

type WireMessage = OpenAI.Chat.ChatCompletionMessageParam;

/** `local` endpoints know only `max_tokens`; the newer models of OpenAI know only `max_completion_tokens`. */
export function toOpenAiRequest(
  request: ModelRequest,
  { name, id, local }: { name: string; id: string; local: boolean },
): OpenAI.Chat.ChatCompletionCreateParamsStreaming {
  const { system, tools, maxOutputTokens } = request;
  return {
    model: name,
    stream: true,
    stream_options: { include_usage: true },
    ...(local ? { max_tokens: maxOutputTokens } : { max_completion_tokens: maxOutputTokens }),
    ...(tools.length === 0 ? {} : { tools: tools.map(toTool) }),
    messages: [
      ...(system === '' ? [] : [{ role: 'system' as const, content: system }]),
      ...toSendable(request.messages, id).flatMap(toMessages),
    ],
  };
}

function toTool({ name, description, inputSchema }: ModelRequest['tools'][number]): OpenAI.Chat.ChatCompletionTool {
  return { type: 'function', function: { name, description, parameters: inputSchema } };
}

/** Each tool result is a message of its own. The format cannot mark an error, so the text does. */
function toMessages(message: Message): WireMessage[] {
  if (message.role === 'assistant') return [toReply(message)];
  const results = message.content.filter((block) => block.type === 'tool_result');
  const texts = message.content.filter((block) => block.type === 'text').map((block) => block.text);
  return [
    ...results.map(({ callId, text, isError }): WireMessage => {
      return { role: 'tool', tool_call_id: wireName(callId), content: isError ? `Error: ${text}` : text };
    }),
    ...(texts.length === 0 ? [] : [{ role: 'user' as const, content: texts.join('\n\n') }]),
  ];
}

function toReply(message: AssistantMessage): WireMessage {
  const text = textOf(message);
  const calls = toolCallsOf(message).map(({ id, name, input }) => ({
    id: wireName(id),
    type: 'function' as const,
    function: { name: wireName(name), arguments: JSON.stringify(input) },
  }));
  return {
    role: 'assistant',
    content: text === '' ? null : text,
    ...(calls.length === 0 ? {} : { tool_calls: calls }),
  };
}
