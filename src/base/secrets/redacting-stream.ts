import { longestBlock } from './find-key-blocks.ts';

export interface RedactingStream {
  /** What can be passed on; the rest is held back. */
  push(piece: string): string;
  end(): string;
  /** Whether anything was taken out so far. */
  hasRedacted(): boolean;
}

/** A line that is longer is passed on in parts. */
const longestLine = 256 * 1024;
const overlap = 8 * 1024;

/** No secret goes over the end of a line, but for a block of a key, which is held back until it ends. */
export function redactingStream(redact: (text: string) => string): RedactingStream {
  let held = '';
  let changed = false;
  const clean = (part: string) => {
    const shown = redact(part);
    changed ||= shown !== part;
    return shown;
  };
  return {
    hasRedacted: () => changed,
    push: (piece) => {
      held += piece;
      const cut = safeCut(held);
      const shown = clean(held.slice(0, cut));
      held = held.slice(cut);
      return shown;
    },
    end: () => {
      const shown = clean(held);
      held = '';
      return shown;
    },
  };
}

function safeCut(text: string): number {
  const line = text.lastIndexOf('\n') + 1;
  const cut = text.length - line > longestLine ? wordStart(text, text.length - overlap) : line;
  const begin = text.lastIndexOf('BEGIN ', cut);
  const end = begin < 0 ? -1 : text.indexOf('END ', begin);
  const isOpen = begin >= 0 && cut - begin < longestBlock && (end < 0 || end >= cut);
  return isOpen ? text.lastIndexOf('\n', begin) + 1 : cut;
}

function wordStart(text: string, at: number): number {
  const space = text.lastIndexOf(' ', at);
  return space > at - longestLine / 2 ? space + 1 : at;
}
