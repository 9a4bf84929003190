import { AshlarError } from '../base/errors.ts';
import { digest } from '../base/ids.ts';
import type { LedgerFact } from '../domain/ledger.ts';
import type { Problem, SpecDocument, SpecStage } from '../domain/spec.ts';
import {
  approvalState,
  type BlockApproval,
  describeChange,
  isStageApproved,
  removedBlocks,
} from '../specs/approval.ts';
import type { KnownLine } from '../specs/known-lines.ts';
import { approvedTogether, stagesOf } from '../specs/spec-stages.ts';
import { describeStrange } from './describe-strange.ts';
import { findProblems } from './find-problems.ts';
import { describeAssumptions } from './open-questions.ts';
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
  /** The stages that are approved with it; only `stage` itself otherwise. */
  stages?: readonly SpecStage[];
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
  const together = wanted !== undefined && spec.size === 'M' ? [stage] : approvedTogether(spec, stage);
  const stages = together.length > 1 ? { stages: together } : {};
  refuseOutOfOrder(spec, together);
  const text = joinedText(spec, together);
  return {
    spec: spec.slug,
    stage,
    ...stages,
    path: stagePath(spec, stage),
    text,
    digest: digest(text),
    blocks: together.flatMap((each) => describeBlocks(requireDocument(spec, each), each, spec)),
    problems: together.flatMap((each) => findProblems(spec, each, requireDocument(spec, each))),
    alreadyApproved: isStageApproved(document, stage, spec.ledger),
    lost: spec.lost,
    notes: [
      ...ledgerDamage(spec).map(({ message }) => message),
      ...describeStrange(spec.strange),
      ...describeAssumptions(spec.slug, spec.ledger),
    ],
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
  request: Pick<ApprovalRequest, 'spec' | 'stage' | 'stages' | 'digest' | 'lost'>,
  wire: Wire,
): Promise<Approved> {
  const spec = openShortened(request.spec, wire);
  refuseShortened(spec, request.lost);
  const stages = request.stages ?? [request.stage];
  if (digest(joinedText(spec, stages)) !== request.digest) {
    throw new AshlarError({
      kind: 'needs_human',
      what: `${stagePath(spec, request.stage)} was changed after it was shown`,
      next: `look at it again: ashlar approve ${spec.slug} ${request.stage}`,
    });
  }
  const facts = stages.map((stage) => approvalOf(spec, stage));
  await decideAlone(spec.slug, wire, async () => {
    for (const fact of facts) await addFact(spec, fact, wire, { missed: request.lost });
  });
  const left = openSpec(spec.slug, wire);
  const next = openStage(left);
  const blocks = facts.flatMap((fact) => fact.blocks).length;
  return { blocks, ...(next !== undefined && left[next] === undefined ? { toDraft: next } : {}) };
}

function approvalOf(spec: OpenSpec, stage: SpecStage): Extract<LedgerFact, { type: 'approved' }> {
  const document = requireDocument(spec, stage);
  if (document.blocks.length === 0) {
    const what = spec.size === 'S' ? `${document.file} has no section for ${stage}` : `${document.file} is empty`;
    throw new AshlarError({ kind: 'invalid', what, next: `ashlar draft ${spec.slug}` });
  }
  const blocks = document.blocks.map(({ id, hash, text }) => ({ id, hash, text }));
  const done = document.tasks.filter(({ mark }) => mark === 'done').map(({ id }) => id);
  const ticked = done.length > 0 ? { done } : {};
  return { type: 'approved', stage, blocks, whole: true, ...ticked };
}

/** What is read for these stages, each file once. */
function joinedText(spec: OpenSpec, stages: readonly SpecStage[]): string {
  const documents = stages.map((stage) => requireDocument(spec, stage));
  return [...new Map(documents.map(({ file, text }) => [file, text])).values()].join('\n');
}

/** Withdraws what was approved of a stage and leaves the author a comment. `lost` as with an approval. */
export async function rejectStage(
  request: { spec: string; stage: SpecStage | undefined; comment: string; lost?: readonly KnownLine[] },
  wire: Wire,
): Promise<{ spec: string; stage: SpecStage }> {
  const spec = openShortened(request.spec, wire);
  const missed = request.lost ?? [];
  refuseShortened(spec, missed);
  const stage = request.stage ?? stagesOf(spec).findLast((each) => spec[each] !== undefined) ?? 'requirements';
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
  const open = openStage(spec) ?? stagesOf(spec).at(-1) ?? 'tasks';
  if (spec.lost.length === 0 || spec[open] !== undefined) return open;
  return stagesOf(spec).findLast((stage) => spec[stage] !== undefined) ?? open;
}

/** A document is written for approved ones before it; approving it first would approve what they may still become. */
function refuseOutOfOrder(spec: OpenSpec, stages: readonly SpecStage[]): void {
  const [open, order] = [openStage(spec), stagesOf(spec)];
  const first = order.find((each) => stages.includes(each));
  if (open === undefined || first === undefined || order.indexOf(open) >= order.indexOf(first)) return;
  throw new AshlarError({
    kind: 'needs_human',
    what: `${open} of ${spec.slug} come before ${first} and are not approved as they stand`,
    next: `ashlar approve ${spec.slug} ${open}`,
  });
}
