import { AshlarError } from '../base/errors.ts';
import { digest } from '../base/ids.ts';
import type { LedgerFact } from '../domain/ledger.ts';
import type { Problem, SpecDocument, SpecStage } from '../domain/spec.ts';
import { removedBlocks } from '../specs/approval.ts';
import type { KnownLine } from '../specs/known-lines.ts';
import { teamRules } from '../specs/lint/team-rules.ts';
import { checkIds, retire, retireCriteria, retiredBlocks, revivedIds } from '../specs/retired-ids.ts';
import { type BlockChoice, findBlock } from '../specs/select-blocks.ts';
import { approvedTogether, stagesOf } from '../specs/spec-stages.ts';
import { taskProofs } from '../specs/task-proofs.ts';
import { chooseBlocks, isChosen, isOf, stageHolding, stageNamed } from './choose-blocks.ts';
import { type AskedBlock, describeBlocks } from './describe-blocks.ts';
import { describeStrange } from './describe-strange.ts';
import { findProblems } from './find-problems.ts';
import { describeAssumptions } from './open-questions.ts';
import {
  addFact,
  approveCommandOf,
  ledgerDamage,
  type OpenSpec,
  openShortened,
  openSpec,
  openStage,
  pathsOf,
  refuseShortened,
  requireDocument,
  stagePath,
} from './open-spec.ts';
import { decideAlone } from './run-journal.ts';
import type { Wire } from './wire.ts';

export interface ApprovalChoice extends BlockChoice {
  /** Numbers that were let go and that the person gives to another text knowingly: `1.3`. */
  reuse?: readonly string[];
}

/** What a human is asked to approve: this text and no other. */
export interface ApprovalRequest {
  spec: string;
  size: OpenSpec['size'];
  stage: SpecStage;
  /** The stages that are shown and approved together; only `stage` itself otherwise. */
  stages?: readonly SpecStage[];
  /** The file of `stage`. */
  path: string;
  /** All files that are shown. */
  paths: readonly string[];
  text: string;
  /** SHA-256 of `text`: what `approveStage` must be given back. Of a part, too, it is that of all that is shown. */
  digest: string;
  blocks: AskedBlock[];
  /** The person named the blocks; the rest of the document is left as it stands. */
  isPart: boolean;
  /** Ids that were let go and are used again knowingly. */
  reuse?: readonly string[];
  problems: Problem[];
  alreadyApproved: boolean;
  /** Lines of the ledger that are gone: to be shown, and to be given back by whoever decides in spite of it. */
  lost: KnownLine[];
  /** What a person should know of the ledger: lines that are gone, lines that do not count. */
  notes: string[];
  /** What approving says of tasks that are ticked and not proved. */
  ticked: string[];
}

/** The documents that wait for approval, or the named blocks of them, with what changed since they were last approved. */
export function askApproval(
  name: string,
  wanted: SpecStage | undefined,
  wire: Wire,
  choice: ApprovalChoice = {},
): ApprovalRequest {
  const spec = openShortened(name, wire);
  const first = wanted ?? stageNamed(choice) ?? waitingStage(spec);
  const together = wanted !== undefined && spec.size === 'M' ? [wanted] : approvedTogether(spec, first);
  for (const stage of [first, ...together]) requireDocument(spec, stage);
  const reuse = retiredNamed(spec, together, choice.reuse);
  const chosen = chooseBlocks(spec, { first, together }, choice);
  const stages = chosen.map(({ stage }) => stage);
  refuseOutOfOrder(spec, stages);
  const text = joinedText(spec, together);
  const blocks = chosen.flatMap(({ stage, ids }) =>
    describeBlocks(requireDocument(spec, stage), stage, spec).filter(({ id }) => ids.has(id)),
  );
  const stage = stages.includes(first) ? first : (stages[0] ?? first);
  return {
    spec: spec.slug,
    size: spec.size,
    stage,
    ...(together.length > 1 ? { stages: together } : {}),
    path: stagePath(spec, stage),
    paths: pathsOf(spec, together),
    text,
    digest: digest(text),
    blocks,
    isPart: isChosen(choice),
    ...(reuse.length > 0 ? { reuse } : {}),
    problems: problemsOf(spec, { stages, reuse }, wire),
    alreadyApproved: blocks.length > 0 && blocks.every(({ state }) => state === 'approved'),
    lost: spec.lost,
    notes: [
      ...ledgerDamage(spec).map(({ message }) => message),
      ...describeStrange(spec.strange),
      ...describeAssumptions(spec.slug, spec.ledger),
    ],
    ticked: describeTicked(
      chosen.flatMap(({ stage: of, ids }) => tickedUnproved(spec, requireDocument(spec, of), ids)),
    ),
  };
}

