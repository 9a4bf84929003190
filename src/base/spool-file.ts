import { closeSync, mkdirSync, openSync, rmSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { StringDecoder } from 'node:string_decoder';

/** Changes text that comes in pieces, wherever they are cut. */
export interface TextFilter {
  push(piece: string): string;
  /** What was held back. */
  end(): string;
}

/** A file for the user alone; nothing gets to the disk that has not gone through the filter. The folder is made, a file that is there is replaced. */
export class SpoolFile {
  readonly #file: number;
  readonly #filter: TextFilter | undefined;
  readonly #decoder = new StringDecoder('utf8');

  constructor(path: string, filter?: TextFilter) {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    rmSync(path, { force: true });
    this.#file = openSync(path, 'wx', 0o600);
    this.#filter = filter;
  }

  write(bytes: Buffer): void {
    this.#put(this.#filter === undefined ? bytes : Buffer.from(this.#filter.push(this.#decoder.write(bytes))));
  }

  /** Writes what the filter held back. */
  finish(): void {
    if (this.#filter === undefined) return;
    this.#put(Buffer.from(this.#filter.push(this.#decoder.end()) + this.#filter.end()));
  }

  close(): void {
    closeSync(this.#file);
  }

  #put(bytes: Uint8Array): void {
    for (let done = 0; done < bytes.length; ) done += writeSync(this.#file, bytes, done);
  }
}
