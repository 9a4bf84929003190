import * as z from 'zod';
import { AshlarError } from '../base/errors.ts';
import { canonicalJson, digest } from '../base/ids.ts';
import { parseJsonLines } from '../base/jsonl.ts';
import type { Message } from '../domain/message.ts';
import type { ModelReply, ModelRequest } from '../domain/model.ts';
import { maskDurations } from './mask-durations.ts';

/** A request by the digests of its parts. */
export interface HashedRequest {
  system: string;
  tools: string;
  messages: string[];
  maxOutputTokens: number;
}

export interface Exchange {
  model: string;
  request: HashedRequest;
  reply: ModelReply;
}

export interface Recording {
  /** Digest → system text, tool list or message. */
  parts: Map<string, unknown>;
  exchanges: Exchange[];
}

/** Short enough to keep long sessions small, long enough never to meet its like in one file. */
const hashOf = (body: unknown) => digest(canonicalJson(body)).slice(0, 16);

/** Messages are hashed without the durations that programs measured; what is stored is the message as it was. */
const hashMessage = (message: Message) => hashOf(maskDurations(message));

export function partsOf({ system, tools, messages }: ModelRequest): [hash: string, body: unknown][] {
  return [
    [hashOf(system), system],
    [hashOf(tools), tools],
    ...messages.map((message): [string, unknown] => [hashMessage(message), message]),
  ];
}

export function hashRequest({ system, tools, messages, maxOutputTokens }: ModelRequest): HashedRequest {
  return { system: hashOf(system), tools: hashOf(tools), messages: messages.map(hashMessage), maxOutputTokens };
}

/** What makes two requests the same: what they say, not how long the answer may be. */
export function keyOf(request: HashedRequest): string {
  return sequenceOf(request).join(' ');
}

export function sequenceOf({ system, tools, messages }: HashedRequest): string[] {
  return [system, tools, ...messages];
}

const line = z.discriminatedUnion('type', [
  z.object({ type: z.literal('part'), hash: z.string(), body: z.unknown() }),
  z.object({
    type: z.literal('exchange'),
    model: z.string(),
    request: z.object({
      system: z.string(),
      tools: z.string(),
      messages: z.array(z.string()),
      maxOutputTokens: z.number(),
    }),
    reply: z.custom<ModelReply>(
      (value) => z.object({ message: z.object({}), stopReason: z.string() }).safeParse(value).success,
    ),
  }),
]);

/** Throws an AshlarError of kind `invalid` that names file and line. */
export function parseRecording(text: string, path: string): Recording {
  const recording: Recording = { parts: new Map(), exchanges: [] };
  for (const { line: number, value, problem } of parseJsonLines(text)) {
    const parsed = line.safeParse(value);
    if (!parsed.success)
      throw invalidLine(`${path}:${number}`, problem ?? parsed.error.issues[0]?.message ?? 'unknown line');
    if (parsed.data.type === 'part') recording.parts.set(parsed.data.hash, parsed.data.body);
    else recording.exchanges.push(parsed.data);
  }
  return recording;
}

function invalidLine(place: string, why: string): AshlarError {
  return new AshlarError({
    kind: 'invalid',
    what: `${place} is no line of a recording`,
    why,
    next: 'record the session again with `--record`, or remove the line',
  });
}
