import { secretFormats } from './formats.ts';
import type { Span } from './span.ts';

export type FindIn = (text: string, run: Omit<Span, 'kind'>, found: Span[]) => void;

/**
 * Looks into what may be Base64 or hexadecimal, each once: where a known secret comes out, all of it is one. The runs that
 * are given come in the order of the text, and may be parts of it.
 */
export function encodedFinder(text: string, { found, findIn }: Encoded): (run: Omit<Span, 'kind'>) => void {
  let seenTo = 0;
  return (run) => {
    if (run.start < seenTo) return;
    const [start, end] = [extend(text, run.start, -1), extend(text, run.end, 1)];
    seenTo = end;
    if (end - start < leastChars || end - start > mostChars) return;
    const kind = kindOf(text.slice(start, end), findIn);
    if (kind !== undefined) found.push({ start, end, kind });
  };
}

interface Encoded {
  found: Span[];
  findIn: FindIn;
}

const leastChars = 24;
const mostChars = 16_384;

function kindOf(part: string, findIn: FindIn): string | undefined {
  for (const decoded of decodings(part)) {
    const inner: Span[] = [];
    findIn(decoded, { start: 0, end: decoded.length }, inner);
    if (inner[0] !== undefined) return inner[0].kind;
  }
  return undefined;
}

/** Nothing is decoded in which no known secret can begin. What stands before the code may have joined it. */
function decodings(part: string): string[] {
  const isHex = /^[\dA-Fa-f]+$/.test(part) && part.length % 2 === 0;
  if (isHex) return hexStems.test(part) ? [Buffer.from(part, 'hex').toString('latin1')] : [];
  if (!base64Stems.test(part)) return [];
  return [0, 1, 2, 3].map((lead) => Buffer.from(part.slice(lead), 'base64').toString('latin1'));
}

function extend(text: string, from: number, step: 1 | -1): number {
  let at = from;
  const next = () => text.charCodeAt(step > 0 ? at : at - 1);
  while (isCode(next()) && Math.abs(at - from) <= mostChars) at += step;
  return at;
}

const codes = Uint8Array.from({ length: 128 }, (_, code) => (/[\w+/-]/.test(String.fromCharCode(code)) ? 1 : 0));
const isCode = (code: number) => codes[code] === 1;

/** Shorter ones stand in too many texts by chance. */
const prefixes = secretFormats.flatMap((format) => format.prefixes).filter((prefix) => prefix.length >= 4);

const hexStems = new RegExp(prefixes.map((prefix) => Buffer.from(prefix).toString('hex')).join('|'), 'i');

/** What a prefix looks like in Base64, wherever it begins in a group of three bytes. */
const base64Stems = new RegExp(
  [...new Set(prefixes.flatMap((prefix) => [0, 1, 2].flatMap((lead) => stemsOf(prefix, lead))))].join('|'),
);

function stemsOf(prefix: string, lead: number): string[] {
  const encoded = Buffer.concat([Buffer.alloc(lead), Buffer.from(prefix)]).toString('base64');
  const stem = encoded.slice(Math.ceil((lead * 8) / 6), Math.floor(((lead + prefix.length) * 8) / 6));
  return [stem.replaceAll('+', '\\+'), stem.replaceAll('+', '-').replaceAll('/', '_')];
}
