import * as z from 'zod';
import { cutLine, plural } from '../base/text.ts';
import type { LedgerFact, LedgerLine } from '../domain/ledger.ts';

/** A line that was seen in a ledger and verified. */
export const knownLine = z.object({
  hash: z.string(),
  sig: z.string(),
  /** What it said, for the case that it is gone: `Ann rejected design at 2026-03-01T09:30:00Z`. */
  said: z.string(),
});

export type KnownLine = z.infer<typeof knownLine>;

export function toKnownLine(line: LedgerLine): KnownLine {
  return { hash: line.hash, sig: line.sig, said: describeLine(line) };
}

/** Who says what, in a few words. */
export function describeLine({ by, fact, at }: Pick<LedgerLine, 'by' | 'fact' | 'at'>): string {
  return `${cutLine(by, wordChars)} ${describeFact(fact)} at ${cutLine(at.replace(/\.\d+Z$/, 'Z'), wordChars)}`;
}

/** The lines that were known and are no longer there. */
export function lostLines(known: readonly KnownLine[], present: ReadonlySet<string>): KnownLine[] {
  return known.filter(({ hash }) => !present.has(hash));
}

const wordChars = 80;

/** What was said, in a few words: `rejected design`. */
export function describeFact(fact: LedgerFact): string {
  switch (fact.type) {
    case 'approved':
    case 'rejected':
      return `${fact.type} ${fact.stage}`;
    case 'answered':
      return `answered "${cutLine(fact.answer, wordChars)}"`;
    case 'evidence':
      return `proved task ${cutLine(fact.task, wordChars)}`;
    case 'undone':
      return `undid task ${cutLine(fact.task, wordChars)}`;
    case 'assumed':
      return `assumed "${cutLine(fact.assumption, wordChars)}"`;
    case 'accepted':
      return `accepted ${cutLine(fact.rule, wordChars)} of ${cutLine(fact.block, wordChars)}`;
    case 'waived':
      return `waived criterion ${cutLine(fact.criterion, wordChars)}`;
    case 'anchored':
      return `anchored task ${cutLine(fact.task, wordChars)} in ${plural(fact.anchors.length, 'symbol')}`;
    case 'drift_accepted':
      return `accepted the drift of ${cutLine(fact.anchor, wordChars)}`;
  }
}
