import { canonicalJson, digest } from '../base/ids.ts';
import { parseJsonLines } from '../base/jsonl.ts';
import { fingerprintOf, isSignedBy, type Signer } from '../base/signatures.ts';
import { plural } from '../base/text.ts';
import { type LedgerClaim, type LedgerFact, type LedgerLine, ledgerClaim, ledgerLine } from '../domain/ledger.ts';
import type { Problem } from '../domain/spec.ts';
import { describeLine, type KnownLine, lostLines } from './known-lines.ts';
import type { Ledger, LedgerMemory, LedgerRow, Standing } from './standing.ts';

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
export function readLedger(text: string, place: LedgerPlace, standing: Standing): Ledger {
  const { memory } = standing;
  if (memory?.last?.standing === standing && memory.text === text) return memory.last.ledger;
  const ledger = verifyRows(text, place, standing);
  if (memory?.text === text) memory.last = { standing, ledger };
  return ledger;
}

function verifyRows(text: string, { file, spec }: LedgerPlace, standing: Standing): Ledger {
  const rows = readRows(text, standing.memory);
  const stated = new Map(rows.flatMap((row) => (statedHash(row) === undefined ? [] : [[statedHash(row), row.line]])));
  const cutLine = endsCut(text, rows) ? rows.at(-1)?.line : undefined;
  const verified = new Map(standing.known.map(({ hash, sig }) => [hash, sig]));
  const seen = new Set(['']);
  const ledger: Ledger = { lines: [], strange: [], lost: [], problems: [], head: '' };
  for (const row of rows) {
    const found = row.line === cutLine ? cut : verifyRow(row, { seen, stated, verified, spec });
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

/** A ledger only grows, unless somebody else wrote it: of one that goes on as it was, only what is new is read. */
function readRows(text: string, memory: LedgerMemory | undefined): readonly LedgerRow[] {
  const before = memory !== undefined && text.startsWith(memory.text) ? memory : { text: '', lines: 0, rows: [] };
  const added = text.slice(before.text.length);
  // Without their text: a piece of it would keep all of it in memory.
  const fresh = parseJsonLines(added).map(({ text: _text, ...row }): LedgerRow => {
    return { ...row, line: before.lines + row.line };
  });
  const rows = [...before.rows, ...fresh];
  const lines = before.lines + added.split('\n').length - 1;
  if (memory !== undefined && text.endsWith('\n')) Object.assign(memory, { text, lines, rows, last: undefined });
  return rows;
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
}

const cut: Found = { code: 'ledger-cut', message: 'this last line was cut off while it was written; it is left out' };

function verifyRow(row: LedgerRow, reading: Reading): Found {
  if (row.whole !== undefined) return verifyPlace(row.whole, reading);
  if (row.problem !== undefined) return { code: 'ledger-unreadable', message: `this line is no JSON (${row.problem})` };
  const whole = ledgerLine.safeParse(row.value);
  const parsed = whole.success ? whole : ledgerClaim.safeParse(row.value);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const message = `this line is no fact that Ashlar knows (${issue?.path.join('.')}: ${issue?.message})`;
    return { code: 'ledger-unreadable', message };
  }
  const why = findForgery(row.value as Record<string, unknown>, parsed.data, reading);
  if (why !== undefined || !whole.success) {
    const message = `forged: claims that ${describeLine(parsed.data)}, but ${why ?? 'does not say of which spec'}`;
    return { code: 'ledger-forged', message };
  }
  Object.assign(row, { whole: whole.data, value: undefined });
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

function statedHash({ value, whole }: LedgerRow): string | undefined {
  if (whole !== undefined) return whole.hash;
  if (typeof value !== 'object' || value === null || !('hash' in value)) return undefined;
  return typeof value.hash === 'string' ? value.hash : undefined;
}

/** Whether the last line is torn: no line break at the end, and no JSON. */
function endsCut(text: string, rows: readonly LedgerRow[]): boolean {
  return text !== '' && !text.endsWith('\n') && rows.at(-1)?.problem !== undefined;
}

function toProblem(file: string, line: number, { code = '', message = '' }: Found): Problem {
  const where = code === 'ledger-shortened' ? '' : `line ${line}: `;
  return { code, severity: 'error', message: `${where}${message}`, file, line, column: 1 };
}
