import { findAddresses } from './secrets/find-addresses.ts';
import { secretKind } from './secrets/find-assigned.ts';
import { findKeyBlocks } from './secrets/find-key-blocks.ts';
import { findNamed } from './secrets/find-named.ts';
import { findRuns } from './secrets/find-runs.ts';
import { isSecretValue, readSecretName } from './secrets/judge-value.ts';
import { type OwnSecret, ownFinder } from './secrets/own-secrets.ts';
import { type RedactingStream, redactingStream } from './secrets/redacting-stream.ts';
import type { Span } from './secrets/span.ts';

/** Takes secrets out of text. What stands in place of one says of which kind it was, always in the same words. */
export interface Redactor {
  /** Redacting again changes nothing. */
  redact(text: string): string;
  /** The same for every text of a JSON value; what a property is called counts. The value itself where it holds none. */
  redactJson<T>(value: T): T;
  /** For a text that comes in pieces, wherever they are cut. */
  stream(): RedactingStream;
}

/** What stands for a secret: `[redacted:aws-key]`. */
export const redactionMark = /\[redacted:[a-z0-9-]+\]/g;

/** `own` are values that are secret whatever they look like. */
export function createRedactor(own: readonly OwnSecret[] = []): Redactor {
  const findOwn = ownFinder(own);
  const redact = (text: string) => {
    const found: Span[] = [];
    findOwn(text, found);
    findRuns(text, found);
    findNamed(text, found);
    findAddresses(text, found);
    findKeyBlocks(text, found);
    return found.length === 0 ? text : putMarks(text, found);
  };
  return {
    redact,
    redactJson: <T>(value: T) => redactValue(value, redact) as T,
    stream: () => redactingStream(redact),
  };
}

function putMarks(text: string, found: Span[]): string {
  const sorted = found.sort((a, b) => a.start - b.start || b.end - a.end);
  let [done, shown] = [0, ''];
  for (const { start, end, kind } of sorted) {
    if (end <= done) continue;
    // What begins within another secret is a part of it.
    shown += start >= done ? `${text.slice(done, start)}[redacted:${kind}]` : '';
    done = end;
  }
  return shown + text.slice(done);
}

function redactValue(value: unknown, redact: (text: string) => string, name = ''): unknown {
  if (typeof value === 'string') {
    const says = name === '' ? undefined : readSecretName(name);
    const isWhole = says !== undefined && isSecretValue(says, value, { quoted: true, variable: false, next: '' });
    return isWhole && !/\s/.test(value) ? `[redacted:${secretKind(name, says)}]` : redact(value);
  }
  if (Array.isArray(value)) {
    const items = value.map((item) => redactValue(item, redact, name));
    return items.some((item, index) => item !== value[index]) ? items : value;
  }
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, inner]) => [redact(key), redactValue(inner, redact, key)] as const);
  const before = Object.entries(value);
  const isSame = entries.every(([key, inner], index) => key === before[index]?.[0] && inner === before[index]?.[1]);
  return isSame ? value : Object.fromEntries(entries);
}
