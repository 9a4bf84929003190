import type { LedgerLine } from '../domain/ledger.ts';
import type { SpecStage } from '../domain/spec.ts';
import { foldRun } from '../journal/fold-run.ts';
import type { Journal } from '../journal/open-journal.ts';
import type { OpenSpec } from './open-spec.ts';

/** A human's comment that has not been worked in yet. */
export interface Rejection {
  /** The hash of its ledger line. */
  line: string;
  comment: string;
  /** The block that is to be written anew; the whole document otherwise. */
  block?: string;
}

/** The oldest rejection of a stage that no approval answered and that no finished draft took up. */
export function findRejection(spec: OpenSpec, stage: SpecStage, journal: Journal): Rejection | undefined {
  const ids = new Set(spec[stage]?.blocks.map(({ id }) => id));
  return openRejections(spec.ledger, stage).find(
    ({ line, block }) => (block === undefined || ids.has(block)) && !isWorkedIn(line, spec.slug, journal),
  );
}

/** A comment on the whole is followed by a new document, so that those on blocks of the old one go with it. */
function openRejections(ledger: readonly LedgerLine[], stage: SpecStage): Rejection[] {
  let open: Rejection[] = [];
  for (const { fact, hash } of ledger) {
    if (fact.type === 'rejected' && fact.stage === stage) {
      const { comment, block } = fact;
      open = block === undefined ? [{ line: hash, comment }] : [...open, { line: hash, comment, block }];
    }
    if (fact.type === 'approved' && fact.stage === stage) {
      const approved = new Set(fact.blocks.map(({ id }) => id));
      open = fact.whole === true ? [] : open.filter(({ block }) => block === undefined || !approved.has(block));
    }
  }
  return open;
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
