export type LineBreak = '\n' | '\r\n';

/** A text as a model sees it: every line break is one character. */
export function toPlainBreaks(text: string): string {
  return text.replaceAll('\r\n', '\n');
}

/** The line break that a text uses most; LF where it has none. */
export function commonBreak(text: string): LineBreak {
  const all = text.split('\n').length - 1;
  const windows = text.split('\r\n').length - 1;
  return windows > all / 2 ? '\r\n' : '\n';
}

/** The lines of a text, without the empty one that a break at the end leaves. */
export function linesOf(text: string): string[] {
  const lines = toPlainBreaks(text).split('\n');
  if (lines.at(-1) === '') lines.pop();
  return lines;
}
