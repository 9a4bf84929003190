import { findAssigned } from './find-assigned.ts';
import { findHeader, findUserOption } from './find-headers.ts';
import { wholeName } from './names.ts';
import { keep, type Span } from './span.ts';

/** Names behind which a secret may be short, and need not look drawn. */
export function findNamed(text: string, found: Span[]): void {
  for (const { index } of text.matchAll(shortNames)) {
    const name = wholeName(text, index);
    keep(found, findAssigned(text, name));
  }
  for (const word of ['uthorization', 'UTHORIZATION']) {
    for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + word.length))
      keep(found, findHeader(text, wholeName(text, at)));
  }
  for (let at = text.indexOf('curl '); at >= 0; at = text.indexOf('curl ', at + 5))
    keep(found, findUserOption(text, at));
}

const shortNames = /pass|pwd|secret/gi;
