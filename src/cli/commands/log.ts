import { Command } from 'commander';
import type { SetExitCode } from '../exit-codes.ts';
import { pageText } from '../page-text.ts';
import { runUseCase } from '../run-use-case.ts';

export function logCommand(setExitCode: SetExitCode): Command {
  return new Command('log')
    .description('show what happened, event by event: of the newest run, of a run, or of all runs of a spec')
    .argument('[run-or-spec]')
    .addHelpText('after', '\nExamples:\n  $ ashlar log\n  $ ashlar log lock-an-account --json')
    .action((name: string | undefined, _options: unknown, command: Command) =>
      runUseCase(command, setExitCode, async ({ wire, options }) => {
        const { readLog } = await import('../../app/read-log.ts');
        const { describeLog } = await import('../describe-log.ts');
        const runs = await readLog(name, wire);
        const whole = runs.map(describeLog).join('\n\n');
        const forPrograms = options.json || options.streamJson;
        const isPaged = !forPrograms && pageText(whole, { terminal: process.stdout, pager: process.env.PAGER });
        return { text: isPaged ? '' : whole, data: { runs } };
      }),
    );
}
