import type { Span, SpecDocument } from '../../domain/spec.ts';

export type LintClass = 'structure' | 'contradiction' | 'language' | 'completeness';

/** An error fails the spec; a warning is always shown; advice is shown best first, a few at a time. */
export type LintSeverity = 'error' | 'warning' | 'advice';

/** Puts `text` in the place of what stands between two offsets of the file. */
export interface TextEdit extends Span {
  text: string;
}

/** What a rule says of one place in one document. `message`: what is wrong, why it matters, what to write instead. */
export interface Remark {
  rule: string;
  document: SpecDocument;
  span: Span;
  message: string;
  /** Only where there is one right way to mend it. */
  fix?: TextEdit[];
}

export interface LintFinding {
  rule: string;
  class: LintClass;
  severity: LintSeverity;
  /** The block it lies in, which is what a human accepts it for; none outside of every block. */
  block?: { id: string; hash: string };
  /** The file's name within the spec folder. */
  file: string;
  span: Span;
  /** All count from 1; the end is exclusive. */
  line: number;
  column: number;
  endLine: number;
  endColumn: number;
  /** The lines that hold the place, without the spaces at their ends. */
  excerpt: string;
  message: string;
  fix?: TextEdit[];
}
