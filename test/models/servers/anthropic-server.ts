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

/** Anthropic's Messages API with server-sent events. */
export const startAnthropicServer = (replies: ServedReply[]): Promise<ModelServer> => startServer(format, replies);

type Event = { type: string } & Record<string, unknown>;

const format: WireFormat<Event | string> = {
  contentType: 'text/event-stream',
  stops: { end: 'end_turn', tools: 'tool_use', max_tokens: 'max_tokens', refusal: 'refusal' },
  errors: {
    rate_limited: [429, 'rate_limit_error', 'too many requests'],
    overloaded: [529, 'overloaded_error', 'Overloaded'],
    server: [500, 'api_error', 'Internal server error'],
    authentication: [401, 'authentication_error', 'invalid bearer token'],
    not_found: [404, 'not_found_error', 'model: no-such-model'],
    invalid_request: [400, 'invalid_request_error', 'max_tokens: must be positive'],
    context_full: [400, 'invalid_request_error', 'prompt is too long: 210000 tokens > 200000 maximum'],
  },
  refusal: (type, message) => ({ body: { type: 'error', error: { type, message } } }),
  open: (usage) => [{ type: 'message_start', message: openingMessage(usage) }, { type: 'ping' }],
  block: blockEvents,
  close: (stop_reason, usage) => [
    { type: 'message_delta', delta: { stop_reason }, usage: { output_tokens: usage.outputTokens } },
    { type: 'message_stop' },
  ],
  overloaded: { type: 'error', error: { type: 'overloaded_error', message: 'Overloaded' } },
  encode: (event) => (typeof event === 'string' ? event : `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`),
  read,
};

function openingMessage({ inputTokens, cacheReadTokens, cacheWriteTokens }: Usage): unknown {
  const usage = {
    input_tokens: inputTokens,
    output_tokens: 1,
    cache_read_input_tokens: cacheReadTokens,
    cache_creation_input_tokens: cacheWriteTokens,
  };
  return { id: 'msg_1', type: 'message', role: 'assistant', content: [], usage };
}

function blockEvents(block: ServedBlock, index: number): Event[] {
  const [content_block, deltas] = wireBlock(block);
  return [
    { type: 'content_block_start', index, content_block },
    ...deltas.map((delta) => ({ type: 'content_block_delta', index, delta })),
    { type: 'content_block_stop', index },
  ];
}

function wireBlock(block: ServedBlock): [start: unknown, deltas: unknown[]] {
  if ('text' in block) {
    return [{ type: 'text', text: '' }, pieces(block.text).map((text) => ({ type: 'text_delta', text }))];
  }
  if ('thinking' in block) {
    const thoughts = pieces(block.thinking).map((thinking) => ({ type: 'thinking_delta', thinking }));
    const signature = { type: 'signature_delta', signature: block.signature };
    return [{ type: 'thinking', thinking: '', signature: '' }, [...thoughts, signature]];
  }
  const { id, name, json } = block.call;
  return [
    { type: 'tool_use', id, name, input: {} },
    pieces(json).map((partial_json) => ({ type: 'input_json_delta', partial_json })),
  ];
}

interface WireBlock {
  type: string;
  text?: string;
  id?: string;
  name?: string;
  input?: unknown;
  tool_use_id?: string;
  content?: { text: string }[];
  is_error?: boolean;
  cache_control?: unknown;
}

function read(body: Record<string, unknown>): SentRequest {
  const system = (body.system ?? []) as WireBlock[];
  const tools = (body.tools ?? []) as {
    name: string;
    description: string;
    input_schema: unknown;
    cache_control?: unknown;
  }[];
  const messages = body.messages as { role: string; content: WireBlock[] }[];
  const marks: [string, boolean][] = [
    ...tools.map((tool): [string, boolean] => ['tools', tool.cache_control !== undefined]),
    ...system.map((block): [string, boolean] => ['system', block.cache_control !== undefined]),
    ...messages.map(({ content }, at): [string, boolean] => [
      `message ${at}`,
      content.some((block) => block.cache_control !== undefined),
    ]),
  ];
  return {
    model: body.model as string,
    system: system.map((block) => block.text).join(''),
    tools: tools.map(({ name, description, input_schema }) => ({ name, description, schema: input_schema })),
    maxTokens: body.max_tokens as number,
    blocks: messages.flatMap(({ role, content }) => content.map((block) => toSent(role, block))),
    cacheMarks: marks.filter(([, marked]) => marked).map(([place]) => place),
  };
}

function toSent(role: string, { cache_control: _mark, ...block }: WireBlock): SentBlock {
  if (block.type === 'text') return { role, type: 'text', text: block.text ?? '' };
  if (block.type === 'tool_use') {
    return { role, type: 'call', id: block.id ?? '', name: block.name ?? '', input: block.input };
  }
  if (block.type !== 'tool_result') return { role, type: 'thinking', body: block };
  const text = (block.content ?? []).map((part) => part.text).join('');
  return { role, type: 'result', id: block.tool_use_id ?? '', text, isError: block.is_error ?? false };
}
