import { isNode, LineCounter, parseDocument } from 'yaml';
import * as z from 'zod';
import { AshlarError } from '../base/errors.ts';
import type { ModelFault, StopReason } from '../domain/model.ts';

const stops = [
  'end_turn',
  'tool_use',
  'max_tokens',
  'refusal',
  'context_full',
  'paused',
] as const satisfies StopReason[];

const faults = [
  'rate_limited',
  'overloaded',
  'server',
  'connection',
  'stream_cut',
  'idle',
  'authentication',
  'not_found',
  'invalid_request',
  'context_full',
] as const satisfies ModelFault[];

const call = z.strictObject({
  name: z.string(),
  input: z.record(z.string(), z.unknown()).optional(),
  /** By default `call_<index of the reply>_<n>`. */
  id: z.string().optional(),
  /** The arguments as text, in place of `input`: for calls that are malformed or cut. */
  raw: z.string().optional(),
});

const count = z.number().int().nonnegative();

const reply = z.strictObject({
  text: z.string().optional(),
  thinking: z.string().optional(),
  calls: z.array(call).optional(),
  /** By default `tool_use` where there are calls, else `end_turn`. */
  stop: z.enum(stops).optional(),
  /** Thrown in place of the reply; `stream_cut` after its text was shown. */
  fault: z.enum(faults).optional(),
  /** How often the fault is thrown in this process before the reply is given; by default always. */
  faultTimes: count.optional(),
  retryAfterMs: count.optional(),
  /** Text that the last message must contain. */
  expect: z.string().optional(),
  delayMs: count.optional(),
  usage: z
    .strictObject({
      inputTokens: count.default(0),
      outputTokens: count.default(0),
      cacheReadTokens: count.default(0),
      cacheWriteTokens: count.default(0),
    })
    .optional(),
});

/** Named apart, since an object with a `then` of its own passes for a promise. */
const afterwards = 'then';

const session = z.strictObject({
  /** Text in the system text or the first user message; the first session that matches is taken. */
  match: z.string().optional(),
  replies: z.array(reply).min(1),
  [afterwards]: z.literal('repeat_last').optional(),
});

const script = z.strictObject({ sessions: z.array(session).min(1) });

export type Script = z.infer<typeof script>;
export type ScriptedSession = z.infer<typeof session>;
export type ScriptedReply = z.infer<typeof reply>;

/** Throws an AshlarError of kind `invalid` that names file, line and column. */
export function parseScript(yamlText: string, fileName: string): Script {
  const lines = new LineCounter();
  const document = parseDocument(yamlText, { lineCounter: lines });
  const place = (offset: number) => {
    const { line, col } = lines.linePos(offset);
    return `${fileName}:${line}:${col}`;
  };
  const [broken] = document.errors;
  if (broken !== undefined) throw invalid(place(broken.pos[0]), broken.message.split('\n')[0] ?? broken.message);
  const parsed = script.safeParse(document.toJS());
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const path = issue?.path ?? [];
  throw invalid(place(offsetOf(document, path)), `${path.join('.') || 'the file'}: ${issue?.message}`);
}

/** Where the value at the path begins, or the nearest one around it that is there. */
function offsetOf(document: ReturnType<typeof parseDocument>, path: readonly PropertyKey[]): number {
  for (let length = path.length; length >= 0; length--) {
    const node = document.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range) return node.range[0];
  }
  return 0;
}

function invalid(place: string, why: string): AshlarError {
  return new AshlarError({ kind: 'invalid', what: `${place} is no script for a model`, why, next: `change ${place}` });
}
