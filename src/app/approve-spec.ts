import { AshlarError } from '../base/errors.ts';
import { digest } from '../base/ids.ts';
import type { LedgerFact } from '../domain/ledger.ts';
import { type Problem, type SpecDocument, type SpecStage, specStages } from '../domain/spec.ts';
import { approvalState, type BlockApproval, describeChange, removedBlocks } from '../specs/approval.ts';
import type { KnownLine } from '../specs/known-lines.ts';
import { checkIds, retire } from '../specs/retired-ids.ts';
import { type BlockChoice, type ChosenBlocks, findBlock, selectBlocks } from '../specs/select-blocks.ts';
import { approvedTogether, stagesOf } from '../specs/spec-stages.ts';
import { taskProofs } from '../specs/task-proofs.ts';
import { describeStrange } from './describe-strange.ts';
import { describeSuspect } from './describe-suspect.ts';
import { findProblems } from './find-problems.ts';
import { describeAssumptions } from './open-questions.ts';
import {
  addFact,
  ledgerDamage,
  type OpenSpec,
  openShortened,
  openSpec,
  openStage,
  openSuspects,
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
  blocks: AskedBlock[];
  /** The person named the blocks; the rest of the document is left as it stands. */
  isPart: boolean;
  problems: Problem[];
  alreadyApproved: boolean;
  /** Lines of the ledger that are gone: to be shown, and to be given back by whoever decides in spite of it. */
  lost: KnownLine[];
  /** What a person should know of the ledger: lines that are gone, lines that do not count. */
  notes: string[];
  /** What approving says of tasks that are ticked and not proved. */
  ticked: string[];
}

export interface AskedBlock {
  id: string;
  title: string;
  /** `suspect`: as it was approved, while what it is traced from changed. */
  state: BlockApproval['state'] | 'removed' | 'suspect';
  change: string;
}

/** The document that waits for approval, or the named blocks of it, with what changed since it was last approved. */
export function askApproval(
  name: string,
  wanted: SpecStage | undefined,
  wire: Wire,
  choice: BlockChoice = {},
): ApprovalRequest {
  const spec = openShortened(name, wire);
  const stage = wanted ?? stageOf(choice) ?? waitingStage(spec);
  requireDocument(spec, stage);
  const isPart = isChosen(choice);
  const alone = isPart || (wanted !== undefined && spec.size === 'M');
  const together = alone ? [stage] : approvedTogether(spec, stage);
  refuseOutOfOrder(spec, together);
  const text = joinedText(spec, together);
  const parts = together.map((each) => askedPart(spec, each, choice));
  const asked = parts.flatMap(({ blocks }) => blocks);
  return {
    spec: spec.slug,
    stage,
    ...(together.length > 1 ? { stages: together } : {}),
    path: stagePath(spec, stage),
    text,
    digest: digest(text),
    blocks: asked,
    isPart,
    problems: parts.flatMap(({ problems }) => problems),
    alreadyApproved: asked.length > 0 && asked.every(({ state }) => state === 'approved'),
    lost: spec.lost,
    notes: [
      ...ledgerDamage(spec).map(({ message }) => message),
      ...describeStrange(spec.strange),
      ...describeAssumptions(spec.slug, spec.ledger),
    ],
    ticked: parts.flatMap(({ ticked }) => ticked),
  };
}

export interface Approved {
  /** How many were approved. */
  blocks: number;
  /** The document that is now to be written. */
  toDraft?: SpecStage;
}

/**
 * Writes a human's approval of the blocks that were shown into the ledger, bound to the text with this digest. Throws where
 * the file holds another text by now: nobody has seen that one. So it does where other lines of the ledger are gone than
 * were shown, and where a number stands for something else than it did.
 */
export async function approveStage(
  request: Pick<ApprovalRequest, 'spec' | 'stage' | 'digest' | 'lost'> & Partial<ApprovalRequest>,
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
  for (const stage of stages) refuseUnfit(spec, stage);
  const asked = request.isPart === true ? (request.blocks ?? []).map(({ id }) => id) : undefined;
  const facts = stages.map((stage) => approvalOf(spec, stage, asked));
  await decideAlone(spec.slug, wire, async () => {
    for (const fact of facts) await addFact(spec, fact, wire, { missed: request.lost });
    wire.surroundings.reach('approve:after');
  });
  const left = openSpec(spec.slug, wire);
  const next = openStage(left);
  const blocks = facts.flatMap((fact) => fact.blocks).length;
  return { blocks, ...(next !== undefined && left[next] === undefined ? { toDraft: next } : {}) };
}

/** What is read for these stages, each file once. */
function joinedText(spec: OpenSpec, stages: readonly SpecStage[]): string {
  const documents = stages.map((stage) => requireDocument(spec, stage));
  return [...new Map(documents.map(({ file, text }) => [file, text])).values()].join('\n');
}

type ApprovedFact = Extract<LedgerFact, { type: 'approved' }>;

