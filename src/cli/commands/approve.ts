import { Command } from 'commander';
import { AshlarError } from '../../base/errors.ts';
import { plural } from '../../base/text.ts';
import type { Event } from '../../domain/event.ts';
import { acceptCutHelp, refuseUnseenCut } from '../accept-cut.ts';
import { describeDraft } from '../describe-draft.ts';
import type { SetExitCode } from '../exit-codes.ts';
import { isInteractive } from '../options.ts';
import type { Finish } from '../output.ts';
import { reviewInTerminal } from '../review.ts';
import { type CommandContext, runUseCase } from '../run-use-case.ts';
import { stageArgument, toStage } from '../stage-argument.ts';

interface ApproveOptions {
  yes?: boolean;
  digest?: string;
  acceptCut?: boolean;
  draft: boolean;
}

export function approveCommand(setExitCode: SetExitCode): Command {
  return new Command('approve')
    .description('approve a document exactly as it is now; then the next one is drafted')
    .argument('<spec>', 'the name of the spec')
    .addArgument(stageArgument())
    .option('-y, --yes', 'approve without being asked: you have read the file')
    .option('--digest <sha256>', 'approve only if the file still has this SHA-256')
    .option('--accept-cut', acceptCutHelp)
    .option('--no-draft', 'do not draft the next document')
    .addHelpText(
      'after',
      '\nExamples:\n  $ ashlar approve lock-an-account\n  $ ashlar approve lock-an-account design --yes --no-draft',
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
  const request = askApproval(spec, toStage(stage), context.wire);
  if (options.yes !== true) {
    if (isInteractive(context.options)) return yield* reviewInTerminal(request.spec, context, toStage(stage));
    throw new AshlarError({
      kind: 'needs_human',
      what: `approving ${request.stage} of ${request.spec} needs a human, and there is no terminal to ask at`,
      next: `read ${request.path}, then: ashlar approve ${request.spec} ${request.stage} --yes`,
    });
  }
  refuseUnseenCut(request, options.acceptCut === true);
  for (const text of request.notes) yield { type: 'note', text };
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
    ...(request.stages !== undefined && { stages: request.stages }),
    digest: request.digest,
    blocks: request.blocks.length,
    ...(request.notes.length > 0 && { notes: request.notes }),
  };
  const said = `Approved: ${(request.stages ?? [request.stage]).join(', ')} of ${request.spec}, ${plural(request.blocks.length, 'block')}.`;
  if (!options.draft) return { text: said, data: { ...approved, status: 'approved' } };
  const { draftSpec } = await import('../../app/draft-spec.ts');
  const finish = describeDraft(yield* draftSpec(request.spec, context.wire), context);
  return { ...finish, text: `${said}\n${finish.text}`, data: { ...approved, ...finish.data } };
}
