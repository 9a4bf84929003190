import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { dirname, isAbsolute, join, resolve } from 'node:path';
import { crc32 } from 'node:zlib';
import { writeFileWhole } from '../base/files.ts';
import { isInside } from '../base/paths.ts';
import { resolveRealPath } from '../base/real-path.ts';

export interface CompiledCode {
  /** By the name of a file of the bundle: what V8 made of it in an earlier process. */
  files: ReadonlyMap<string, Buffer>;
  /** Whether it was taken when a command had ended: before that, what it does later was not compiled. */
  isWhole: boolean;
}

const nothing: CompiledCode = { files: new Map(), isWhole: false };

export interface CodePlace {
  env: Readonly<Record<string, string | undefined>>;
  /** Stands for the bundle. */
  build: string;
  /** Each command has a file of its own, with the code that it needs. */
  command: string;
  /** The arguments, any of which may name the folder that the command is about. */
  words: readonly string[];
}

/**
 * Where the compiled code of a command lies; undefined for a user without a home, and where it would lie in a repository or
 * in a folder that the command is about: it runs before anybody says whether such a folder is trusted.
 */
export function codeFile({ env, build, command, words }: CodePlace): string | undefined {
  const { XDG_CACHE_HOME: set = '', HOME: home = '' } = env;
  const cache = isAbsolute(set) ? set : isAbsolute(home) ? join(home, '.cache') : undefined;
  if (cache === undefined) return undefined;
  try {
    const real = resolveRealPath(cache);
    const folders = ['.', ...words.map((word) => word.replace(/^--cwd=/, ''))].map((word) => resolve(word));
    const isAbout = (folder: string) => existsSync(folder) && isInside(resolveRealPath(folder), real);
    if (isInRepository(real) || folders.some(isAbout)) return undefined;
    return join(real, 'ashlar', 'code', `${build}-${engineOf(env)}`, command);
  } catch {
    // A folder that is gone or closed to the user is for the command to tell of.
    return undefined;
  }
}

function isInRepository(folder: string): boolean {
  return existsSync(join(folder, '.git')) || (dirname(folder) !== folder && isInRepository(dirname(folder)));
}

/** Stands for what else decides whether compiled code fits: Node, and the flags that it was given. */
function engineOf({ NODE_OPTIONS: options = '' }: CodePlace['env']): string {
  const flags = crc32([options, ...process.execArgv].join(' ')).toString(16);
  return `${process.version}-${process.arch}-${flags}`;
}

/** The code that the file holds; none where it is missing, damaged, or could have been written by somebody else. */
export function readCode(file: string | undefined): CompiledCode {
  if (file === undefined) return nothing;
  try {
    const { uid, mode } = statSync(file);
    if (uid !== process.getuid?.() || (mode & 0o022) !== 0) return nothing;
    return decode(readFileSync(file));
  } catch {
    // Without it the command takes somewhat longer.
    return nothing;
  }
}

/** Keeps code for the next process, and takes away that of builds which are no longer used. `take` costs some ten milliseconds. */
export function writeCode(file: string | undefined, take: () => CompiledCode): void {
  if (file === undefined) return;
  try {
    makeFolders(dirname(file));
    writeFileWhole(file, encode(take()), { mode: 0o600 });
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
 * The file: crc32 of what follows (4 bytes), length of the list (4 bytes), the list (JSON: whether it is whole, and name and
 * length of each piece), and the pieces, each at a multiple of eight bytes, as V8 wants them.
 */

interface List {
  isWhole: boolean;
  pieces: [name: string, length: number][];
}

function encode({ files, isWhole }: CompiledCode): Buffer {
  const named: List = { isWhole, pieces: [...files].map(([name, { length }]) => [name, length]) };
  const list = Buffer.from(JSON.stringify(named));
  const head = Buffer.alloc(roundUp(8 + list.length));
  head.writeUInt32LE(list.length, 4);
  list.copy(head, 8);
  const pieces = [...files.values()].flatMap((piece) => [piece, Buffer.alloc(roundUp(piece.length) - piece.length)]);
  const whole = Buffer.concat([head, ...pieces]);
  whole.writeUInt32LE(crc32(whole.subarray(4)), 0);
  return whole;
}

/** Throws where the file is not what was written: V8 itself would not notice. */
function decode(whole: Buffer): CompiledCode {
  if (crc32(whole.subarray(4)) !== whole.readUInt32LE(0)) throw new Error('damaged');
  const listEnd = 8 + whole.readUInt32LE(4);
  const { isWhole, pieces } = JSON.parse(whole.toString('utf8', 8, listEnd)) as List;
  const files = new Map<string, Buffer>();
  let start = roundUp(listEnd);
  for (const [name, length] of pieces) {
    files.set(name, whole.subarray(start, start + length));
    start += roundUp(length);
  }
  return { files, isWhole };
}

const roundUp = (length: number) => Math.ceil(length / 8) * 8;
