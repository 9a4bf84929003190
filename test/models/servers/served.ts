import { setImmediate as nextTick } from 'node:timers/promises';
import type { Usage } from '../../../src/domain/model.ts';

export type ServedBlock =
  | { text: string }
  | { thinking: string; signature: string }
  /** `json` is sent as it is, valid or not. */
  | { call: { id: string; name: string; json: string } };

export type ServedFault =
  | 'rate_limited'
  | 'overloaded'
  | 'server'
  | 'authentication'
  | 'not_found'
  | 'invalid_request'
  | 'context_full';

/** A reply in no provider's terms; each server speaks it in the wire format of its own. */
export interface ServedReply {
  blocks?: ServedBlock[];
  stop?: 'end' | 'tools' | 'max_tokens' | 'refusal';
  usage?: Usage;
  /** An HTTP error in place of a stream. */
  fault?: ServedFault;
  /** In place of the status that the fault has. */
  status?: number;
  headers?: Record<string, string>;
  message?: string;
  /** What comes after the blocks in place of a proper end. */
  ending?: 'reset' | 'close' | 'hang' | { error: 'overloaded' };
  /** Wire events that are sent in place of all that. */
  raw?: unknown[];
  /** Bytes that are sent as the body of a 200 answer in place of all that. */
  body?: string;
}

export type SentBlock =
  | { role: string; type: 'text'; text: string }
  | { role: string; type: 'thinking'; body: unknown }
  | { role: string; type: 'call'; id: string; name: string; input: unknown }
  | { role: string; type: 'result'; id: string; text: string; isError: boolean };

/** A request in no provider's terms, as the server read it. */
export interface SentRequest {
  model: string;
  system: string;
  tools: { name: string; description: string; schema: unknown }[];
  maxTokens: number;
  blocks: SentBlock[];
  /** Where cache breakpoints stand: `tools`, `system`, `message 0` … */
  cacheMarks: string[];
}

export interface ModelServer {
  url: string;
  sent: SentRequest[];
  bodies: Record<string, unknown>[];
  headers: Record<string, string | string[] | undefined>[];
  /** Resolves when a client has hung up on a stream that did not end. */
  hungUp: Promise<void>;
  close(): Promise<void>;
}

/** Writes bytes in pieces that part lines, frames and characters. */
export async function writeInPieces(response: { write(bytes: Uint8Array): boolean }, bytes: Uint8Array): Promise<void> {
  const size = 61;
  for (let at = 0; at < bytes.length; at += size) {
    response.write(bytes.subarray(at, at + size));
    await nextTick();
  }
}

/** A text in pieces, as a stream carries it. */
export function pieces(text: string): string[] {
  const size = Math.max(1, Math.ceil(text.length / 3));
  return Array.from({ length: Math.ceil(text.length / size) }, (_, at) => text.slice(at * size, (at + 1) * size));
}
