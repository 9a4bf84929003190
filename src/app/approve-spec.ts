import { AshlarError } from '../base/errors.ts';
import { digest } from '../base/ids.ts';
import { type Problem, type SpecDocument, type SpecStage, specStages } from '../domain/spec.ts';
import {
  approvalState,
  type BlockApproval,
  describeChange,
  isStageApproved,
  removedBlocks,
} from '../specs/approval.ts';
import type { KnownLine } from '../specs/known-lines.ts';
import { describeStrange } from './describe-strange.ts';
import { findProblems } from './find-problems.ts';
import {
  addFact,
  ledgerDamage,
  type OpenSpec,
  openShortened,
  openSpec,
  openStage,
  refuseShortened,
  requireDocument,
  stagePath,
} from './open-spec.ts';
import { decideAlone } from './run-journal.ts';
import type { Wire } from './wire.ts';

/** What a human is asked to approve: this text and no other. */
export interface ApprovalRequest {
  spec: string;
  stage: SpecStage;
  path: string;
  text: string;
  /** SHA-256 of `text`: what `approveStage` must be given back. */
  digest: string;
  blocks: { id: string; title: string; state: BlockApproval['state'] | 'removed'; change: string }[];
  problems: Problem[];
  alreadyApproved: boolean;
  /** Lines of the ledger that are gone: to be shown, and to be given back by whoever decides in spite of it. */
  lost: KnownLine[];
  /** What a person should know of the ledger: lines that are gone, lines that do not count. */
  notes: string[];
}

/** The document that waits for approval, with what changed since it was last approved. */
export function askApproval(name: string, wanted: SpecStage | undefined, wire: Wire): ApprovalRequest {
  const spec = openShortened(name, wire);
  const stage = wanted ?? waitingStage(spec);
  const document = requireDocument(spec, stage);
  refuseOutOfOrder(spec, stage);
  return {
    spec: spec.slug,
    stage,
    path: stagePath(spec, stage),
    text: document.text,
    digest: digest(document.text),
    blocks: describeBlocks(document, stage, spec),
    problems: findProblems(spec, stage, document),
    alreadyApproved: isStageApproved(document, stage, spec.ledger),
    lost: spec.lost,
    notes: [...ledgerDamage(spec).map(({ message }) => message), ...describeStrange(spec.strange)],
  };
}

export interface Approved {
  /** How many were approved. */
  blocks: number;
  /** The document that is now to be written. */
  toDraft?: SpecStage;
}

/**
 * Writes a human's approval into the ledger, bound to the text with this digest. Throws where the file holds another text
 * by now: nobody has seen that one. So it does where other lines of the ledger are gone than were shown.
 */
export async function approveStage(
  request: Pick<ApprovalRequest, 'spec' | 'stage' | 'digest' | 'lost'>,
  wire: Wire,
): Promise<Approved> {
  const spec = openShortened(request.spec, wire);
  refuseShortened(spec, request.lost);
  const document = requireDocument(spec, request.stage);
  if (digest(document.text) !== request.digest) {
    throw new AshlarError({
      kind: 'needs_human',
      what: `${stagePath(spec, request.stage)} was changed after it was shown`,
      next: `look at it again: ashlar approve ${spec.slug} ${request.stage}`,
    });
  }
  if (document.blocks.length === 0) {
    throw new AshlarError({ kind: 'invalid', what: `${document.file} is empty`, next: `ashlar draft ${spec.slug}` });
  }
  const blocks = document.blocks.map(({ id, hash, text }) => ({ id, hash, text }));
  const done = document.tasks.filter(({ mark }) => mark === 'done').map(({ id }) => id);
  const ticked = done.length > 0 ? { done } : {};
  const fact = { type: 'approved' as const, stage: request.stage, blocks, whole: true, ...ticked };
  await decideAlone(spec.slug, wire, () => addFact(spec, fact, wire, { missed: request.lost }));
  const left = openSpec(spec.slug, wire);
  const next = openStage(left);
  return { blocks: blocks.length, ...(next !== undefined && left[next] === undefined ? { toDraft: next } : {}) };
}

/** Withdraws what was approved of a stage and leaves the author a comment. `lost` as with an approval. */
export async function rejectStage(
  request: { spec: string; stage: SpecStage | undefined; comment: string; lost?: readonly KnownLine[] },
  wire: Wire,
): Promise<{ spec: string; stage: SpecStage }> {
  const spec = openShortened(request.spec, wire);
  const missed = request.lost ?? [];
  refuseShortened(spec, missed);
  const stage = request.stage ?? specStages.findLast((each) => spec[each] !== undefined) ?? 'requirements';
  requireDocument(spec, stage);
  if (request.comment.trim() === '') {
    throw new AshlarError({
      kind: 'usage',
      what: 'a rejection needs a comment that says what to change',
      next: `ashlar reject ${spec.slug} --comment "…"`,
    });
  }
  const fact = { type: 'rejected' as const, stage, comment: request.comment.trim() };
  await decideAlone(spec.slug, wire, () => addFact(spec, fact, wire, { missed }));
  return { spec: spec.slug, stage };
}

function describeBlocks(document: SpecDocument, stage: SpecStage, spec: OpenSpec): ApprovalRequest['blocks'] {
  const present = approvalState(document, stage, spec.ledger).map(({ block, state, approvedText }) => ({
    id: block.id,
    title: block.title,
    state,
    change: state === 'stale' ? describeChange(approvedText ?? '', block.text) : '',
  }));
  const removed = removedBlocks(document, stage, spec.ledger).map(({ id, approvedText }) => ({
    id,
    title: id,
    state: 'removed' as const,
    change: describeChange(approvedText, ''),
  }));
  return [...present, ...removed];
}

/** The first stage that is not approved. Where lines are gone and it was not written yet, the one before it: nothing else can be decided. */
function waitingStage(spec: OpenSpec): SpecStage {
  const open = openStage(spec) ?? 'tasks';
  if (spec.lost.length === 0 || spec[open] !== undefined) return open;
  return specStages.findLast((stage) => spec[stage] !== undefined) ?? open;
}

/** A document is written for approved ones before it; approving it first would approve what they may still become. */
function refuseOutOfOrder(spec: OpenSpec, stage: SpecStage): void {
  const open = openStage(spec);
  if (open === undefined || specStages.indexOf(open) >= specStages.indexOf(stage)) return;
  throw new AshlarError({
    kind: 'needs_human',
    what: `${open} of ${spec.slug} come before ${stage} and are not approved as they stand`,
    next: `ashlar approve ${spec.slug} ${open}`,
  });
}
