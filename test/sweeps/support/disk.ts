import {
  chmodSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { DiskStep } from './read-trace.ts';

/**
 * What a power cut takes. `journaled`: as most file systems do it, a sync of any file also keeps all names that were given,
 * taken and changed before; contents are kept only of the files that were synced. `torn`: the same, and of what came after
 * the last sync the names up to any moment, and of any content all, nothing or a beginning. `strict`: as little as the
 * standard promises: a sync keeps this very file, or the names in this very folder.
 */
export type PowerCut = 'journaled' | 'strict' | 'torn';

export interface Disk {
  /** Takes over one step of a process. */
  take(step: DiskStep): void;
  /** Puts onto the real disk what the cut left. */
  restore(): void;
  /** Path → content of all files, as the processes saw them. */
  seen(): Map<string, string>;
}

interface File {
  kind: 'file';
  mode: number;
  now: Buffer;
  kept: Buffer;
  cursor: number;
  appends: boolean;
  /** The least length that it had since it was last synced. */
  least: number;
}

interface Folder {
  kind: 'folder';
  mode: number;
  now: Map<string, Entry>;
  kept: Map<string, Entry>;
}

type Entry = File | Folder | { kind: 'link'; target: string };

/** Of these folders; what is there now is on the disk. `random` gives numbers below 1. */
export function readDisk(roots: readonly string[], cut: PowerCut, random: () => number): Disk {
  const tops = new Map(roots.map((root) => [root, readFolder(root)]));
  const find = (path: string): Entry | undefined => {
    const top = tops.get(path);
    if (top !== undefined || path === '/') return top;
    const folder = find(dirname(path));
    return folder?.kind === 'folder' ? folder.now.get(basename(path)) : undefined;
  };
  const keepAllNames = () => {
    for (const top of tops.values()) keepNames(top);
  };
  const sync = (entry: Entry | undefined) => {
    if (entry !== undefined && entry.kind !== 'link') keep(entry);
    if (cut !== 'strict') keepAllNames();
  };
  const change = (step: Exclude<DiskStep, { kind: 'request' }>) => {
    const [folder, own] = [find(dirname(step.path)), find(step.path)];
    if (step.kind === 'sync') sync(own);
    else if (step.kind === 'sync_all') for (const top of tops.values()) keepAll(top);
    else if (own?.kind === 'file' && changeFile(own, step)) return;
    else if (folder?.kind === 'folder') changeFolder(folder.now, step, find);
  };
  const take = (step: DiskStep) => {
    if (step.kind !== 'request') change(step);
    if (cut === 'torn' && random() < 0.1) keepAllNames();
  };
  const contentOf = (file: File) => (cut === 'torn' ? tornContent(file, random) : file.kept);
  return {
    take,
    restore: () => {
      for (const [path, top] of tops) {
        for (const name of readdirSync(path)) rmSync(join(path, name), { recursive: true, force: true });
        for (const [name, entry] of top.kept) writeEntry(join(path, name), entry, contentOf);
      }
    },
    seen: () => new Map([...tops].flatMap(([path, top]) => listFiles(path, top))),
  };
}

function keep(entry: File | Folder): void {
  if (entry.kind === 'folder') entry.kept = new Map(entry.now);
  else Object.assign(entry, { kept: entry.now, least: entry.now.length });
}

function keepAll(folder: Folder): void {
  keep(folder);
  for (const entry of folder.now.values()) {
    if (entry.kind === 'folder') keepAll(entry);
    if (entry.kind === 'file') keep(entry);
  }
}

/** A file that was cut short is so with the names; what was written to it since is not there yet. */
function keepNames(folder: Folder): void {
  folder.kept = new Map(folder.now);
  for (const entry of folder.now.values()) {
    if (entry.kind === 'folder') keepNames(entry);
    if (entry.kind === 'file') entry.kept = entry.kept.subarray(0, entry.least);
  }
}

/** False where the step is not about what is in the file. */
function changeFile(file: File, step: DiskStep): boolean {
  if (step.kind === 'open') {
    Object.assign(file, { cursor: 0, appends: step.appends });
    if (step.truncates) resize(file, 0);
  } else if (step.kind === 'write') writeBytes(file, step);
  else if (step.kind === 'seek') file.cursor = step.at;
  else if (step.kind === 'truncate') resize(file, step.size);
  else if (step.kind === 'mode') file.mode = step.mode;
  else return false;
  return true;
}

function writeBytes(file: File, { bytes, at }: Extract<DiskStep, { kind: 'write' }>): void {
  const start = at ?? (file.appends ? file.now.length : file.cursor);
  const whole = Buffer.alloc(Math.max(file.now.length, start + bytes.length));
  file.now.copy(whole);
  bytes.copy(whole, start);
  file.now = whole;
  if (at === undefined) file.cursor = start + bytes.length;
}

function resize(file: File, size: number): void {
  const whole = Buffer.alloc(size);
  file.now.copy(whole);
  file.now = whole;
  file.least = Math.min(file.least, size);
}

function changeFolder(names: Map<string, Entry>, step: DiskStep, find: (path: string) => Entry | undefined): void {
  if (step.kind === 'request') return;
  const name = basename(step.path);
  if (step.kind === 'open' && step.creates && !names.has(name)) names.set(name, newFile(step));
  if (step.kind === 'folder') names.set(name, { kind: 'folder', mode: step.mode, now: new Map(), kept: new Map() });
  if (step.kind === 'symlink') names.set(name, { kind: 'link', target: step.target });
  if (step.kind === 'remove') names.delete(name);
  if (step.kind === 'rename' || step.kind === 'link') {
    const [moved, from] = [find(step.from), find(dirname(step.from))];
    if (moved === undefined) throw new Error(`${step.from} is not known, and became ${step.path}`);
    names.set(name, moved);
    if (step.kind === 'rename' && from?.kind === 'folder') from.now.delete(basename(step.from));
  }
}

function newFile({ mode, appends }: { mode: number; appends: boolean }): File {
  return { kind: 'file', mode, now: Buffer.alloc(0), kept: Buffer.alloc(0), cursor: 0, appends, least: 0 };
}

/** What a disk writes whole. */
const sectorBytes = 512;

/** Of what a file holds that was not synced. */
function tornContent({ now, kept }: File, random: () => number): Buffer {
  if (now === kept || random() < 0.4) return kept;
  if (random() < 0.5) return now;
  const sectors = Math.floor((random() * now.length) / sectorBytes);
  const beginning = now.subarray(0, sectors * sectorBytes);
  return Buffer.concat([beginning, kept.subarray(beginning.length)]);
}

function writeEntry(path: string, entry: Entry, contentOf: (file: File) => Buffer): void {
  if (entry.kind === 'link') symlinkSync(entry.target, path);
  if (entry.kind === 'file') writeFileSync(path, contentOf(entry));
  if (entry.kind === 'folder') {
    mkdirSync(path);
    for (const [name, below] of entry.kept) writeEntry(join(path, name), below, contentOf);
  }
  if (entry.kind !== 'link') chmodSync(path, entry.mode);
}

function readFolder(path: string): Folder {
  const names = readdirSync(path).map((name): [string, Entry] => [name, readEntry(join(path, name))]);
  return { kind: 'folder', mode: lstatSync(path).mode & 0o7777, now: new Map(names), kept: new Map(names) };
}

function readEntry(path: string): Entry {
  const about = lstatSync(path);
  if (about.isSymbolicLink()) return { kind: 'link', target: readlinkSync(path) };
  if (about.isDirectory()) return readFolder(path);
  const bytes = readFileSync(path);
  return {
    kind: 'file',
    mode: about.mode & 0o7777,
    now: bytes,
    kept: bytes,
    cursor: 0,
    appends: false,
    least: bytes.length,
  };
}

function listFiles(path: string, entry: Entry): [string, string][] {
  if (entry.kind === 'link') return [[path, `-> ${entry.target}`]];
  if (entry.kind === 'file') return [[path, entry.now.toString('latin1')]];
  return [...entry.now].flatMap(([name, below]) => listFiles(join(path, name), below));
}
