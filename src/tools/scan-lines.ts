import { StringDecoder } from 'node:string_decoder';
import { limits } from '../base/limits.ts';

export interface LineRange {
  /** Counts from 1. */
  first: number;
  limit: number;
}

export interface ScannedLines {
  lines: string[];
  /** Lines that were passed until the range was full. */
  count: number;
}

/** Reads a range of lines from a stream in constant memory, however long a line is; stops where the range ends. */
export async function scanLines(chunks: AsyncIterable<Buffer>, range: LineRange): Promise<ScannedLines> {
  const collector = new LineCollector(range);
  for await (const text of decode(chunks)) {
    for (const [i, part] of text.split('\n').entries()) {
      if (i > 0) collector.close();
      if (collector.lines.length === range.limit) return collector;
      collector.grow(part);
    }
  }
  if (collector.isOpen) collector.close();
  return collector;
}

async function* decode(chunks: AsyncIterable<Buffer>): AsyncGenerator<string> {
  const decoder = new StringDecoder('utf8');
  for await (const chunk of chunks) yield decoder.write(chunk);
  yield decoder.end();
}

class LineCollector implements ScannedLines {
  readonly lines: string[] = [];
  count = 0;
  /** Whether anything came since the last line break. */
  isOpen = false;
  readonly #first: number;
  #line = '';

  constructor({ first }: LineRange) {
    this.#first = first;
  }

  grow(part: string): void {
    if (part === '') return;
    this.isOpen = true;
    // One character more than is shown, so that the cut is told.
    if (this.#isWanted()) this.#line += part.slice(0, limits.lineChars + 1 - this.#line.length);
  }

  close(): void {
    if (this.#isWanted()) this.lines.push(this.#line.replace(/\r$/, '').replace(/^\uFEFF/, ''));
    this.#line = '';
    this.isOpen = false;
    this.count++;
  }

  #isWanted(): boolean {
    return this.count + 1 >= this.#first;
  }
}