/** The ids of those numbers, which were all let go once. */
function retiredNamed(spec: OpenSpec, stages: readonly SpecStage[], names: readonly string[] = []): string[] {
  const retired = stages.flatMap((stage) => [...retiredBlocks(stage, spec.ledger).keys()]);
  return names.map((name) => {
    const id = retired.find((each) => each === name || each.endsWith(`/${name}`));
    if (id !== undefined) return id;
    const next = retired.length === 0 ? 'none was, so leave --reuse out' : `those that were are ${retired.join(', ')}`;
    throw new AshlarError({ kind: 'usage', what: `${name} is no number of ${spec.slug} that was let go`, next });
  });
}

function problemsOf(
  spec: OpenSpec,
  { stages, reuse }: { stages: readonly SpecStage[]; reuse: readonly string[] },
  { workspace }: Wire,
): Problem[] {
  const documents = stages.map((stage) => [stage, requireDocument(spec, stage)] as const);
  const ids = documents.flatMap(([stage, document]) => checkIds(document, stage, spec.ledger, reuse));
  return [...findProblems(spec, Object.fromEntries(documents), teamRules(workspace.config)), ...ids];
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
      next: `look at it again: ${approveCommandOf(spec, request.stage)}`,
    });
  }
  const asked = request.isPart === true ? (request.blocks ?? []).map(({ id }) => id) : undefined;
  const decided = asked === undefined ? stages : stages.filter((stage) => asked.some((id) => isOf(stage, id)));
  for (const stage of decided) refuseUnfit(spec, stage, request.reuse);
  const facts = decided.map((stage) => approvalOf(spec, stage, asked));
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
  const ids = new Set(blocks.map(({ id }) => id));
  const requirements = document.requirements.filter(({ id }) => ids.has(`${stage}/${id}`));
  const done = tickedUnproved(spec, document, ids);
  const asDecided = { ...document, blocks, requirements };
  const retired = [
    ...retire(removedBlocks(document, stage, spec.ledger).filter(isAsked)),
    ...retireCriteria(asDecided, stage, spec.ledger),
  ];
  const revived = revivedIds(asDecided, stage, spec.ledger);
  return {
    type: 'approved',
    stage,
    blocks: blocks.map(({ id, hash, text }) => ({ id, hash, text })),
    ...(asked === undefined ? { whole: true } : {}),
    ...(done.length > 0 ? { done } : {}),
    ...(retired.length > 0 ? { retired } : {}),
    ...(revived.length > 0 ? { revived } : {}),
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
function refuseUnfit(spec: OpenSpec, stage: SpecStage, reuse: readonly string[] = []): void {
  const document = requireDocument(spec, stage);
  if (document.blocks.length === 0) {
    const what = spec.size === 'S' ? `${document.file} has no section for ${stage}` : `${document.file} is empty`;
    throw new AshlarError({ kind: 'invalid', what, next: `ashlar draft ${spec.slug}` });
  }
  const wrong = checkIds(document, stage, spec.ledger, reuse).find(({ severity }) => severity === 'error');
  if (wrong === undefined) return;
  throw new AshlarError({
    kind: 'invalid',
    what: `${wrong.file}:${wrong.line} cannot be approved (${wrong.code})`,
    why: wrong.message,
    next: `correct it, then: ${approveCommandOf(spec, stage)}${wrong.code === 'id-reused' ? ' (with --reuse NUMBER if it is meant so)' : ''}`,
  });
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
  const named = request.block === undefined ? undefined : stageNamed({ blocks: [request.block] });
  const written = stagesOf(spec).findLast((each) => spec[each] !== undefined) ?? 'requirements';
  const first = request.stage ?? named ?? written;
  const together = approvedTogether(spec, first);
  const stage = request.block === undefined ? first : stageHolding(request.block, spec, { first, together });
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
    next: approveCommandOf(spec, open),
  });
}
