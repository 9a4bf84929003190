import { Command } from 'commander';
import { addBudgetOptions, type BudgetOptions, readBudget } from '../budget-options.ts';
import type { SetExitCode } from '../exit-codes.ts';
import { finishDraft } from '../finish-draft.ts';
import { runUseCase } from '../run-use-case.ts';

export function draftCommand(setExitCode: SetExitCode): Command {
  const command = new Command('draft')
    .description('write the next document of a spec, the one that was rejected, or go on with one that was interrupted')
    .argument('<spec>', 'the name of the spec');
  return addBudgetOptions(command)
    .addHelpText('after', '\nExamples:\n  $ ashlar draft lock-an-account\n  $ ashlar draft lock-an-account --max-usd 1')
    .action((spec: string, options: BudgetOptions, command: Command) =>
      runUseCase(command, setExitCode, async function* (context) {
        const { draftSpec } = await import('../../app/draft-spec.ts');
        return yield* finishDraft(yield* draftSpec(spec, context.wire, readBudget(options)), context);
      }),
    );
}
