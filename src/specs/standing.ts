import type { JsonLine } from '../base/jsonl.ts';
import type { ReadText } from '../base/remember-texts.ts';
import type { LedgerLine } from '../domain/ledger.ts';
import type { Problem } from '../domain/spec.ts';
import type { KnownLine } from './known-lines.ts';

/** What a ledger is held against. Nothing of it comes from the repository. */
export interface Standing {
  /** Whether what this key signed counts. */
  counts(key: string): boolean;
  /** The lines that this ledger has had, in their order. */
  known: readonly KnownLine[];
  /** What was read of this ledger before: lines that are still there are neither read nor proved again. */
  memory?: LedgerMemory;
  /** How the files of the spec are read, where that is to be remembered. */
  readText?: ReadText;
}

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

/** A text that ends with a line break, how many lines it has, and its rows; kept up to date by whoever reads the ledger. */
export interface LedgerMemory {
  text: string;
  lines: number;
  rows: readonly LedgerRow[];
  /** What that text came to, held against that standing. */
  last?: { standing: Standing; ledger: Ledger };
}

export interface LedgerRow extends Omit<JsonLine, 'text'> {
  /** The line, once it was found to have its hash and a signature over it; it then stands for `value` too. */
  whole?: LedgerLine;
}
