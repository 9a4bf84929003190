import { Command } from 'commander';
import type { ApprovalRequest } from '../../app/approve-spec.ts';
import { AshlarError } from '../../base/errors.ts';
import { plural } from '../../base/text.ts';
import type { Event } from '../../domain/event.ts';
import { acceptCutHelp, refuseUnseenCut } from '../accept-cut.ts';
import { describeDraft } from '../describe-draft.ts';
import { describeStages } from '../describe-stages.ts';
import type { SetExitCode } from '../exit-codes.ts';
import { isInteractive } from '../options.ts';
import type { Finish } from '../output.ts';
import { type CommandContext, runUseCase } from '../run-use-case.ts';
import { stageArgument, toStage } from '../stage-argument.ts';

interface ApproveOptions {
  block?: string[];
  range?: string[];
  reuse?: string[];
  yes?: boolean;
  digest?: string;
  acceptCut?: boolean;
  draft: boolean;
}

export function approveCommand(setExitCode: SetExitCode): Command {
  return new Command('approve')
    .description('approve a document, or blocks of it, exactly as it is now; then the next one is drafted')
    .argument('<spec>', 'the name of the spec')
    .addArgument(stageArgument())
    .option('-b, --block <id...>', 'only this block: 2, tasks/2.1, overview; may be given again')
    .option('-r, --range <from..to...>', 'only these blocks: 2-4, 2.1..2.4')
    .option('--reuse <number...>', 'approve this number although it stood for something that was let go')
    .option('-y, --yes', 'approve without being asked: you have read the file')
    .option('--digest <sha256>', 'approve only if the file still has this SHA-256')
    .option('--accept-cut', acceptCutHelp)
    .option('--no-draft', 'do not draft the next document')
    .addHelpText(
      'after',
      '\nExamples:\n  $ ashlar approve lock-an-account\n  $ ashlar approve lock-an-account design --yes --no-draft\n  $ ashlar approve lock-an-account tasks --block 3 --range 2.1..2.4',
    )
    .action((spec: string, stage: string | undefined, options: ApproveOptions, command: Command) =>
      runUseCase(command, setExitCode, (context) => approve({ spec, stage, options }, context)),
    );
}

async function* approve(
  { spec, stage, options }: { spec: string; stage: string | undefined; options: ApproveOptions },
  context: CommandContext,
): AsyncGenerator<Event, Finish> {
  const { askApproval, approveStage } = await import('../../app/approve-spec.ts');
  const choice = { blocks: options.block ?? [], ranges: options.range ?? [], reuse: options.reuse ?? [] };
  const request = askApproval(spec, toStage(stage), context.wire, choice);
  if (options.yes !== true) {
    const wanted = { stage: toStage(stage), choice };
    if (isInteractive(context.options)) {
      const { reviewInTerminal } = await import('../review.ts');
      return yield* reviewInTerminal(request.spec, context, wanted);
    }
    throw new AshlarError({
      kind: 'needs_human',
      what: `approving ${describeStages(request)} of ${request.spec} needs a human, and there is no terminal to ask at`,
      next: `read ${request.paths.join(', ')}, then: ashlar approve ${request.spec} ${documentOf(request)}${describeChoice(options)}--yes`,
    });
  }
  refuseUnseenCut(request, options.acceptCut === true);
  for (const text of [...request.notes, ...request.ticked]) yield { type: 'note', text };
  if (options.digest !== undefined && options.digest !== request.digest) {
    throw new AshlarError({
      kind: 'needs_human',
      what: `${request.path} is not the text with that digest`,
      why: `its SHA-256 is ${request.digest}`,
      next: 'read it again before you approve it',
    });
  }
  await approveStage(request, context.wire);
  const approved = {
    spec: request.spec,
    approved: request.stage,
    ...(request.stages !== undefined && !request.isPart && { stages: request.stages }),
    digest: request.digest,
    blocks: request.blocks.length,
    ...(request.isPart && { ids: request.blocks.map(({ id }) => id) }),
    ...(request.notes.length > 0 && { notes: request.notes }),
  };
  const said = `Approved: ${describeStages(request)} of ${request.spec}, ${describeBlocks(request)}.`;
  if (!options.draft) return { text: said, data: { ...approved, status: 'approved' } };
  const { draftSpec } = await import('../../app/draft-spec.ts');
  const finish = describeDraft(yield* draftSpec(request.spec, context.wire), context);
  return { ...finish, text: `${said}\n${finish.text}`, data: { ...approved, ...finish.data } };
}

/** Documents that are approved together are not named. */
function documentOf({ stage, stages, size }: ApprovalRequest): string {
  return stages === undefined && size !== 'L' ? `${stage} ` : '';
}

function describeBlocks({ blocks, isPart }: ApprovalRequest): string {
  return isPart ? blocks.map(({ id }) => id).join(', ') : plural(blocks.length, 'block');
}

function describeChoice({ block = [], range = [], reuse = [] }: ApproveOptions): string {
  const named = [...block.map((id) => `--block ${id} `), ...range.map((ends) => `--range ${ends} `)];
  return [...named, ...reuse.map((id) => `--reuse ${id} `)].join('');
}
