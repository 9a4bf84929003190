import type { ApprovalChoice, ApprovalRequest } from '../app/approve-spec.ts';
import { AshlarError } from '../base/errors.ts';
import { plural } from '../base/text.ts';
import type { Event } from '../domain/event.ts';
import type { SpecStage } from '../domain/spec.ts';
import { describeChange } from '../specs/approval.ts';
import type { BlockChoice } from '../specs/select-blocks.ts';
import { describeDraft, describeProblem } from './describe-draft.ts';
import { describeStages } from './describe-stages.ts';
import { editFiles } from './edit-files.ts';
import type { Finish } from './output.ts';
import { askLine } from './prompt.ts';
import type { CommandContext } from './run-use-case.ts';
import { writeLine, writeText } from './write-line.ts';

/** Shows the document that waits and asks what to do with it, until all are approved or the person leaves. */
export async function* reviewInTerminal(
  spec: string,
  context: CommandContext,
  wanted: Wanted = {},
): AsyncGenerator<Event, Finish> {
  const { askApproval } = await import('../app/approve-spec.ts');
  let shown: ApprovalRequest | undefined;
  for (;;) {
    const request = askApproval(spec, wanted.stage, context.wire, wanted.choice);
    if (request.alreadyApproved && request.lost.length === 0) return complete(request);
    showRequest(request, shown);
    shown = request;
    const answer = readAnswer(await askLine(question));
    if (!isThere(request, answer)) continue;
    const step = yield* takeStep(request, answer, context);
    if (step !== undefined) return step;
  }
}

interface Wanted {
  stage?: SpecStage | undefined;
  /** The blocks that are asked for; all otherwise. */
  choice?: ApprovalChoice;
}

/** Only these words: a comment that is typed at the prompt by mistake must not approve anything. */
const choices: Readonly<Record<string, 'approve' | 'edit' | 'comment' | 'quit'>> = {
  a: 'approve',
  approve: 'approve',
  y: 'approve',
  yes: 'approve',
  e: 'edit',
  edit: 'edit',
  c: 'comment',
  comment: 'comment',
  q: 'quit',
  quit: 'quit',
};

const question = 'approve this text? [a]pprove · [e]dit · [c]omment · [q]uit > ';

interface Answer {
  choice: 'approve' | 'edit' | 'comment' | 'quit' | undefined;
  /** The block or the range that was named behind it. */
  part?: string;
}

function readAnswer(answer: string | undefined): Answer {
  if (answer === undefined) return { choice: 'quit' };
  const [word = '', part, ...more] = answer.trim().split(/\s+/);
  const choice = more.length > 0 ? undefined : choices[word.toLowerCase()];
  if (part === undefined) return { choice };
  return choice === 'approve' || choice === 'comment' ? { choice, part } : { choice: undefined };
}

/** A name with `..`, or numbers with a dash, is a range. */
function toChoice(part: string): BlockChoice {
  return part.includes('..') || /^\d[\d.]*-\d/.test(part) ? { ranges: [part] } : { blocks: [part] };
}

/** A block that was mistyped ends nothing. */
function isThere({ blocks }: ApprovalRequest, { part }: Answer): boolean {
  const names = part === undefined ? [] : part.split(/\.\.|(?<=\d)-(?=\d)/);
  const wrong = names.find((name) => !blocks.some(({ id }) => id === name || id.endsWith(`/${name}`)));
  if (wrong !== undefined)
    writeLine(2, `There is no block ${wrong}; there are ${blocks.map(({ id }) => id).join(', ')}.`);
  return wrong === undefined;
}

async function* takeStep(
  request: ApprovalRequest,
  { choice, part }: Answer,
  context: CommandContext,
): AsyncGenerator<Event, Finish | undefined> {
  const { rejectStage } = await import('../app/approve-spec.ts');
  const { draftSpec } = await import('../app/draft-spec.ts');
  if (choice === 'edit') editFiles(request.paths);
  if (choice === 'comment') {
    const comment = await askLine('what should change? > ');
    if (!comment?.trim()) return undefined;
    await rejectStage({ ...request, comment, block: part }, context.wire);
    return waiting(yield* draftSpec(request.spec, context.wire), context);
  }
  if (choice === 'approve') {
    const chosen = part === undefined ? request : await choosePart(request, part, context);
    if (chosen === undefined) return undefined;
    await approveChosen(request, chosen, context);
    return waiting(yield* draftSpec(request.spec, context.wire), context);
  }
  if (choice === undefined) writeLine(2, 'Nothing was done: answer with a, e, c or q. A comment goes behind c.');
  if (choice !== 'quit') return undefined;
  const what = describeStages(request);
  const next = `ashlar approve ${request.spec}`;
  return {
    text: `${what} of ${request.spec} still ${['design', 'roadmap'].includes(what) ? 'waits' : 'wait'}. Next: ${next}`,
    data: { spec: request.spec, stage: request.stage, next },
  };
}

