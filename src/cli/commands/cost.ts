import { Command } from 'commander';
import type { SetExitCode } from '../exit-codes.ts';
import { runUseCase } from '../run-use-case.ts';

export function costCommand(setExitCode: SetExitCode): Command {
  return new Command('cost')
    .description('show what models cost: tokens, dollars, replies and time by run, task, role and model')
    .argument('[run-or-spec]', 'only this run, or the runs of this spec')
    .addHelpText('after', '\nExamples:\n  $ ashlar cost\n  $ ashlar cost lock-an-account --json')
    .action((name: string | undefined, _options: unknown, command: Command) =>
      runUseCase(command, setExitCode, async ({ wire }) => {
        const { showCost } = await import('../../app/show-cost.ts');
        const costs = await showCost(name, wire);
        const { describeCosts } = await import('../describe-cost.ts');
        return { text: describeCosts(costs), data: costs };
      }),
    );
}
