import { Command } from 'commander';
import type { SetExitCode } from '../exit-codes.ts';
import { pageText } from '../page-text.ts';
import { runUseCase } from '../run-use-case.ts';

export function logCommand(setExitCode: SetExitCode): Command {
  return new Command('log')
    .description('show what happened, event by event: of the newest run, of a run, or of all runs of a spec')
    .argument('[run-or-spec]')
    .option('--task <id>', 'only what belongs to this task')
    .addHelpText(
      'after',
      '\nExamples:\n  $ ashlar log\n  $ ashlar log lock-an-account --json\n  $ ashlar log lock-an-account --task 2.1',
    )
    .action((name: string | undefined, { task }: { task?: string }, command: Command) =>
      runUseCase(command, setExitCode, async ({ wire, options }) => {
        const { readLog } = await import('../../app/read-log.ts');
        const { describeLog } = await import('../describe-log.ts');
        const runs = await readLog(name, wire, task);
        const columns = process.stdout.columns || undefined;
        const whole = runs.map((run) => describeLog(run, columns)).join('\n\n');
        const forPrograms = options.json || options.streamJson;
        const isPaged = !forPrograms && pageText(whole, { terminal: process.stdout, pager: process.env.PAGER });
        return { text: isPaged ? '' : whole, data: { runs } };
      }),
    );
}
