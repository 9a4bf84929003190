import type { AssistantMessage, Message, UserMessage } from '../domain/message.ts';

/**
 * The messages as every provider takes them: no blank text, no empty message, roles that alternate, tool results before
 * text, and no reasoning but that of the model itself, since it is tied to the model that produced it.
 */
export function toSendable(messages: readonly Message[], modelId: string): Message[] {
  return sendableFor(modelId)(messages);
}

/** The same for one conversation: a message that is sent again is the same object again. */
export function sendableFor(modelId: string): (messages: readonly Message[]) => Message[] {
  const cleaned = new WeakMap<Message, Message>();
  return (messages) =>
    mergeRoles(
      messages.map((message) => {
        const clean = cleaned.get(message) ?? cleanMessage(message, modelId);
        cleaned.set(message, clean);
        return clean;
      }),
    );
}

function mergeRoles(messages: readonly Message[]): Message[] {
  const merged: Message[] = [];
  for (const next of messages) {
    if (next.content.length === 0) continue;
    const last = merged.at(-1);
    if (last?.role === 'user' && next.role === 'user') merged.splice(-1, 1, joinUsers(last, next));
    else if (last?.role === 'assistant' && next.role === 'assistant') merged.splice(-1, 1, joinReplies(last, next));
    else merged.push(next);
  }
  return merged;
}

function cleanMessage(message: Message, modelId: string): Message {
  return message.role === 'user' ? cleanUser(message) : cleanAssistant(message, modelId);
}

/** Names and ids as every provider takes them, whatever a model made up. */
export function wireName(name: string): string {
  return name.replace(/[^\w-]/g, '_').slice(0, 64) || '_';
}

function cleanUser({ content }: UserMessage): UserMessage {
  const results = content.filter((block) => block.type === 'tool_result');
  const texts = content.filter((block) => block.type === 'text' && block.text.trim() !== '');
  return { role: 'user', content: [...results, ...texts] };
}

function cleanAssistant({ content }: AssistantMessage, modelId: string): AssistantMessage {
  const kept = content.filter((block) => {
    if (block.type === 'text') return block.text.trim() !== '';
    return block.type !== 'thinking' || block.provider === modelId;
  });
  const says = kept.some((block) => block.type !== 'thinking');
  return { role: 'assistant', content: says ? kept : [] };
}

const joinUsers = (a: UserMessage, b: UserMessage): UserMessage =>
  cleanUser({ ...a, content: [...a.content, ...b.content] });

const joinReplies = (a: AssistantMessage, b: AssistantMessage): AssistantMessage => ({
  ...a,
  content: [...a.content, ...b.content],
});
