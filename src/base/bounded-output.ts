import { createHash } from 'node:crypto';
import { EscapeFilter } from './escape-filter.ts';
import { SpoolFile, type TextFilter } from './spool-file.ts';

export interface OutputBounds {
  /** Bytes kept in memory; of a longer output, the head and the tail. */
  keepBytes: number;
  /** Bytes taken in altogether; what comes after them is dropped. */
  maxBytes: number;
  /**
   * Where the whole is written once it is longer than `keepBytes`, for the user alone; the folder is made, a file that is
   * there is replaced.
   */
  spoolPath?: string;
  /** What is written there goes through it first. */
  spoolFilter?: TextFilter;
  /** Leaves the control sequences of terminals out of what is kept and written; the digest is that of the bytes as they came. */
  plain?: boolean;
}

/** Takes in an output of any length in constant memory: its head and tail, its digest, and the whole in a file. */
export class BoundedOutput {
  readonly #bounds: OutputBounds;
  readonly #hash = createHash('sha256');
  readonly #head: GrowingHead;
  readonly #tail: TailRing;
  readonly #filter: EscapeFilter | undefined;
  #bytes = 0;
  #keptBytes = 0;
  #overfull = false;
  #spool: SpoolFile | undefined;

  constructor(bounds: OutputBounds) {
    this.#bounds = bounds;
    this.#filter = bounds.plain === true ? new EscapeFilter() : undefined;
    const headBytes = Math.ceil(bounds.keepBytes * 0.4);
    this.#head = new GrowingHead(headBytes);
    this.#tail = new TailRing(bounds.keepBytes - headBytes);
  }

  /** Bytes taken in so far. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Whether more came than `maxBytes`. */
  get overfull(): boolean {
    return this.#overfull;
  }

  /** Returns what was taken of the chunk. Throws what the system says when the file cannot be written. */
  add(chunk: Buffer): Buffer {
    const taken = chunk.subarray(0, this.#bounds.maxBytes - this.#bytes);
    if (taken.length < chunk.length) this.#overfull = true;
    if (taken.length > 0) this.#take(taken);
    return taken;
  }

  /** The output as text; bytes that are no UTF-8 become U+FFFD. */
  text(): string {
    const head = this.#head.read();
    const tail = this.#tail.read();
    const left = this.#keptBytes - head.length - tail.length;
    if (left === 0) return Buffer.concat([head, tail]).toString('utf8');
    const start = head.subarray(0, endOfWholeCharacters(head)).toString('utf8');
    const end = tail.subarray(startOfFirstCharacter(tail)).toString('utf8');
    return `${start}\n[… ${left} bytes left out …]\n${end}`;
  }

  /** Ends the intake. The SHA-256 is that of all bytes taken in; `outputBytes` counts those that are not left out. */
  finish(): { output: string; outputBytes: number; outputDigest: string; outputFile?: string } {
    const { spoolPath } = this.#bounds;
    this.#spool?.finish();
    const file = this.#spool === undefined || spoolPath === undefined ? {} : { outputFile: spoolPath };
    return { output: this.text(), outputBytes: this.#keptBytes, outputDigest: this.#hash.digest('hex'), ...file };
  }

  close(): void {
    this.#spool?.close();
  }

  #take(bytes: Buffer): void {
    const kept = this.#filter?.pass(bytes) ?? bytes;
    this.#writeSpool(kept);
    this.#hash.update(bytes);
    const toHead = this.#head.write(kept);
    this.#tail.write(kept.subarray(toHead));
    this.#bytes += bytes.length;
    this.#keptBytes += kept.length;
  }

  #writeSpool(bytes: Buffer): void {
    const { spoolPath, spoolFilter, keepBytes } = this.#bounds;
    if (spoolPath === undefined || this.#keptBytes + bytes.length <= keepBytes) return;
    if (this.#spool === undefined) {
      this.#spool = new SpoolFile(spoolPath, spoolFilter);
      this.#spool.write(this.#head.read());
      this.#spool.write(this.#tail.read());
    }
    this.#spool.write(bytes);
  }
}

/** The first bytes of what was written to it; most outputs are short, so it takes no more memory than they need. */
class GrowingHead {
  readonly #size: number;
  #bytes = Buffer.alloc(0);
  #length = 0;

  constructor(size: number) {
    this.#size = size;
  }

  /** Returns how many bytes it took. */
  write(bytes: Buffer): number {
    const length = Math.min(this.#length + bytes.length, this.#size);
    if (length > this.#bytes.length) this.#grow(Math.min(Math.max(length, 2 * this.#bytes.length), this.#size));
    const taken = bytes.copy(this.#bytes, this.#length, 0, length - this.#length);
    this.#length = length;
    return taken;
  }

  read(): Buffer {
    return this.#bytes.subarray(0, this.#length);
  }

  #grow(capacity: number): void {
    const grown = Buffer.alloc(capacity);
    this.#bytes.copy(grown);
    this.#bytes = grown;
  }
}

/** The last bytes of what was written to it. */
class TailRing {
  readonly #size: number;
  #ring = Buffer.alloc(0);
  #at = 0;
  #full = false;

  constructor(size: number) {
    this.#size = size;
  }

  write(bytes: Buffer): void {
    const size = this.#size;
    const last = bytes.subarray(Math.max(0, bytes.length - size));
    if (last.length === 0) return;
    if (this.#ring.length === 0) this.#ring = Buffer.alloc(size);
    const untilEnd = last.copy(this.#ring, this.#at);
    last.copy(this.#ring, 0, untilEnd);
    if (this.#at + last.length >= size) this.#full = true;
    this.#at = (this.#at + last.length) % size;
  }

  read(): Buffer {
    const newest = this.#ring.subarray(0, this.#at);
    return Buffer.concat(this.#full ? [this.#ring.subarray(this.#at), newest] : [newest]);
  }
}

/** Where the last whole character of UTF-8 ends; bytes that are no UTF-8 count as whole. */
export function endOfWholeCharacters(bytes: Uint8Array): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (byte >= 0xc0) return sequenceLength(byte) > back ? bytes.length - back : bytes.length;
    if (byte < 0x80) break;
  }
  return bytes.length;
}

function startOfFirstCharacter(bytes: Uint8Array): number {
  let start = 0;
  while (start < 3 && ((bytes[start] ?? 0) & 0xc0) === 0x80) start++;
  return start;
}

function sequenceLength(lead: number): number {
  if (lead >= 0xf0) return 4;
  return lead >= 0xe0 ? 3 : 2;
}
