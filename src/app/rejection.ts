import type { SpecStage } from '../domain/spec.ts';
import { foldRun } from '../journal/fold-run.ts';
import type { Journal } from '../journal/open-journal.ts';
import type { OpenSpec } from './open-spec.ts';

/** A human's comment that has not been worked in yet. */
export interface Rejection {
  /** The hash of its ledger line. */
  line: string;
  comment: string;
}

/** The latest rejection of a stage that nothing followed: no approval, and no finished draft that took it up. */
export function findRejection(spec: OpenSpec, stage: SpecStage, journal: Journal): Rejection | undefined {
  const latest = spec.ledger.findLast(({ fact }) => 'stage' in fact && fact.stage === stage);
  if (latest?.fact.type !== 'rejected') return undefined;
  return isWorkedIn(latest.hash, spec.slug, journal) ? undefined : { line: latest.hash, comment: latest.fact.comment };
}

function isWorkedIn(line: string, slug: string, journal: Journal): boolean {
  return journal
    .runs({ spec: slug })
    .filter(({ kind, state }) => kind === 'draft' && state === 'done')
    .some(({ run }) => {
      const start = foldRun(journal.read(run))?.start;
      return start?.kind === 'draft' && start.rejection === line;
    });
}
