import { closeSync, fstatSync, openSync, readSync } from 'node:fs';

/** The text of a file. Throws what `openSync` throws, and what its decoder does. */
export type ReadText = (path: string) => string;

/**
 * Reads files that are read again and again and seldom change: while the bytes of one are the same it gives the same text,
 * and nothing is decoded or allocated. What a file holds is always looked at, never only when it was written.
 */
export function rememberTexts(decode: (bytes: Buffer) => string = decodeUtf8): ReadText {
  const known = new Map<string, Remembered>();
  let room: Buffer = Buffer.alloc(0);
  return (path) => {
    const read = readBytes(path, room);
    room = read.room;
    const before = known.get(path);
    if (before?.bytes.equals(read.bytes)) return before.text;
    const text = decode(read.bytes);
    known.set(path, { bytes: Buffer.from(read.bytes), text });
    return text;
  };
}

interface Remembered {
  bytes: Buffer;
  text: string;
}

/** Throws where the bytes are no UTF-8. A byte order mark stays. */
export function decodeUtf8(bytes: Uint8Array): string {
  return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
}

/** The bytes lie in the room that is given, or in a larger one where that is too small. */
function readBytes(path: string, given: Buffer): { bytes: Buffer; room: Buffer } {
  const file = openSync(path, 'r');
  try {
    let room: Buffer = roomFor(fstatSync(file).size, given);
    for (let length = 0; ; ) {
      const count = readSync(file, room, length, room.length - length, null);
      length += count;
      if (count === 0) return { bytes: room.subarray(0, length), room };
      if (length === room.length) room = Buffer.concat([room, Buffer.alloc(room.length)]);
    }
  } finally {
    closeSync(file);
  }
}

/** One byte more than the file has, so that its end is seen. */
function roomFor(size: number, given: Buffer): Buffer {
  return given.length > size ? given : Buffer.alloc(2 * size + 1);
}
