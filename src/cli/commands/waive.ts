import { Command } from 'commander';
import { AshlarError } from '../../base/errors.ts';
import { askYes } from '../ask-yes.ts';
import type { SetExitCode } from '../exit-codes.ts';
import { isInteractive } from '../options.ts';
import type { Finish } from '../output.ts';
import { type CommandContext, runUseCase } from '../run-use-case.ts';

interface WaiveOptions {
  reason: string;
  yes?: boolean;
}

export function waiveCommand(setExitCode: SetExitCode): Command {
  return new Command('waive')
    .description('decide that a criterion need not be proved, for as long as it says the same')
    .argument('<spec>', 'the name of the spec')
    .argument('<criterion>', 'its number, such as 1.2')
    .requiredOption('--reason <text>', 'why; it is shown wherever the criterion is')
    .option('-y, --yes', 'waive without being asked: you have read the criterion')
    .addHelpText('after', '\nExample:\n  $ ashlar waive lockout 1.2 --reason "the mail service has its own tests"')
    .action((spec: string, criterion: string, options: WaiveOptions, command: Command) =>
      runUseCase(command, setExitCode, (context) => waive({ spec, criterion, options }, context)),
    );
}

async function waive(
  { spec, criterion, options }: { spec: string; criterion: string; options: WaiveOptions },
  context: CommandContext,
): Promise<Finish> {
  const { askWaiver, waiveCriterion } = await import('../../app/waive-criterion.ts');
  const request = askWaiver({ spec, criterion, reason: options.reason }, context.wire);
  const about = { spec: request.spec, criterion: request.criterion, reason: request.reason };
  if (options.yes !== true) {
    if (!isInteractive(context.options)) {
      throw new AshlarError({
        kind: 'needs_human',
        what: 'waiving a criterion needs a human, and there is no terminal to ask at',
        why: `${request.criterion} says: ${request.text}`,
        next: `ashlar waive ${request.spec} ${request.criterion} --reason "…" --yes`,
      });
    }
    if (!(await askYes(`${request.criterion} ${request.text}\nShall it go unproved?`))) {
      return { text: 'Nothing was waived.', data: { ...about, waived: false } };
    }
  }
  await waiveCriterion(request, context.wire);
  const text = `Waived: ${request.criterion} of ${request.spec} (${request.reason}).`;
  return { text, data: { ...about, waived: true } };
}
