import { crc32 } from 'node:zlib';
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

/** Amazon Bedrock's ConverseStream with its binary event stream. */
export const startBedrockServer = (replies: ServedReply[]): Promise<ModelServer> => startServer(format, replies);

/** The name of an event or, with `exception`, of what was thrown in the stream, and its payload. */
type Event = [name: string, payload: unknown, kind?: 'exception'];

const format: WireFormat<Event> = {
  contentType: 'application/vnd.amazon.eventstream',
  stops: { end: 'end_turn', tools: 'tool_use', max_tokens: 'max_tokens', refusal: 'content_filtered' },
  errors: {
    rate_limited: [429, 'ThrottlingException', 'Too many tokens, please wait'],
    overloaded: [503, 'ServiceUnavailableException', 'Bedrock is unable to process your request'],
    server: [500, 'InternalServerException', 'The system encountered an unexpected error'],
    authentication: [403, 'UnrecognizedClientException', 'The security token included in the request is invalid.'],
    not_found: [404, 'ResourceNotFoundException', 'Could not resolve the foundation model from the model identifier'],
    invalid_request: [400, 'ValidationException', 'max_tokens must be positive'],
    context_full: [400, 'ValidationException', 'Input is too long for requested model.'],
  },
  refusal: (name, message) => ({ headers: { 'x-amzn-errortype': name }, body: { message } }),
  open: () => [['messageStart', { role: 'assistant' }]],
  block: blockEvents,
  close: (stopReason, usage) => [
    ['messageStop', { stopReason }],
    ['metadata', { usage: toCounts(usage), metrics: { latencyMs: 1 } }],
  ],
  overloaded: ['serviceUnavailableException', { message: 'overloaded' }, 'exception'],
  encode: toFrame,
  read,
};

/** One frame: lengths, their checksum, headers, payload, checksum of all. */
function toFrame([name, payload, kind]: Event): Buffer {
  const headers = Buffer.concat([
    toHeader(':message-type', kind ?? 'event'),
    toHeader(`:${kind ?? 'event'}-type`, name),
    toHeader(':content-type', 'application/json'),
  ]);
  const body = Buffer.from(JSON.stringify(payload));
  const frame = Buffer.alloc(12 + headers.length + body.length + 4);
  frame.writeUInt32BE(frame.length, 0);
  frame.writeUInt32BE(headers.length, 4);
  frame.writeUInt32BE(crc32(frame.subarray(0, 8)), 8);
  headers.copy(frame, 12);
  body.copy(frame, 12 + headers.length);
  frame.writeUInt32BE(crc32(frame.subarray(0, -4)), frame.length - 4);
  return frame;
}

function toHeader(name: string, value: string): Buffer {
  const length = Buffer.alloc(2);
  length.writeUInt16BE(Buffer.byteLength(value));
  return Buffer.concat([Buffer.from([name.length]), Buffer.from(name), Buffer.from([7]), length, Buffer.from(value)]);
}

function toCounts({ inputTokens, outputTokens, cacheReadTokens, cacheWriteTokens }: Usage): unknown {
  const cached = { cacheReadInputTokens: cacheReadTokens, cacheWriteInputTokens: cacheWriteTokens };
  return { inputTokens, outputTokens, totalTokens: inputTokens + outputTokens, ...cached };
}

/** Only a tool call has an event of its own that opens it. */
function blockEvents(block: ServedBlock, contentBlockIndex: number): Event[] {
  const delta = (value: unknown): Event => ['contentBlockDelta', { contentBlockIndex, delta: value }];
  const stop: Event = ['contentBlockStop', { contentBlockIndex }];
  if ('text' in block) return [...pieces(block.text).map((text) => delta({ text })), stop];
  if ('thinking' in block) {
    const thoughts = pieces(block.thinking).map((text) => delta({ reasoningContent: { text } }));
    return [...thoughts, delta({ reasoningContent: { signature: block.signature } }), stop];
  }
  const { id, name, json } = block.call;
  const start: Event = ['contentBlockStart', { contentBlockIndex, start: { toolUse: { toolUseId: id, name } } }];
  return [start, ...pieces(json).map((input) => delta({ toolUse: { input } })), stop];
}

interface WireBlock {
  text?: string;
  cachePoint?: unknown;
  reasoningContent?: unknown;
  toolUse?: { toolUseId: string; name: string; input: unknown };
  toolResult?: { toolUseId: string; status: string; content: { text: string }[] };
}

interface WireTool {
  toolSpec?: { name: string; description: string; inputSchema: { json: unknown } };
  cachePoint?: unknown;
}

function read(body: Record<string, unknown>, url: string): SentRequest {
  const system = (body.system ?? []) as WireBlock[];
  const { tools = [] } = (body.toolConfig ?? {}) as { tools?: WireTool[] };
  const messages = body.messages as { role: string; content: WireBlock[] }[];
  const places: [string, { cachePoint?: unknown } | undefined][] = [
    ['tools', tools.at(-1)],
    ['system', system.at(-1)],
    ...messages.map(({ content }, at): [string, WireBlock | undefined] => [`message ${at}`, content.at(-1)]),
  ];
  return {
    model: decodeURIComponent(/^\/model\/([^/]+)\/converse-stream$/.exec(url)?.[1] ?? ''),
    system: system.map((block) => block.text ?? '').join(''),
    tools: tools.flatMap(({ toolSpec }) =>
      toolSpec ? [{ name: toolSpec.name, description: toolSpec.description, schema: toolSpec.inputSchema.json }] : [],
    ),
    maxTokens: (body.inferenceConfig as { maxTokens: number }).maxTokens,
    blocks: messages.flatMap(({ role, content }) => content.flatMap((block) => toSent(role, block))),
    cacheMarks: places.filter(([, last]) => last?.cachePoint !== undefined).map(([place]) => place),
  };
}

function toSent(role: string, block: WireBlock): SentBlock[] {
  if (block.text !== undefined) return [{ role, type: 'text', text: block.text }];
  if (block.reasoningContent !== undefined) return [{ role, type: 'thinking', body: block.reasoningContent }];
  if (block.toolUse !== undefined) {
    const { toolUseId, name, input } = block.toolUse;
    return [{ role, type: 'call', id: toolUseId, name, input }];
  }
  if (block.toolResult === undefined) return [];
  const { toolUseId, status, content } = block.toolResult;
  const text = content.map((part) => part.text).join('');
  return [{ role, type: 'result', id: toolUseId, text, isError: status === 'error' }];
}
