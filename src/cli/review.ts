import { spawnSync } from 'node:child_process';
import type { ApprovalRequest } from '../app/approve-spec.ts';
import { plural } from '../base/text.ts';
import type { Event } from '../domain/event.ts';
import type { SpecStage } from '../domain/spec.ts';
import { describeChange } from '../specs/approval.ts';
import { describeDraft, describeProblem } from './describe-draft.ts';
import type { Finish } from './output.ts';
import { askLine } from './prompt.ts';
import type { CommandContext } from './run-use-case.ts';
import { writeLine, writeText } from './write-line.ts';

/** Shows the document that waits and asks what to do with it, until all are approved or the person leaves. */
export async function* reviewInTerminal(
  spec: string,
  context: CommandContext,
  wanted?: SpecStage,
): AsyncGenerator<Event, Finish> {
  const { askApproval } = await import('../app/approve-spec.ts');
  let shown: ApprovalRequest | undefined;
  for (;;) {
    const request = askApproval(spec, wanted, context.wire);
    if (request.alreadyApproved && request.lost.length === 0) return complete(request);
    showRequest(request, shown);
    shown = request;
    const step = yield* takeStep(request, await askLine(question), context);
    if (step !== undefined) return step;
  }
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

async function* takeStep(
  request: ApprovalRequest,
  answer: string | undefined,
  context: CommandContext,
): AsyncGenerator<Event, Finish | undefined> {
  const { approveStage, rejectStage } = await import('../app/approve-spec.ts');
  const { draftSpec } = await import('../app/draft-spec.ts');
  const choice = answer === undefined ? 'quit' : choices[answer.trim().toLowerCase()];
  if (choice === 'edit') editFile(request.path);
  if (choice === 'comment') {
    const comment = await askLine('what should change? > ');
    if (!comment?.trim()) return undefined;
    await rejectStage({ ...request, comment }, context.wire);
    return waiting(yield* draftSpec(request.spec, context.wire), context);
  }
  if (choice === 'approve') {
    const { blocks, toDraft } = await approveStage(request, context.wire);
    const then =
      toDraft === undefined ? '' : `; now drafting ${toDraft === 'design' ? 'the design' : `the ${toDraft}`}`;
    writeLine(2, `${request.stage} of ${request.spec} approved, ${plural(blocks, 'block')}${then}`);
    return waiting(yield* draftSpec(request.spec, context.wire), context);
  }
  if (choice === undefined) writeLine(2, 'Nothing was done: answer with a, e, c or q. A comment goes behind c.');
  if (choice !== 'quit') return undefined;
  const next = `ashlar approve ${request.spec}`;
  return {
    text: `${request.stage} of ${request.spec} still ${request.stage === 'design' ? 'waits' : 'wait'}. Next: ${next}`,
    data: { spec: request.spec, stage: request.stage, next },
  };
}

/** Goes on asking while documents wait; ends with the rest. */
function waiting(outcome: Parameters<typeof describeDraft>[0], context: CommandContext): Finish | undefined {
  const waits = outcome.status === 'drafted' || outcome.status === 'waits_for_approval';
  return waits ? undefined : describeDraft(outcome, context);
}

function complete({ spec }: ApprovalRequest): Finish {
  const next = `ashlar run ${spec}`;
  return { text: `Everything of ${spec} is approved. Next: ${next}`, data: { spec, status: 'complete', next } };
}

/** The whole text; where a text was shown before or approved before, what differs from that. */
function showRequest(
  { stage, path, text, blocks, problems, notes }: ApprovalRequest,
  before: ApprovalRequest | undefined,
): void {
  const sinceShown = before?.stage === stage ? describeChange(before.text.trimEnd(), text.trimEnd()) : '';
  const changed = sinceShown === '' ? blocks.filter(({ state }) => state === 'stale' || state === 'removed') : [];
  writeLine(2, '');
  if (sinceShown !== '') writeLine(2, `what changed since you saw it (the whole text is in ${path}):\n${sinceShown}`);
  else if (changed.length === 0) writeLine(2, text.trimEnd());
  for (const { id, state, change } of changed)
    writeLine(2, `${id} ${state === 'removed' ? 'was removed' : 'changed'}:\n${change}`);
  writeLine(2, `\n${path}`);
  for (const problem of problems) writeText(2, describeProblem(problem));
  for (const note of notes) writeText(2, `ledger: ${note}`);
}

/** The editor may be a command with options, so a shell reads it; the path is an argument and never part of the line. */
function editFile(path: string): void {
  const editor = process.env.VISUAL || process.env.EDITOR || 'vi';
  const { status } = spawnSync('/bin/sh', ['-c', `${editor} "$1"`, 'sh', path], { stdio: 'inherit' });
  if (status !== 0)
    writeLine(2, `The editor "${editor}" ended with exit code ${status}; set VISUAL or EDITOR to another one.`);
}
