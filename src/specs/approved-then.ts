import type { LedgerLine } from '../domain/ledger.ts';

/** Id → block as it was approved last. */
export type ApprovedBlocks = ReadonlyMap<string, { hash: string; text: string }>;

/** What was approved before each line of the ledger. */
export function approvedBefore(lines: readonly LedgerLine[]): ApprovedBlocks[] {
  let approved: ApprovedBlocks = new Map();
  return lines.map(({ fact }) => {
    const before = approved;
    if (fact.type === 'approved') approved = afterApproval(before, fact.stage, fact);
    if (fact.type === 'rejected') approved = afterRejection(before, fact.stage, fact.block);
    return before;
  });
}

function afterApproval(
  before: ApprovedBlocks,
  stage: string,
  { blocks, whole }: { blocks: readonly { id: string; hash: string; text: string }[]; whole?: boolean | undefined },
): ApprovedBlocks {
  const kept = [...before].filter(([id]) => whole !== true || !isOf(stage, id));
  return new Map([...kept, ...blocks.map((block) => [block.id, block] as const)]);
}

function afterRejection(before: ApprovedBlocks, stage: string, block: string | undefined): ApprovedBlocks {
  return new Map([...before].filter(([id]) => (block === undefined ? !isOf(stage, id) : id !== block)));
}

function isOf(stage: string, id: string): boolean {
  return id.startsWith(`${stage}/`);
}
