import type { Usage } from '../../../src/domain/model.ts';
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

const format: WireFormat<unknown> = {
  contentType: 'text/event-stream',
  stops: { end: 'stop', tools: 'tool_calls', max_tokens: 'length', refusal: 'content_filter' },
  errors: {
    rate_limited: [429, 'rate_limit_exceeded', 'too many requests'],
    overloaded: [529, 'overloaded', 'overloaded'],
    server: [500, 'server_error', 'the server had an error'],
    authentication: [401, 'invalid_api_key', 'Incorrect API key provided'],
    not_found: [404, 'model_not_found', 'the model no-such-model does not exist'],
    invalid_request: [400, 'invalid_value', 'max_tokens must be positive'],
    context_full: [400, 'context_length_exceeded', "This model's maximum context length is 8192 tokens."],
  },
  refusal: (code, message) => ({ body: { error: { message, type: 'error', code } } }),
  open: () => [chunk({ role: 'assistant', content: '' })],
  block: blockChunks,
  close: (stop, usage) => [chunk({}, stop), { id: 'c1', choices: [], usage: toCounts(usage) }, '[DONE]'],
  overloaded: { error: { message: 'overloaded', type: 'overloaded_error' } },
  encode: (sent) => `data: ${typeof sent === 'string' ? sent : JSON.stringify(sent)}\n\n`,
  read,
};

/** A chunk with one choice. */
export function chunk(delta: unknown, finish: string | null = null): unknown {
  return { id: 'c1', object: 'chat.completion.chunk', choices: [{ index: 0, delta, finish_reason: finish }] };
}

function toCounts({ inputTokens, outputTokens, cacheReadTokens }: Usage): unknown {
  return {
    prompt_tokens: inputTokens + cacheReadTokens,
    completion_tokens: outputTokens,
    prompt_tokens_details: { cached_tokens: cacheReadTokens },
  };
}

/** Calls are counted among themselves. */
function blockChunks(block: ServedBlock, _at: number, blocks: readonly ServedBlock[]): unknown[] {
  if ('text' in block) return pieces(block.text).map((content) => chunk({ content }));
  if ('thinking' in block) return pieces(block.thinking).map((reasoning_content) => chunk({ reasoning_content }));
  const { id, name, json } = block.call;
  const index = blocks.filter((each) => 'call' in each).indexOf(block);
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
