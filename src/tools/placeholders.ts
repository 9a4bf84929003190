import { linesOf } from './line-breaks.ts';
import { Refusal } from './refusal.ts';

/** Refuses a text in which a line stands for code that was left out, unless the file held that very line before. */
export function refusePlaceholders(text: string, before: string): void {
  const known = new Set(linesOf(before).map((line) => line.trim()));
  const lines = linesOf(text);
  const at = lines.findIndex((line) => isPlaceholder(line) && !known.has(line.trim()));
  if (at < 0) return;
  throw new Refusal(
    `Nothing was written: line ${at + 1}, "${lines[at]?.trim()}", stands for text that was left out. Give that text, or change only a part with edit.`,
  );
}

/** `// ... rest of code`, `# ... existing code ...`, `[unchanged]`; nothing else may stand on the line. */
export function isPlaceholder(line: string): boolean {
  const text = line.trim();
  const inner = text.replace(commentStart, '').replace(commentEnd, '');
  const commented = inner !== text;
  // Without a space after them, three dots in code spread a value.
  const dotted = (commented ? /^\[?\s*(?:\.{3}|…)|(?:\.{3}|…)\]?$/ : /^[[(]?\s*(?:\.{3}\s|…)/).test(inner);
  if (!dotted && !commented && !/^(?:\[.*\]|\(.*\))$/.test(inner)) return false;
  const saysRest = /\b(?:rest|remainder) of\b/i.test(inner);
  if (dotted && saysRest) return true;
  const words: string[] = inner.toLowerCase().match(/[a-z]+/g) ?? [];
  const keys = dotted ? leftOut : surelyLeftOut;
  return (
    words.every((word) => filling.has(word) || leftOut.has(word)) && (saysRest || words.some((word) => keys.has(word)))
  );
}

const commentStart = /^(?:\/\/+|#+|--|;+|%+|<!--|\{?\s*\/\*+|\*(?!\/))\s*/;
const commentEnd = /\s*(?:\*+\/\s*\}?|-->)$/;

const surelyLeftOut: ReadonlySet<string> = new Set(['unchanged', 'omitted', 'truncated']);
const leftOut: ReadonlySet<string> = new Set([
  ...surelyLeftOut,
  ...['rest', 'remainder', 'remaining', 'existing', 'previous', 'original', 'same', 'other'],
]);
const filling: ReadonlySet<string> = new Set([
  ...[
    'the',
    'this',
    'your',
    'all',
    'of',
    'and',
    'as',
    'is',
    'are',
    'remains',
    'remain',
    'stays',
    'stay',
    'keep',
    'kept',
    'for',
  ],
  ...[
    'here',
    'above',
    'below',
    'before',
    'brevity',
    'code',
    'file',
    'content',
    'contents',
    'lines',
    'logic',
    'text',
    'unmodified',
  ],
  ...['function', 'functions', 'method', 'methods', 'class', 'implementation', 'imports', 'tests', 'fields', 'section'],
]);
