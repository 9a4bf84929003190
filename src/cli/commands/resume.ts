import { Command } from 'commander';
import { openRunner, waitHelp } from '../choose-runner.ts';
import { describeRun } from '../describe-run.ts';
import type { SetExitCode } from '../exit-codes.ts';
import { finishDraft } from '../finish-draft.ts';
import { runUseCase } from '../run-use-case.ts';

export function resumeCommand(setExitCode: SetExitCode): Command {
  return new Command('resume')
    .description('go on with a run or a draft that was interrupted, paused or blocked')
    .argument('[spec]', 'the name of the spec; the only unfinished one otherwise')
    .option('--with-optional', 'also do the tasks that are marked optional with *')
    .option('--wait', waitHelp)
    .addHelpText('after', '\nExample:\n  $ ashlar resume')
    .action((spec: string | undefined, options: { withOptional?: boolean; wait?: boolean }, command: Command) =>
      runUseCase(command, setExitCode, async function* (context) {
        const { wire } = context;
        const { findUnfinished } = await import('../../app/find-unfinished.ts');
        const work = await findUnfinished(spec, wire);
        if (work.kind === 'draft') {
          const { draftSpec } = await import('../../app/draft-spec.ts');
          return yield* finishDraft(yield* draftSpec(work.spec, wire), context);
        }
        const { withOptional = false } = options;
        const request = { spec: work.spec, inPlace: false, withOptional, mustExist: true };
        const run = await openRunner(options.wait);
        return describeRun(yield* run(request, wire));
      }),
    );
}
