import { type Message, userText } from '../../src/domain/message.ts';
import { type Model, type ModelDelta, ModelError, type ModelReply, type ModelRequest } from '../../src/domain/model.ts';

const pathSchema = { type: 'object', properties: { path: { type: 'string' } }, required: ['path'] };

export const request: ModelRequest = {
  system: 'You build to a spec.',
  tools: [
    { name: 'read', description: 'Reads a file.', inputSchema: pathSchema },
    { name: 'write', description: 'Writes a file.', inputSchema: pathSchema },
  ],
  messages: [userText('Make the lock reentrant.')],
  maxOutputTokens: 4_000,
};

export function withMessages(...messages: Message[]): ModelRequest {
  return { ...request, messages };
}

export interface Answer {
  deltas: ModelDelta[];
  reply: ModelReply;
}

/** Reads the stream to its end. */
export async function ask(model: Model, asked = request, signal = new AbortController().signal): Promise<Answer> {
  const deltas: ModelDelta[] = [];
  const stream = model.stream(asked, signal);
  for (;;) {
    const next = await stream.next();
    if (next.done) return { deltas, reply: next.value };
    deltas.push(next.value);
  }
}

/** What the model throws, which must be a ModelError. */
export async function askInVain(model: Model, asked = request): Promise<ModelError> {
  const error: unknown = await ask(model, asked).then(
    ({ reply }) => new Error(`the model answered: ${JSON.stringify(reply)}`),
    (thrown: unknown) => thrown,
  );
  if (error instanceof ModelError) return error;
  throw error;
}

/** The text of all deltas of a kind. */
export function shown(deltas: readonly ModelDelta[], type: 'text' | 'thinking'): string {
  return deltas.map((delta) => (delta.type === type ? delta.text : '')).join('');
}
