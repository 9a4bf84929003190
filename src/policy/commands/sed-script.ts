/**
 * Whether a script of sed only changes what it prints: none of its commands runs a program or opens a file. A script that
 * is not understood does not.
 */
export function isHarmlessSed(script: string): boolean {
  const reader = { text: script, at: 0 };
  while (reader.at < script.length) if (!readCommand(reader)) return false;
  return true;
}

interface Reader {
  text: string;
  at: number;
}

function readCommand(reader: Reader): boolean {
  if (take(reader, /[\s;}]+/y)) return true;
  if (!readAddress(reader)) return false;
  take(reader, /\s*!?\s*/y);
  if (take(reader, /[{]/y)) return true;
  if (take(reader, /#.*/y)) return true;
  if (take(reader, /:\s*[\w-]+/y) || take(reader, /[btT]\s*[\w-]*(?=[\s;}]|$)/y)) return true;
  if (take(reader, /[aic](?:\\\n|\s).*/y) || take(reader, /[aic]\\?[^\n;}]+(?=\n|$)/y)) return true;
  if (take(reader, /[=dDgGhHnNpPxzFl](?=\s*(?:[;}\n#]|$))/y) || take(reader, /[qQlL]\s*\d*(?=\s*(?:[;}\n]|$))/y))
    return true;
  if (reader.text[reader.at] === 's') return readParts(reader) && take(reader, /[gpiImM\d]*(?=\s*(?:[;}\n#]|$))/y);
  return reader.text[reader.at] === 'y' && readParts(reader) && take(reader, /(?=\s*(?:[;}\n#]|$))/y);
}

/** Lines, `$`, patterns, and ranges of them. */
function readAddress(reader: Reader): boolean {
  const one = () => take(reader, /\d+(?:~\d+)?|\$/y) || takePattern(reader);
  if (!one()) return true;
  if (!take(reader, /\s*,\s*/y)) return true;
  return take(reader, /[+~]\d+/y) || one();
}

function takePattern(reader: Reader): boolean {
  return take(reader, /\/(?:[^\\/\n]|\\.)*\/[IM]*/y) || take(reader, /\\([^\\\n])(?:(?!\1)[^\\\n]|\\.)*\1[IM]*/y);
}

/** `s/a/b/` with any separator. */
function readParts(reader: Reader): boolean {
  return take(reader, /[sy]([^\\\n\w\s])(?:(?!\1)[^\\]|\\[\s\S])*\1(?:(?!\1)[^\\]|\\[\s\S])*\1/y);
}

function take(reader: Reader, pattern: RegExp): boolean {
  pattern.lastIndex = reader.at;
  const found = pattern.exec(reader.text);
  if (found === null) return false;
  reader.at += found[0].length;
  return true;
}
