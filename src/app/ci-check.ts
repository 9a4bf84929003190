import type { TraceState } from '../domain/trace.ts';
import type { OpenSpec } from './open-spec.ts';
import type { TraceSources } from './trace-sources.ts';
import type { Wire } from './wire.ts';

/** One question that `ashlar ci` asks of a spec. It must write nothing, ask no model and no person, and need no network. */
export interface CiCheck {
  name: string;
  run(subject: CiSubject): CiFinding[] | Promise<CiFinding[]>;
}

export interface CiSubject {
  spec: OpenSpec;
  wire: Wire;
  sources: TraceSources;
  /** States of criteria that do not pass. */
  failOn: readonly TraceState[];
  /** The commit that HEAD and the branch it is compared with have in common. */
  base?: string;
}

export interface CiFinding {
  /** `stage-unapproved`, `ledger-forged`, `task-unproved` … */
  code: string;
  /**
   * What it takes to pass: the spec to be corrected (`invalid`), a person's decision (`needs_human`), a proof
   * (`verification`); `advice` passes.
   */
  kind: 'invalid' | 'needs_human' | 'verification' | 'advice';
  message: string;
  /** Relative to the repository's root. */
  file?: string;
  /** Both count from 1. */
  line?: number;
  column?: number;
  /** What to type. */
  next?: string;
}
