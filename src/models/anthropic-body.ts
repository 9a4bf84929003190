import type { Message } from '../domain/message.ts';
import type { ModelRequest } from '../domain/model.ts';
import { markLast, type Thinking, toAnthropicHead, toMessage, type WireMessage } from './anthropic-request.ts';
import { sendableFor } from './conversation.ts';

/**
 * Writes the body of each request of a conversation. What was written of a message is kept for as long as the message is,
 * since the next request has it again: a turn costs what is new in it, not all that came before.
 */
export function createBodyWriter(options: {
  name: string;
  id: string;
  thinking?: Thinking | undefined;
}): (request: ModelRequest) => Buffer {
  const toSendable = sendableFor(options.id);
  const written = new WeakMap<Message, Buffer>();
  const write = (message: Message) => {
    const bytes = written.get(message) ?? Buffer.from(JSON.stringify(toMessage(message)));
    written.set(message, bytes);
    return bytes;
  };
  return (request) => {
    const messages = toSendable(request.messages);
    const marked = lastUsers(messages);
    const bodies = messages.map((message) => (marked.has(message) ? writeMarked(message) : write(message)));
    const head = JSON.stringify(toAnthropicHead(request, options)).slice(0, -1);
    const joined = bodies.flatMap((body, at) => (at === 0 ? [body] : [comma, body]));
    return Buffer.concat([Buffer.from(`${head},"messages":[`), ...joined, Buffer.from(']}')]);
  };
}

const comma = Buffer.from(',');

/** The one before last is marked too, so that a long turn of many calls still finds what the turn before it wrote. */
function lastUsers(messages: readonly Message[]): ReadonlySet<Message> {
  return new Set(messages.filter(({ role }) => role === 'user').slice(-2));
}

function writeMarked(message: Message): Buffer {
  const { role, content }: WireMessage = toMessage(message);
  return Buffer.from(JSON.stringify({ role, content: markLast(content) }));
}
