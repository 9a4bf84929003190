import type { SpecDocument, SpecStage } from '../domain/spec.ts';
import { approvalState, type BlockApproval, describeChange, removedBlocks } from '../specs/approval.ts';
import { describeSuspect } from './describe-suspect.ts';
import { type OpenSpec, openSuspects } from './open-spec.ts';

export interface AskedBlock {
  id: string;
  title: string;
  /** `suspect`: as it was approved, while what it is traced from changed. */
  state: BlockApproval['state'] | 'removed' | 'suspect';
  change: string;
}

/** The blocks of a document, and those that it no longer has, with what changed since they were approved. */
export function describeBlocks(document: SpecDocument, stage: SpecStage, spec: OpenSpec): AskedBlock[] {
  const suspects = new Map(openSuspects(spec, stage).map((suspect) => [suspect.block, describeSuspect(suspect)]));
  const present = approvalState(document, stage, spec.ledger).map(({ block, state, approvedText }): AskedBlock => {
    const about = { id: block.id, title: block.title };
    const suspect = state === 'approved' ? suspects.get(block.id) : undefined;
    if (suspect !== undefined) return { ...about, state: 'suspect', change: suspect };
    return { ...about, state, change: state === 'stale' ? describeChange(approvedText ?? '', block.text) : '' };
  });
  const removed = removedBlocks(document, stage, spec.ledger).map(({ id, approvedText }) => ({
    id,
    title: id,
    state: 'removed' as const,
    change: describeChange(approvedText, ''),
  }));
  return [...present, ...removed];
}
