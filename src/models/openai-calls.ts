import type { CallDraft } from './reply.ts';
import { isObject, parseToolInput } from './tool-input.ts';

/** A piece of a tool call as servers really send it: any field may be missing, arguments may be an object. */
export interface CallPiece {
  index?: number | null;
  id?: string | null;
  function?: { name?: string | null; arguments?: unknown } | null;
}

export type IndexedCall = CallDraft & { index: number | undefined };

/** Puts a piece where it belongs; true where it began a call. */
export function addCallPiece(calls: IndexedCall[], piece: CallPiece): boolean {
  const id = piece.id ?? '';
  const name = piece.function?.name ?? '';
  const raw = toRaw(piece.function?.arguments);
  const index = piece.index ?? undefined;
  const call = findCall(calls, index, id);
  const sent = { id, name, raw };
  if (call === undefined || (beginsAnother(call, sent) && !isRepeated(call, sent, index))) {
    calls.push({ type: 'call', ...sent, complete: true, index });
    return true;
  }
  if (isRepeated(call, sent, index)) return false;
  call.id ||= id;
  call.name ||= name;
  call.raw += raw;
  return false;
}

function toRaw(value: unknown): string {
  if (typeof value === 'string') return value;
  return isObject(value) ? JSON.stringify(value) : '';
}

/** By index where there is one, else by id, else the call that came last. */
function findCall(calls: readonly IndexedCall[], index: number | undefined, id: string): IndexedCall | undefined {
  if (index !== undefined) return calls.findLast((call) => call.index === index);
  return calls.findLast((call) => id !== '' && call.id === id) ?? (id === '' ? calls.at(-1) : undefined);
}

interface Sent {
  id: string;
  name: string;
  raw: string;
}

/** Some servers give every call the index 0, or none; a name that merely comes again begins nothing. */
function beginsAnother(call: IndexedCall, sent: Sent): boolean {
  if (sent.name === '') return false;
  if (sent.id !== '' && call.id !== '' && sent.id !== call.id) return true;
  if (call.name !== '' && sent.name !== call.name) return true;
  return sent.raw.trim() !== '' && isWhole(call.raw);
}

/** The whole call once more, as some servers close with. Without id and index it may as well be a second call. */
function isRepeated(call: IndexedCall, { id, name, raw }: Sent, index: number | undefined): boolean {
  const same = id === call.id && name === call.name && raw === call.raw;
  return same && isWhole(raw) && (id !== '' || index !== undefined);
}

function isWhole(raw: string): boolean {
  return raw.trimEnd().endsWith('}') && 'input' in parseToolInput(raw);
}

/**
 * Finds calls that a model wrote into its text as `<tool_call>{"name": …, "arguments": {…}}</tool_call>` and takes them out
 * of it. Only names of offered tools count, and only arguments that are whole.
 */
export function takeCallsFromText(text: string, offered: ReadonlySet<string>): { text: string; calls: CallDraft[] } {
  const calls: CallDraft[] = [];
  const rest = text.replace(/<tool_call>([\s\S]*?)<\/tool_call>/g, (whole, body: string) => {
    const call = readWrittenCall(body, offered);
    if (call === undefined) return whole;
    calls.push(call);
    return '';
  });
  return { text: calls.length === 0 ? text : rest.trim(), calls };
}

function readWrittenCall(body: string, offered: ReadonlySet<string>): CallDraft | undefined {
  const parsed = parseToolInput(body);
  if ('problem' in parsed) return undefined;
  const { name, arguments: given = {} } = parsed.input;
  const raw = toRaw(given);
  if (typeof name !== 'string' || !offered.has(name) || 'problem' in parseToolInput(raw)) return undefined;
  return { type: 'call', id: '', name, raw, complete: true };
}