/** The fact that approves the blocks `asked`, or the whole document. */
function approvalOf(spec: OpenSpec, stage: SpecStage, asked: readonly string[] | undefined): ApprovedFact {
  const document = requireDocument(spec, stage);
  const isAsked = ({ id }: { id: string }) => asked === undefined || asked.includes(id);
  const blocks = document.blocks.filter(isAsked);
  const done = tickedUnproved(spec, document, new Set(blocks.map(({ id }) => id)));
  const retired = retire(removedBlocks(document, stage, spec.ledger).filter(isAsked));
  return {
    type: 'approved',
    stage,
    blocks: blocks.map(({ id, hash, text }) => ({ id, hash, text })),
    ...(asked === undefined ? { whole: true } : {}),
    ...(done.length > 0 ? { done } : {}),
    ...(retired.length > 0 ? { retired } : {}),
  };
}

/** Tasks that are ticked and have no evidence: by approving them a person says that they are done. */
function tickedUnproved(spec: OpenSpec, { tasks }: SpecDocument, asked: ReadonlySet<string>): string[] {
  const proofs = taskProofs(spec.ledger);
  const ticked = tasks.filter(({ id, mark }) => mark === 'done' && asked.has(`tasks/${id}`) && !proofs.has(id));
  return ticked.map(({ id }) => id);
}

function describeTicked(ids: readonly string[]): string[] {
  if (ids.length === 0) return [];
  return [
    `${ids.join(', ')} ${ids.length === 1 ? 'is' : 'are'} ticked without evidence: approved so, done by your word alone; take the tick out to have it proved`,
  ];
}

/** What is empty says nothing, and a number that stands for something else than it did says the wrong thing. */
function refuseUnfit(spec: OpenSpec, stage: SpecStage): void {
  const document = requireDocument(spec, stage);
  if (document.blocks.length === 0) {
    const what = spec.size === 'S' ? `${document.file} has no section for ${stage}` : `${document.file} is empty`;
    throw new AshlarError({ kind: 'invalid', what, next: `ashlar draft ${spec.slug}` });
  }
  const [wrong] = checkIds(document, stage, spec.ledger);
  if (wrong === undefined) return;
  throw new AshlarError({
    kind: 'invalid',
    what: `${wrong.file}:${wrong.line} cannot be approved (${wrong.code})`,
    why: wrong.message,
    next: `correct it, then: ashlar approve ${spec.slug} ${stage}`,
  });
}

/** What one document asks of the person: its blocks, or those that he named. */
function askedPart(spec: OpenSpec, stage: SpecStage, choice: BlockChoice) {
  const document = requireDocument(spec, stage);
  const { blocks, gone } = chooseBlocks(document, stage, { spec, choice });
  const ids = new Set([...blocks.map(({ id }) => id), ...gone]);
  return {
    blocks: describeBlocks(document, stage, spec).filter(({ id }) => ids.has(id)),
    problems: [...findProblems(spec, stage, document), ...checkIds(document, stage, spec.ledger)],
    ticked: describeTicked(tickedUnproved(spec, document, ids)),
  };
}

const isChosen = ({ blocks = [], ranges = [] }: BlockChoice) => blocks.length + ranges.length > 0;

/** The blocks that the person named; all where he named none. */
function chooseBlocks(
  document: SpecDocument,
  stage: SpecStage,
  { spec, choice }: { spec: OpenSpec; choice: BlockChoice },
): ChosenBlocks {
  const gone = removedBlocks(document, stage, spec.ledger).map(({ id }) => id);
  return isChosen(choice) ? selectBlocks(document, choice, gone) : { blocks: document.blocks, gone };
}

/** The stage that an id names itself: `tasks/2.1`. */
function stageOf({ blocks = [] }: BlockChoice): SpecStage | undefined {
  return specStages.find((stage) => blocks.some((id) => id.startsWith(`${stage}/`)));
}

/** Withdraws what was approved of a stage, or of one block of it, and leaves the author a comment. `lost` as with an approval. */
export async function rejectStage(
  request: {
    spec: string;
    stage: SpecStage | undefined;
    comment: string;
    block?: string | undefined;
    lost?: readonly KnownLine[];
  },
  wire: Wire,
): Promise<{ spec: string; stage: SpecStage; block?: string }> {
  const spec = openShortened(request.spec, wire);
  const missed = request.lost ?? [];
  refuseShortened(spec, missed);
  const named = request.block === undefined ? undefined : stageOf({ blocks: [request.block] });
  const stage = request.stage ?? named ?? stagesOf(spec).findLast((each) => spec[each] !== undefined) ?? 'requirements';
  const document = requireDocument(spec, stage);
  const block = request.block === undefined ? {} : { block: findBlock(document, request.block).id };
  if (request.comment.trim() === '') {
    throw new AshlarError({
      kind: 'usage',
      what: 'a rejection needs a comment that says what to change',
      next: `ashlar reject ${spec.slug} --comment "…"`,
    });
  }
  const fact = { type: 'rejected' as const, stage, comment: request.comment.trim(), ...block };
  await decideAlone(spec.slug, wire, () => addFact(spec, fact, wire, { missed }));
  return { spec: spec.slug, stage, ...block };
}

function describeBlocks(document: SpecDocument, stage: SpecStage, spec: OpenSpec): AskedBlock[] {
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
