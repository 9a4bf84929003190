/** Keeps the head and the tail of a text and says how much was left out between them. */
export function cutMiddle(text: string, maxChars: number, note = ''): string {
  if (text.length <= maxChars) return text;
  const head = wholeAt(text, Math.ceil(maxChars * 0.4));
  const tail = wholeAt(text, text.length - maxChars + Math.ceil(maxChars * 0.4));
  return `${text.slice(0, head)}\n[… ${tail - head} characters left out${note} …]\n${text.slice(tail)}`;
}

/** The offset, or the one before it where it would part the halves of one character. */
function wholeAt(text: string, offset: number): number {
  const isParted = (text.codePointAt(offset - 1) ?? 0) > 0xffff;
  return isParted ? offset - 1 : offset;
}

export function cutLine(line: string, maxChars: number): string {
  return line.length <= maxChars ? line : `${line.slice(0, wholeAt(line, maxChars))}… [${line.length} characters]`;
}

export function firstLine(text: string): string {
  return text.split('\n', 1)[0] ?? '';
}

/** A kebab-case name of at most `maxChars` from any text; `fallback` where nothing of it remains. */
export function slugify(text: string, maxChars = 40, fallback = 'spec'): string {
  const slug = text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
  if (slug.length <= maxChars) return slug || fallback;
  const cut = slug.slice(0, maxChars + 1);
  return cut.slice(0, Math.max(cut.lastIndexOf('-'), 12)).replace(/-+$/, '') || fallback;
}

/**
 * Breaks lines that are longer than `columns` between words, keeping their indent; a word that is longer stands alone.
 * `widthOf` says how many columns a text takes.
 */
export function wrapText(text: string, columns: number, widthOf = (part: string) => part.length): string {
  return text
    .split('\n')
    .map((line) => wrapLine(line, columns, widthOf))
    .join('\n');
}

function wrapLine(line: string, columns: number, widthOf: (part: string) => number): string {
  if (widthOf(line) <= columns) return line;
  const indent = /^\s*(?:[-*+] +|\d+[.)] +)?/.exec(line)?.[0] ?? '';
  const hanging = ' '.repeat(indent.length);
  let present = indent;
  const done: string[] = [];
  for (const word of line.slice(indent.length).split(/ +/)) {
    const isFirst = present === indent || present === hanging;
    if (!isFirst && widthOf(`${present} ${word}`) > columns) {
      done.push(present);
      present = `${hanging}${word}`;
    } else present += isFirst ? word : ` ${word}`;
  }
  return [...done, present].join('\n');
}

export function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** `1,234,567`, without the tables of Intl, which take longer to load than a whole command may. */
export function groupThousands(count: number): string {
  return String(count).replace(/\B(?=(?:\d{3})+$)/g, ',');
}

export function tailOf(text: string, maxChars: number): string {
  return text.length <= maxChars ? text : text.slice(-maxChars);
}