/** The part that the person named; one that cannot be approved yet is told, and ends nothing. */
async function choosePart(
  request: ApprovalRequest,
  part: string,
  { wire }: CommandContext,
): Promise<ApprovalRequest | undefined> {
  const { askApproval } = await import('../app/approve-spec.ts');
  try {
    return askApproval(request.spec, wantedOf(request), wire, choiceOf(request, part));
  } catch (error) {
    if (!(error instanceof AshlarError)) throw error;
    writeLine(2, `${part} was not approved: ${error.message}`);
    return undefined;
  }
}

/** Approves what was shown, or a part of it, and says so. */
async function approveChosen(
  request: ApprovalRequest,
  chosen: ApprovalRequest,
  { wire }: CommandContext,
): Promise<void> {
  const { approveStage } = await import('../app/approve-spec.ts');
  const { blocks, toDraft } = await approveStage({ ...chosen, digest: request.digest }, wire);
  const then = toDraft === undefined ? '' : `; now drafting ${toDraft === 'design' ? 'the design' : `the ${toDraft}`}`;
  writeLine(2, `${describeStages(chosen)} of ${request.spec} approved, ${plural(blocks, 'block')}${then}`);
}

/** Where documents are approved together, a part says itself in which of them it lies. */
const wantedOf = ({ stage, stages }: ApprovalRequest) => (stages === undefined ? stage : undefined);

const choiceOf = ({ reuse = [] }: ApprovalRequest, part: string) => ({ ...toChoice(part), reuse });

/** Goes on asking while documents wait; ends with the rest. */
function waiting(outcome: Parameters<typeof describeDraft>[0], context: CommandContext): Finish | undefined {
  const waits = outcome.status === 'drafted' || outcome.status === 'waits_for_approval';
  return waits ? undefined : describeDraft(outcome, context);
}

function complete({ spec, isPart, blocks }: ApprovalRequest): Finish {
  if (isPart) {
    const ids = blocks.map(({ id }) => id);
    const next = `ashlar approve ${spec}`;
    return { text: `Approved: ${ids.join(', ')}. Next: ${next}`, data: { spec, status: 'approved', ids, next } };
  }
  const next = `ashlar run ${spec}`;
  return { text: `Everything of ${spec} is approved. Next: ${next}`, data: { spec, status: 'complete', next } };
}

/** The whole text; where a text was shown before or approved before, what differs from that. */
function showRequest(
  { stage, paths, text, blocks, problems, notes, ticked }: ApprovalRequest,
  before: ApprovalRequest | undefined,
): void {
  const sinceShown = before?.stage === stage ? describeChange(before.text.trimEnd(), text.trimEnd()) : '';
  const isChanged = ({ state }: ApprovalRequest['blocks'][number]) =>
    state === 'stale' || state === 'removed' || state === 'suspect';
  const changed = sinceShown === '' ? blocks.filter(isChanged) : [];
  writeLine(2, '');
  if (sinceShown !== '')
    writeLine(2, `what changed since you saw it (the whole text is in ${paths.join(', ')}):\n${sinceShown}`);
  else if (changed.length === 0) writeLine(2, text.trimEnd());
  for (const { id, state, change } of changed) writeLine(2, `${id} ${happened[state] ?? 'changed'}:\n${change}`);
  writeLine(2, `\n${paths.join('\n')}`);
  for (const problem of problems) writeText(2, describeProblem(problem));
  for (const note of notes) writeText(2, `ledger: ${note}`);
  for (const note of ticked) writeText(2, note);
  writeLine(2, 'a 2 approves one block, a 2-4 some; c 2 comments on one');
}

const happened: Readonly<Record<string, string>> = { removed: 'was removed', suspect: 'is suspect' };
