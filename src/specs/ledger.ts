import { closeSync, ftruncateSync, openSync, readFileSync, writeSync } from 'node:fs';
import { basename } from 'node:path';
import { AshlarError, errorCode } from '../base/errors.ts';
import { canonicalJson, digest } from '../base/ids.ts';
import { appendJsonLine, type JsonLine, parseJsonLines } from '../base/jsonl.ts';
import { type LedgerFact, type LedgerLine, ledgerLine } from '../domain/ledger.ts';
import type { Problem } from '../domain/spec.ts';

export interface Ledger {
  /** The lines that hold what was written, in the file's order. A line that was changed or repeated is not among them. */
  lines: LedgerLine[];
  problems: Problem[];
}

/**
 * Reads a ledger and verifies that each line still has its hash and names one before it. Two lines may name the same one:
 * git branches were merged. Never throws.
 */
export function readLedger(text: string, file: string): Ledger {
  const rows = parseJsonLines(text);
  const stated = new Map(rows.flatMap((row) => (statedHash(row) === undefined ? [] : [[statedHash(row), row.line]])));
  const cutLine = endsCut(text, rows) ? rows.at(-1)?.line : undefined;
  const seen = new Set(['']);
  const ledger: Ledger = { lines: [], problems: [] };
  for (const row of rows) {
    const found = row.line === cutLine ? cut : verifyRow(row, seen, stated);
    if (found.code !== undefined) ledger.problems.push(toProblem(file, row.line, found));
    if (found.value !== undefined) ledger.lines.push(found.value);
    seen.add(statedHash(row) ?? '');
  }
  return ledger;
}

export interface SealedBy {
  /** ISO 8601 in UTC. */
  at: string;
  by: string;
  prev: string;
}

/** Makes a ledger's line of a fact: its hash is over all the rest of the line. */
export function sealFact(fact: LedgerFact, { at, by, prev }: SealedBy): LedgerLine {
  const content = { at, by, fact, prev };
  return { ...content, hash: digest(canonicalJson(content)) };
}

/** The hash that the next line has to name. */
export function lastHash(lines: LedgerLine[]): string {
  return lines.at(-1)?.hash ?? '';
}

/**
 * Appends a fact to the ledger at `path`, which is made if need be. The torn end that a crash leaves is cut off first;
 * a ledger that is damaged in any other way is refused with kind `invalid`.
 */
export function appendFact(path: string, fact: LedgerFact, { at, by }: Omit<SealedBy, 'prev'>): LedgerLine {
  const bytes = readBytes(path);
  const { lines, problems } = readLedger(bytes.toString('utf8'), basename(path));
  const damage = problems.find(({ code }) => code !== 'ledger-cut');
  if (damage !== undefined) {
    throw new AshlarError({
      kind: 'invalid',
      what: `The ledger ${path} is damaged`,
      why: damage.message,
      next: `Restore it from git: git checkout -- ${path}`,
    });
  }
  if (bytes.length > 0 && bytes.at(-1) !== newline) mendEnd(path, bytes, problems.length > 0);
  const line = sealFact(fact, { at, by, prev: lastHash(lines) });
  appendJsonLine(path, line);
  return line;
}

const newline = 0x0a;

interface Found {
  value?: LedgerLine;
  code?: string;
  message?: string;
}

const cut: Found = { code: 'ledger-cut', message: 'this last line was cut off while it was written; it is left out' };

function verifyRow(row: JsonLine, seen: ReadonlySet<string>, stated: ReadonlyMap<unknown, number>): Found {
  if (row.problem !== undefined) return { code: 'ledger-unreadable', message: `this line is no JSON (${row.problem})` };
  const parsed = ledgerLine.safeParse(row.value);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const message = `this line is no fact that Ashlar knows (${issue?.path.join('.')}: ${issue?.message})`;
    return { code: 'ledger-unreadable', message };
  }
  const value = parsed.data;
  const { hash: _hash, ...content } = row.value as Record<string, unknown>;
  if (digest(canonicalJson(content)) !== value.hash) {
    return { code: 'ledger-changed', message: `this line was changed after it was written: it no longer has its hash` };
  }
  if (seen.has(value.hash)) return { code: 'ledger-repeated', message: 'this line stands in the ledger a second time' };
  if (seen.has(value.prev)) return { value };
  const later = stated.get(value.prev);
  if (later === undefined) {
    const message = `the line before this one was removed or changed: none has the hash ${value.prev.slice(0, 12)}… that it names`;
    return { value, code: 'ledger-removed', message };
  }
  return { value, code: 'ledger-reordered', message: `this line names line ${later}, which stands after it` };
}

function statedHash({ value }: JsonLine): string | undefined {
  if (typeof value !== 'object' || value === null || !('hash' in value)) return undefined;
  return typeof value.hash === 'string' ? value.hash : undefined;
}

/** Whether the last line is torn: no line break at the end, and no JSON. */
function endsCut(text: string, rows: JsonLine[]): boolean {
  return text !== '' && !text.endsWith('\n') && rows.at(-1)?.problem !== undefined;
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

function toProblem(file: string, line: number, { code = '', message = '' }: Found): Problem {
  return { code, severity: 'error', message: `line ${line}: ${message}`, file, line, column: 1 };
}
