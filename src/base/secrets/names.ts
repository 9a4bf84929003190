import { isRunChar } from './span.ts';

/** A name in a text. */
export interface Name {
  text: string;
  start: number;
  end: number;
}

const longestName = 64;

/** The whole name of which a part stands there. */
export function wholeName(text: string, at: number): Name {
  let [start, end] = [at, at];
  while (start > 0 && at - start < longestName && isNameChar(text.charCodeAt(start - 1))) start--;
  while (end - at < longestName && isNameChar(text.charCodeAt(end))) end++;
  // An escape is no part of the name: `\nTOKEN=`.
  if (text.charAt(start - 1) === '\\' && /[nrt]/.test(text.charAt(start))) start++;
  return { text: text.slice(start, end), start, end };
}

/** Letters, digits, `_`, `-` and `.`. */
export function isNameChar(code: number): boolean {
  return (isRunChar(code) && code !== 0x2b) || code === 0x2e;
}
