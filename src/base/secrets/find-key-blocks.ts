import { matchAt, type Span } from './span.ts';

const keyBegin = /-{4,5} ?BEGIN [A-Za-z0-9 ]*(?:PRIVATE KEY(?: BLOCK)?|Static key V1) ?-{4,5}/g;
const keyEnd = /-{4,5} ?END [A-Za-z0-9 ]*(?:PRIVATE KEY(?: BLOCK)?|Static key V1) ?-{4,5}/g;
export const longestBlock = 32_768;
/** What can stand within such a block, also in JSON and with numbers or marks before its lines. */
const blockBody = /(?:\\[nrt]|[A-Za-z0-9+/=:,.\s|>#-])*/y;

export function findKeyBlocks(text: string, found: Span[]): void {
  if (!/PRIVATE KEY|Static key V1|Private-Lines/.test(text)) return;
  for (const { 0: begin, index } of text.matchAll(keyBegin)) {
    keyEnd.lastIndex = index;
    const end = keyEnd.exec(text);
    const next = text.indexOf('BEGIN ', index + begin.length);
    const isClosed = end !== null && end.index - index < longestBlock && (next < 0 || next > end.index);
    const stop = isClosed ? end.index + end[0].length : bodyEnd(text, index + begin.length);
    found.push({ start: index, end: stop, kind: 'private-key' });
  }
  for (const { 0: end, index } of text.matchAll(keyEnd)) {
    const body = /(?:[A-Za-z0-9+/=]{16,}(?:\s|\\n)+(?:\d+\t)?)+$/.exec(
      text.slice(Math.max(0, index - longestBlock), index),
    );
    if (body !== null) found.push({ start: index - body[0].length, end: index + end.length, kind: 'private-key' });
  }
  for (const { index } of text.matchAll(/Private-Lines: ?\d+/g)) {
    found.push({ start: index, end: bodyEnd(text, index), kind: 'private-key' });
  }
}

/** Where the lines of a block end that is never closed. */
function bodyEnd(text: string, at: number): number {
  const body = matchAt(blockBody, text, at)?.[0].slice(0, longestBlock) ?? '';
  const blank = /(?:\n|\\n)[^\n]*[ ][^\n]*[A-Za-z]{3,}[ ]/.exec(body);
  return at + (blank?.index ?? body.length);
}
