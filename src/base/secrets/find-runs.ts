import { findAssigned } from './find-assigned.ts';
import { encodedFinder } from './find-encoded.ts';
import { findHeader } from './find-headers.ts';
import { type SecretFormat, secretFormats } from './formats.ts';
import { isNameChar, wholeName } from './names.ts';
import { escapePattern, isRunChar, keep, matchAt, type Span } from './span.ts';

/** Every secret that can be told by its looks, or that a machine drew, has so many of these characters in a row. */
const leastRun = 15;

/** Looks at each run of characters that is long enough; of texts without one only every n-th character is looked at. */
export function findRuns(text: string, found: Span[]): void {
  const decode = encodedFinder(text, { found, findIn: findFormats });
  for (let at = leastRun - 1; at < text.length; at += leastRun) {
    if (!isRunChar(text.charCodeAt(at))) continue;
    let start = at;
    while (start > 0 && isRunChar(text.charCodeAt(start - 1))) start--;
    let end = at + 1;
    while (isRunChar(text.charCodeAt(end))) end++;
    if (text.startsWith('sha', start) && text.charAt(start + 6) === '-') end = endOfDigest(text, start);
    else if (end - start >= leastRun) {
      findFormats(text, { start, end }, found);
      findDrawn(text, { start, end }, found);
      decode({ start, end });
    }
    at = end;
  }
}

/** `sha512-` and its Base64, as lock files have them by the thousand. */
function endOfDigest(text: string, at: number): number {
  return at + (matchAt(/[\w+/=-]*/y, text, at)?.[0].length ?? 0);
}

/** Before a run, what can belong to a secret: an address, other parts. */
const longestLead = 64;

function findFormats(text: string, run: Omit<Span, 'kind'>, found: Span[]): void {
  const from = Math.max(0, run.start - longestLead);
  const part = text.slice(from, run.end);
  const seek = new RegExp(anyPrefix);
  for (let hit = seek.exec(part); hit !== null; hit = seek.exec(part)) {
    const [prefix, at] = [hit[0], from + hit.index];
    if (!beginsWord(text, at, prefix)) continue;
    const format = prefixes.get(prefix);
    const secret = format && matchAt(format.pattern, text, at)?.[0];
    if (format === undefined || secret === undefined || format.isSecret?.(secret) === false) continue;
    found.push({ start: at - leadOf(text, at, prefix), end: at + secret.length, kind: format.kind });
  }
}

/** Within a word no token begins, unless what stands before it is an escape: `\n`, `%3D`. */
function beginsWord(text: string, at: number, prefix: string): boolean {
  if (!/^[A-Za-z0-9]/.test(prefix)) return true;
  const before = text.slice(Math.max(0, at - 3), at);
  return !/[A-Za-z0-9]$/.test(before) || /\\[nrtf]$|%[0-9A-Fa-f]{2}$/.test(before);
}

/** What belongs to a secret before the part by which it is known: `123456789:AA…`. */
function leadOf(text: string, at: number, prefix: string): number {
  if (prefix !== ':AA' && prefix !== '.atlasv1.' && !prefix.endsWith('Q~')) return 0;
  return /[\w~-]*$/.exec(text.slice(Math.max(0, at - 16), at))?.[0].length ?? 0;
}

/** A run that looks drawn is a secret where the name before it says so. */
function findDrawn(text: string, run: Omit<Span, 'kind'>, found: Span[]): void {
  if (countDigits(text, run) < 2) return;
  let at = run.start;
  while (at > 0 && run.start - at < longestLead && /[\w+/.~%-]/.test(text.charAt(at - 1))) at--;
  const nameEnd = endOfNameBefore(text, at);
  if (nameEnd === undefined) return;
  const name = wholeName(text, nameEnd - 1);
  keep(found, findHeader(text, name) ?? findAssigned(text, name));
}

/** Back from a value over its quote and what joins it to its name. */
function endOfNameBefore(text: string, valueStart: number): number | undefined {
  let at = valueStart;
  while (at > 0 && valueStart - at < 24 && joiners.has(text.charCodeAt(at - 1))) at--;
  const isJoined = at < valueStart && at > 0 && isNameChar(text.charCodeAt(at - 1));
  return isJoined ? at : undefined;
}

const joiners: ReadonlySet<number> = new Set([...'"\'`\\] \t:=>,'].map((char) => char.charCodeAt(0)));

function countDigits(text: string, { start, end }: Omit<Span, 'kind'>): number {
  let digits = 0;
  for (let at = start; at < end && digits < 2; at++) {
    const code = text.charCodeAt(at);
    if (code >= 0x30 && code <= 0x39) digits++;
  }
  return digits;
}

interface Matcher extends SecretFormat {
  pattern: RegExp;
}

const matchers = secretFormats.flatMap((format) =>
  format.prefixes.map((prefix): [string, Matcher] => {
    return [prefix, { ...format, pattern: new RegExp(escapePattern(prefix) + format.rest, 'y') }];
  }),
);
const prefixes: ReadonlyMap<string, Matcher> = new Map(matchers);
const anyPrefix = new RegExp(
  [...prefixes.keys()]
    .sort((a, b) => b.length - a.length)
    .map(escapePattern)
    .join('|'),
  'g',
);
