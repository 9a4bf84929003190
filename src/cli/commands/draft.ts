import { Command } from 'commander';
import type { SetExitCode } from '../exit-codes.ts';
import { finishDraft } from '../finish-draft.ts';
import { runUseCase } from '../run-use-case.ts';

export function draftCommand(setExitCode: SetExitCode): Command {
  return new Command('draft')
    .description('write the next document of a spec, the one that was rejected, or go on with one that was interrupted')
    .argument('<spec>', 'the name of the spec')
    .addHelpText('after', '\nExample:\n  $ ashlar draft lock-an-account')
    .action((spec: string, _options: unknown, command: Command) =>
      runUseCase(command, setExitCode, async function* (context) {
        const { draftSpec } = await import('../../app/draft-spec.ts');
        return yield* finishDraft(yield* draftSpec(spec, context.wire), context);
      }),
    );
}
