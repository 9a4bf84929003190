/** A conversation as every part of the house but `models/` knows it; only `models/*` knows a wire format. */
export interface TextBlock {
  type: 'text';
  text: string;
}

/** A model's reasoning. `body` is the provider's own block and must go back to that provider unchanged. */
export interface ThinkingBlock {
  type: 'thinking';
  provider: string;
  body: unknown;
}

export interface ToolCall {
  type: 'tool_call';
  id: string;
  name: string;
  /** The arguments, parsed strictly from the raw text; `{}` where `malformed` is set. */
  input: Record<string, unknown>;
  /** Set where the raw arguments were no JSON object. Such a call must never run. */
  malformed?: { raw: string; problem: string };
}

export interface ToolResultBlock {
  type: 'tool_result';
  callId: string;
  text: string;
  isError: boolean;
}

export interface UserMessage {
  role: 'user';
  content: (TextBlock | ToolResultBlock)[];
}

export interface AssistantMessage {
  role: 'assistant';
  content: (TextBlock | ThinkingBlock | ToolCall)[];
}

export type Message = UserMessage | AssistantMessage;

export function userText(text: string): UserMessage {
  return { role: 'user', content: [{ type: 'text', text }] };
}

export function toolCallsOf(message: AssistantMessage): ToolCall[] {
  return message.content.filter((block) => block.type === 'tool_call');
}

export function textOf(message: Message): string {
  return message.content
    .filter((block) => block.type === 'text')
    .map((block) => block.text)
    .join('');
}
