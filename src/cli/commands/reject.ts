import { Command } from 'commander';
import { acceptCutHelp } from '../accept-cut.ts';
import type { SetExitCode } from '../exit-codes.ts';
import { finishDraft } from '../finish-draft.ts';
import { runUseCase } from '../run-use-case.ts';
import { stageArgument, toStage } from '../stage-argument.ts';

interface RejectOptions {
  comment: string;
  block?: string;
  acceptCut?: boolean;
  draft: boolean;
}

export function rejectCommand(setExitCode: SetExitCode): Command {
  return new Command('reject')
    .description('send a document, or one block of it, back to its author with a comment; only that is written anew')
    .argument('<spec>', 'the name of the spec')
    .addArgument(stageArgument())
    .requiredOption('-m, --comment <text>', 'what should change, and why')
    .option('-b, --block <id>', 'only this block is written anew: 2, tasks/2.1, overview')
    .option('--accept-cut', acceptCutHelp)
    .option('--no-draft', 'only note the comment; ashlar draft works it in later')
    .addHelpText(
      'after',
      '\nExamples:\n  $ ashlar reject lock-an-account --comment "2.1: the limit must be configurable"\n  $ ashlar reject lock-an-account tasks --block 3 --comment "split off the migration"',
    )
    .action((spec: string, stage: string | undefined, options: RejectOptions, command: Command) =>
      runUseCase(command, setExitCode, async function* (context) {
        const { rejectStage } = await import('../../app/approve-spec.ts');
        const { openShortened } = await import('../../app/open-spec.ts');
        const { lost } = options.acceptCut === true ? openShortened(spec, context.wire) : { lost: [] };
        const request = { spec, stage: toStage(stage), comment: options.comment, block: options.block, lost };
        const rejected = await rejectStage(request, context.wire);
        const next = `ashlar draft ${rejected.spec}`;
        const noted = `The comment on ${rejected.block ?? rejected.stage} of ${rejected.spec} is noted. Next: ${next}`;
        if (!options.draft) return { text: noted, data: { ...rejected, status: 'rejected', next } };
        const { draftSpec } = await import('../../app/draft-spec.ts');
        return yield* finishDraft(yield* draftSpec(rejected.spec, context.wire), context);
      }),
    );
}
