import { canonicalJson, digest } from '../base/ids.ts';
import { type JsonLine, parseJsonLines } from '../base/jsonl.ts';
import { fingerprintOf, isSignedBy, type Signer } from '../base/signatures.ts';
import { plural } from '../base/text.ts';
import { type LedgerClaim, type LedgerFact, type LedgerLine, ledgerClaim, ledgerLine } from '../domain/ledger.ts';
import type { Problem } from '../domain/spec.ts';
import { describeLine, type KnownLine, lostLines, type Standing } from './known-lines.ts';

export interface Ledger {
  /** The lines that count, in the file's order. One that was forged or repeated is not among them. */
  lines: LedgerLine[];
  /** Whole lines, signed with a key that does not count here. */
  strange: StrangeLine[];
  /** Known lines that are gone. */
  lost: KnownLine[];
  problems: Problem[];
  /** The hash that the next line has to name. */
  head: string;
}

export interface StrangeLine {
  /** Counts from 1. */
  number: number;
  fingerprint: string;
  line: LedgerLine;
}

export interface LedgerPlace {
  /** The file's name within the spec folder, for problems. */
  file: string;
  /** The name of the spec folder: a line that was written for another is no line of this ledger. */
  spec: string;
}

/**
 * Reads a ledger and verifies each line: that it has its hash, that the hash is signed, that it is about this spec and
 * names a line before it. Two lines may name the same one: git branches were merged. Never throws.
 */
export function readLedger(text: string, { file, spec }: LedgerPlace, standing: Standing): Ledger {
  const rows = parseJsonLines(text);
  const stated = new Map(rows.flatMap((row) => (statedHash(row) === undefined ? [] : [[statedHash(row), row.line]])));
  const cutLine = endsCut(text, rows) ? rows.at(-1)?.line : undefined;
  const verified = new Map(standing.known.map(({ hash, sig }) => [hash, sig]));
  const seen = new Set(['']);
  const ledger: Ledger = { lines: [], strange: [], lost: [], problems: [], head: '' };
  for (const row of rows) {
    const found =
      row.line === cutLine ? cut : verifyRow(row, { seen, stated, verified, spec, proved: standing.proved });
    if (found.code !== undefined) ledger.problems.push(toProblem(file, row.line, found));
    if (found.value !== undefined) take(found.value, row.line, ledger, standing);
    seen.add(statedHash(row) ?? '');
  }
  const present = new Set([...ledger.lines, ...ledger.strange.map(({ line }) => line)].map(({ hash }) => hash));
  ledger.lost = lostLines(standing.known, present);
  const shortened = describeLost(ledger.lost);
  if (shortened !== undefined) ledger.problems.push(toProblem(file, Math.max(1, rows.length), shortened));
  return ledger;
}

export interface SealedBy {
  /** ISO 8601 in UTC. */
  at: string;
  by: string;
  spec: string;
  prev: string;
}

/** Makes a ledger's line of a fact: its hash is over all the rest of the line, and the signature over the hash. */
export function sealFact(fact: LedgerFact, { at, by, spec, prev }: SealedBy, signer: Signer): LedgerLine {
  const content = { at, by, spec, fact, prev, key: signer.key };
  const hash = digest(canonicalJson(content));
  return { ...content, hash, sig: signer.sign(hash) };
}

interface Found {
  value?: LedgerLine;
  code?: string;
  message?: string;
}

interface Reading {
  /** Hashes of the lines before this one. */
  seen: ReadonlySet<string>;
  /** On which line each hash stands. */
  stated: ReadonlyMap<unknown, number>;
  /** Signatures that were verified before, by the hash. */
  verified: ReadonlyMap<string, string>;
  spec: string;
  proved: Set<string> | undefined;
}

const cut: Found = { code: 'ledger-cut', message: 'this last line was cut off while it was written; it is left out' };

function verifyRow(row: JsonLine, reading: Reading): Found {
  if (row.problem !== undefined) return { code: 'ledger-unreadable', message: `this line is no JSON (${row.problem})` };
  const parsed = ledgerClaim.safeParse(row.value);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const message = `this line is no fact that Ashlar knows (${issue?.path.join('.')}: ${issue?.message})`;
    return { code: 'ledger-unreadable', message };
  }
  const why = reading.proved?.has(row.text)
    ? undefined
    : findForgery(row.value as Record<string, unknown>, parsed.data, reading);
  // A copy: a piece of a text would keep all of it in memory.
  if (why === undefined) reading.proved?.add(Buffer.from(row.text).toString());
  const whole = ledgerLine.safeParse(parsed.data);
  if (why !== undefined || !whole.success) {
    const message = `forged: claims that ${describeLine(parsed.data)}, but ${why ?? 'does not say of which spec'}`;
    return { code: 'ledger-forged', message };
  }
  return verifyPlace(whole.data, reading);
}

/** Why a line was not written by the owner of the key that it names; undefined where it was. */
function findForgery(row: Record<string, unknown>, claim: LedgerClaim, { verified }: Reading): string | undefined {
  const { hash: _hash, sig: _sig, ...content } = row;
  const { hash, key, sig } = claim;
  if (hash !== undefined && digest(canonicalJson(content)) !== hash) {
    return 'it was changed after it was written: it no longer has its hash';
  }
  if (hash === undefined || key === undefined || sig === undefined) return 'it has no signature';
  const isSigned = verified.get(hash) === sig || isSignedBy({ key, sig }, hash);
  return isSigned ? undefined : 'its signature is not that of its key over this line';
}

function verifyPlace(value: LedgerLine, { seen, stated, spec }: Reading): Found {
  if (value.spec !== spec) {
    const message = `${describeLine(value)} for the spec ${value.spec}: this line is not of this ledger`;
    return { code: 'ledger-foreign', message };
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

function take(line: LedgerLine, number: number, ledger: Ledger, { counts }: Standing): void {
  ledger.head = line.hash;
  if (counts(line.key)) ledger.lines.push(line);
  else ledger.strange.push({ number, fingerprint: fingerprintOf(line.key), line });
}

function describeLost(lost: readonly KnownLine[]): Found | undefined {
  const last = lost.at(-1);
  if (last === undefined) return undefined;
  const gone = `${plural(lost.length, 'line')} that this machine knows ${lost.length === 1 ? 'is' : 'are'} gone`;
  return { code: 'ledger-shortened', message: `lines were cut off: ${gone}; in the last one ${last.said}` };
}

function statedHash({ value }: JsonLine): string | undefined {
  if (typeof value !== 'object' || value === null || !('hash' in value)) return undefined;
  return typeof value.hash === 'string' ? value.hash : undefined;
}

/** Whether the last line is torn: no line break at the end, and no JSON. */
function endsCut(text: string, rows: JsonLine[]): boolean {
  return text !== '' && !text.endsWith('\n') && rows.at(-1)?.problem !== undefined;
}

function toProblem(file: string, line: number, { code = '', message = '' }: Found): Problem {
  const where = code === 'ledger-shortened' ? '' : `line ${line}: `;
  return { code, severity: 'error', message: `${where}${message}`, file, line, column: 1 };
}
