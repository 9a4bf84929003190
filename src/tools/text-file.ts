import { isUtf8 } from 'node:buffer';
import { readFileSync } from 'node:fs';
import { digest } from '../base/ids.ts';
import { limits } from '../base/limits.ts';
import { Refusal } from './refusal.ts';
import type { WorkspacePath } from './workspace-path.ts';

export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'latin-1';

/** A file's text without its byte order mark; the line breaks are as they stand. */
export interface TextFile {
  text: string;
  encoding: Encoding;
  /** Whether a byte order mark stands before it. */
  marked: boolean;
  /** Of its bytes. */
  digest: string;
}

/** Reads a file whole. Refuses one that is too large, or no text. */
export function readTextFile(path: WorkspacePath): TextFile {
  if (path.sizeBytes > limits.fileBytes) {
    const megabytes = Math.round(path.sizeBytes / 1024 / 1024);
    throw new Refusal(`${path.shown} is too large to be opened whole (${megabytes} MB).`);
  }
  const bytes = readFileSync(path.absolute);
  const decoded = decodeText(bytes);
  if (decoded === undefined) throw new Refusal(`${path.shown} is a binary file (${bytes.length} bytes), no text.`);
  return { ...decoded, digest: digest(bytes) };
}

/** Undefined for bytes that are no text. */
export function decodeText(bytes: Buffer): Omit<TextFile, 'digest'> | undefined {
  const { encoding, markLength } = detectEncoding(bytes);
  const body = bytes.subarray(markLength);
  const marked = markLength > 0;
  if (encoding === 'utf-16le' || encoding === 'utf-16be') {
    if (body.length % 2 !== 0) return undefined;
    return { text: fromUtf16(body, encoding), encoding, marked };
  }
  if (looksBinary(bytes)) return undefined;
  return { text: body.toString(encoding === 'utf-8' ? 'utf8' : 'latin1'), encoding, marked };
}

/** The bytes of a text in the encoding of the file it came from. Refuses what that encoding cannot hold. */
export function encodeText(text: string, { encoding, marked }: Pick<TextFile, 'encoding' | 'marked'>): Buffer {
  const mark = marked ? '\uFEFF' : '';
  if (encoding === 'utf-16le') return Buffer.from(mark + text, 'utf16le');
  if (encoding === 'utf-16be') return Buffer.from(mark + text, 'utf16le').swap16();
  if (encoding === 'utf-8') return Buffer.from(mark + text, 'utf8');
  const foreign = /[^\0-\xFF]/u.exec(text)?.[0];
  if (foreign !== undefined)
    throw new Refusal(`The file is encoded in latin-1, which has no ${JSON.stringify(foreign)}.`);
  return Buffer.from(text, 'latin1');
}

/** NUL among the first bytes, as git and grep tell. */
export function looksBinary(bytes: Uint8Array): boolean {
  return bytes.subarray(0, 8192).includes(0);
}

function detectEncoding(bytes: Buffer): { encoding: Encoding; markLength: number } {
  const startsWith = (...mark: number[]) => mark.every((byte, i) => bytes[i] === byte);
  if (startsWith(0xff, 0xfe)) return { encoding: 'utf-16le', markLength: 2 };
  if (startsWith(0xfe, 0xff)) return { encoding: 'utf-16be', markLength: 2 };
  if (!isUtf8(bytes)) return { encoding: 'latin-1', markLength: 0 };
  return { encoding: 'utf-8', markLength: startsWith(0xef, 0xbb, 0xbf) ? 3 : 0 };
}

/** Swapping works in place, so on a copy. */
function fromUtf16(body: Buffer, encoding: 'utf-16le' | 'utf-16be'): string {
  return (encoding === 'utf-16be' ? Buffer.from(body).swap16() : body).toString('utf16le');
}
