import { closeSync, ftruncateSync, openSync, readFileSync, writeSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { AshlarError, errorCode } from '../base/errors.ts';
import { readTextIfThere, writeFileWhole } from '../base/files.ts';
import { appendJsonLine } from '../base/jsonl.ts';
import type { Signer } from '../base/signatures.ts';
import type { LedgerFact, LedgerLine } from '../domain/ledger.ts';
import type { KnownLine } from './known-lines.ts';
import { readLedger, sealFact } from './ledger.ts';
import type { Ledger, Standing } from './standing.ts';

export interface Appending {
  /** ISO 8601 in UTC. */
  at: string;
  by: string;
  signer: Signer;
  standing: Standing;
  /** Lines that are gone, of which a person was told and decides in spite of it. */
  missed?: readonly KnownLine[];
}

/**
 * Appends a fact to the ledger at `path`, which is made if need be, and gives all lines that then count. The torn end that
 * a crash leaves is cut off first; a ledger that is damaged in any other way is refused with kind `invalid`.
 */
export function appendFact(path: string, fact: LedgerFact, how: Appending): LedgerLine[] {
  const bytes = readBytes(path);
  const place = { file: basename(path), spec: basename(dirname(resolve(path))) };
  const ledger = readLedger(bytes.toString('utf8'), place, how.standing);
  refuseDamaged(path, ledger, how.missed ?? []);
  const isTorn = ledger.problems.some(({ code }) => code === 'ledger-cut');
  if (bytes.length > 0 && bytes.at(-1) !== newline) mendEnd(path, bytes, isTorn);
  if (bytes.length === 0) letBranchesMerge(path);
  const line = sealFact(fact, { at: how.at, by: how.by, spec: place.spec, prev: ledger.head }, how.signer);
  appendJsonLine(path, line);
  return [...ledger.lines, line];
}

const newline = 0x0a;

function refuseDamaged(path: string, { problems, lost }: Ledger, missed: readonly KnownLine[]): void {
  const told = new Set(missed.map(({ hash }) => hash));
  const isTold = lost.every(({ hash }) => told.has(hash));
  const damage = problems.find(({ code }) => code !== 'ledger-cut' && !(code === 'ledger-shortened' && isTold));
  if (damage === undefined) return;
  throw new AshlarError({
    kind: 'invalid',
    what: `The ledger ${path} is damaged`,
    why: damage.message,
    next: `Restore it from git: git checkout -- ${path}`,
  });
}

/** Branches that both appended merge without a conflict: git keeps the lines of both. */
function letBranchesMerge(path: string): void {
  const attributes = join(dirname(path), '.gitattributes');
  const present = readTextIfThere(attributes) ?? '';
  if (present.split('\n').some((line) => line.trim().split(/\s+/)[0] === basename(path))) return;
  const start = present === '' || present.endsWith('\n') ? present : `${present}\n`;
  writeFileWhole(attributes, `${start}${basename(path)} merge=union\n`);
}

/** Takes the torn line off, or ends a whole last line that only lost its line break. */
function mendEnd(path: string, bytes: Buffer, isTorn: boolean): void {
  const file = openSync(path, 'r+');
  try {
    if (isTorn) ftruncateSync(file, bytes.lastIndexOf(newline) + 1);
    else writeSync(file, '\n', bytes.length);
  } finally {
    closeSync(file);
  }
}

function readBytes(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return Buffer.alloc(0);
    throw error;
  }
}
