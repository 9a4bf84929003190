import { Command } from 'commander';
import { addBudgetOptions, type BudgetOptions, readBudget } from '../budget-options.ts';
import { openRunner, waitHelp } from '../choose-runner.ts';
import { describeRun } from '../describe-run.ts';
import type { SetExitCode } from '../exit-codes.ts';
import { finishDraft } from '../finish-draft.ts';
import { runUseCase } from '../run-use-case.ts';

interface ResumeOptions extends BudgetOptions {
  withOptional?: boolean;
  wait?: boolean;
  allow?: string[];
  forceLease?: boolean;
}

export function resumeCommand(setExitCode: SetExitCode): Command {
  const command = new Command('resume')
    .description('go on with a run or a draft that was interrupted, paused or blocked')
    .argument('[spec]', 'the name of the spec; the only unfinished one otherwise')
    .option('--with-optional', 'also do the tasks that are marked optional with *')
    .option('--allow <policy...>', 'answer what this policy asks with yes; `ashlar policy list` names them')
    .option('--wait', waitHelp)
    .option('--force-lease', 'take the spec from a process on another machine that is known to be gone');
  return addBudgetOptions(command)
    .addHelpText('after', '\nExamples:\n  $ ashlar resume\n  $ ashlar resume lock-an-account --max-usd 10')
    .action((spec: string | undefined, options: ResumeOptions, command: Command) =>
      runUseCase(command, setExitCode, async function* (context) {
        const { wire } = context;
        const { findUnfinished } = await import('../../app/find-unfinished.ts');
        const work = await findUnfinished(spec, wire);
        const budget = readBudget(options);
        if (work.kind === 'draft') {
          const { draftSpec } = await import('../../app/draft-spec.ts');
          return yield* finishDraft(yield* draftSpec(work.spec, wire, budget), context);
        }
        const { withOptional = false, forceLease = false, allow = [] } = options;
        const how = { inPlace: false, withOptional, forceLease, allow, mustExist: true, ...(budget && { budget }) };
        const run = await openRunner(options.wait);
        return describeRun(yield* run({ spec: work.spec, ...how }, wire));
      }),
    );
}
