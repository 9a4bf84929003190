import { startServer, type WireFormat } from './http.ts';
import {
  type ModelServer,
  pieces,
  type SentBlock,
  type SentRequest,
  type ServedBlock,
  type ServedReply,
} from './served.ts';

/** OpenAI's chat completions with server-sent chunks. */
export const startOpenAiServer = (replies: ServedReply[]): Promise<ModelServer> => startServer(format, replies);

const stops = { end: 'stop', tools: 'tool_calls', max_tokens: 'length', refusal: 'content_filter' };

const errors = {
  rate_limited: [429, 'rate_limit_exceeded', 'too many requests'],
  overloaded: [529, 'overloaded', 'overloaded'],
  server: [500, 'server_error', 'the server had an error'],
  authentication: [401, 'invalid_api_key', 'Incorrect API key provided'],
  not_found: [404, 'model_not_found', 'the model no-such-model does not exist'],
  invalid_request: [400, 'invalid_value', 'max_tokens must be positive'],
  context_full: [400, 'context_length_exceeded', "This model's maximum context length is 8192 tokens."],
} as const;

const format: WireFormat = {
  contentType: 'text/event-stream',
  encode: (reply) => Buffer.from((reply.raw ?? chunksOf(reply)).map(toText).join('')),
  refuse: ({ fault = 'server', message }) => {
    const [status, code, text] = errors[fault];
    return { status, headers: {}, body: { error: { message: message ?? text, type: 'error', code } } };
  },
  read,
};

const toText = (chunk: unknown) => `data: ${typeof chunk === 'string' ? chunk : JSON.stringify(chunk)}\n\n`;

/** A chunk with one choice. */
export function chunk(delta: unknown, finish: string | null = null): unknown {
  return { id: 'c1', object: 'chat.completion.chunk', choices: [{ index: 0, delta, finish_reason: finish }] };
}

function chunksOf({ blocks = [], stop = 'end', usage, ending }: ServedReply): unknown[] {
  const calls = blocks.filter((block) => 'call' in block);
  const chunks = [chunk({ role: 'assistant', content: '' }), ...blocks.flatMap((block) => blockChunks(block, calls))];
  if (typeof ending === 'object') return [...chunks, { error: { message: 'overloaded', type: 'overloaded_error' } }];
  if (ending !== undefined) return chunks;
  const counts = {
    prompt_tokens: (usage?.inputTokens ?? 1) + (usage?.cacheReadTokens ?? 0),
    completion_tokens: usage?.outputTokens ?? 1,
    prompt_tokens_details: { cached_tokens: usage?.cacheReadTokens ?? 0 },
  };
  return [...chunks, chunk({}, stops[stop]), { id: 'c1', choices: [], usage: counts }, '[DONE]'];
}

function blockChunks(block: ServedBlock, calls: ServedBlock[]): unknown[] {
  if ('text' in block) return pieces(block.text).map((content) => chunk({ content }));
  if ('thinking' in block) return pieces(block.thinking).map((reasoning_content) => chunk({ reasoning_content }));
  const { id, name, json } = block.call;
  const index = calls.indexOf(block);
  return [
    chunk({ tool_calls: [{ index, id, type: 'function', function: { name, arguments: '' } }] }),
    ...pieces(json).map((part) => chunk({ tool_calls: [{ index, function: { arguments: part } }] })),
  ];
}

interface WireMessage {
  role: string;
  content: string | null;
  tool_call_id?: string;
  tool_calls?: { id: string; function: { name: string; arguments: string } }[];
}

function read(body: Record<string, unknown>): SentRequest {
  const messages = body.messages as WireMessage[];
  const tools = (body.tools ?? []) as { function: { name: string; description: string; parameters: unknown } }[];
  return {
    model: body.model as string,
    system: messages.find(({ role }) => role === 'system')?.content ?? '',
    tools: tools.map(({ function: { name, description, parameters } }) => ({ name, description, schema: parameters })),
    maxTokens: (body.max_tokens ?? body.max_completion_tokens) as number,
    blocks: messages.filter(({ role }) => role !== 'system').flatMap(toSent),
    cacheMarks: [],
  };
}

/** The format has no mark for an error; the text of one begins with it. */
function toSent({ role, content, tool_call_id, tool_calls = [] }: WireMessage): SentBlock[] {
  if (role === 'tool') {
    const [, mark = '', text = ''] = /^(Error: )?([\s\S]*)$/.exec(content ?? '') ?? [];
    return [{ role: 'user', type: 'result', id: tool_call_id ?? '', text, isError: mark !== '' }];
  }
  const calls = tool_calls.map(({ id, function: { name, arguments: json } }): SentBlock => {
    return { role, type: 'call', id, name, input: JSON.parse(json) };
  });
  return content === null ? calls : [{ role, type: 'text', text: content }, ...calls];
}
