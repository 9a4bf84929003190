import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { dirname, isAbsolute, join } from 'node:path';
import { crc32 } from 'node:zlib';
import { writeFileWhole } from '../base/files.ts';

/** By the name of a file of the bundle: what V8 made of it in an earlier process. */
export type CompiledCode = Map<string, Buffer>;

export interface CodePlace {
  env: Readonly<Record<string, string | undefined>>;
  /** Stands for the bundle. */
  build: string;
  /** Each command has a file of its own, with the code that it needs. */
  command: string;
}

/** Where the compiled code of a command lies; undefined for a user without a home. */
export function codeFile({ env, build, command }: CodePlace): string | undefined {
  const { XDG_CACHE_HOME: cache = '', HOME: home = '' } = env;
  const folder = isAbsolute(cache) ? cache : isAbsolute(home) ? join(home, '.cache') : undefined;
  return folder === undefined ? undefined : join(folder, 'ashlar', 'code', `${build}-${engineOf(env)}`, command);
}

/** Stands for what else decides whether compiled code fits: Node, and the flags that it was given. */
function engineOf({ NODE_OPTIONS: options = '' }: CodePlace['env']): string {
  const flags = crc32([options, ...process.execArgv].join(' ')).toString(16);
  return `${process.version}-${process.arch}-${flags}`;
}

/** The code that the file holds; none where it is missing, damaged, or could have been written by somebody else. */
export function readCode(file: string): CompiledCode {
  try {
    const { uid, mode } = statSync(file);
    if (uid !== process.getuid?.() || (mode & 0o022) !== 0) return new Map();
    return decode(readFileSync(file));
  } catch {
    // Without it the command takes somewhat longer.
    return new Map();
  }
}

/** Keeps code for the next process, and takes away that of builds which are no longer used. */
export function writeCode(file: string, code: CompiledCode): void {
  try {
    makeFolders(dirname(file));
    writeFileWhole(file, encode(code), { mode: 0o600 });
    removeUnused(dirname(file));
  } catch {
    // A disk that is full or read-only: the next process compiles as this one did.
  }
}

/** The user's cache, and what is Ashlar's in it. Node's own `recursive` never ends where nothing can be made, as in /proc. */
function makeFolders(folder: string): void {
  const builds = dirname(folder);
  const own = dirname(builds);
  for (const path of [dirname(own), own, builds, folder]) {
    if (!existsSync(path)) mkdirSync(path, { mode: 0o700 });
  }
}

function removeUnused(current: string): void {
  const builds = dirname(current);
  const oldest = statSync(current).mtimeMs - keptMs;
  for (const name of readdirSync(builds)) {
    const folder = join(builds, name);
    if (folder !== current && statSync(folder).mtimeMs < oldest) rmSync(folder, { recursive: true, force: true });
  }
}

const keptMs = 30 * 24 * 60 * 60 * 1_000;

/*
 * The file: crc32 of what follows (4 bytes), length of the list (4 bytes), the list (JSON: name and length of each piece), and
 * the pieces, each at a multiple of eight bytes, as V8 wants them.
 */

function encode(code: CompiledCode): Buffer {
  const list = Buffer.from(JSON.stringify([...code].map(([name, { length }]) => [name, length])));
  const head = Buffer.alloc(roundUp(8 + list.length));
  head.writeUInt32LE(list.length, 4);
  list.copy(head, 8);
  const pieces = [...code.values()].flatMap((piece) => [piece, Buffer.alloc(roundUp(piece.length) - piece.length)]);
  const whole = Buffer.concat([head, ...pieces]);
  whole.writeUInt32LE(crc32(whole.subarray(4)), 0);
  return whole;
}

/** Throws where the file is not what was written: V8 itself would not notice. */
function decode(whole: Buffer): CompiledCode {
  if (crc32(whole.subarray(4)) !== whole.readUInt32LE(0)) throw new Error('damaged');
  const listEnd = 8 + whole.readUInt32LE(4);
  const list = JSON.parse(whole.toString('utf8', 8, listEnd)) as [name: string, length: number][];
  const code = new Map<string, Buffer>();
  let start = roundUp(listEnd);
  for (const [name, length] of list) {
    code.set(name, whole.subarray(start, start + length));
    start += roundUp(length);
  }
  return code;
}

const roundUp = (length: number) => Math.ceil(length / 8) * 8;
