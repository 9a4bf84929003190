import { Command } from 'commander';
import type { SetExitCode } from '../exit-codes.ts';
import { runUseCase } from '../run-use-case.ts';

export function pauseCommand(setExitCode: SetExitCode): Command {
  return new Command('pause')
    .description('ask a run to pause before its next model call or check; until it is resumed, nothing starts it again')
    .argument('<spec>', 'the name of the spec')
    .addHelpText('after', '\nExample:\n  $ ashlar pause lock-an-account')
    .action((name: string, _options: unknown, command: Command) =>
      runUseCase(command, setExitCode, async ({ wire }) => {
        const { pauseRun } = await import('../../app/pause-run.ts');
        const outcome = await pauseRun(name, wire);
        const { spec, run, isWorkedOn } = outcome;
        const said = isWorkedOn ? `${run} pauses at its next safe point` : `${run} is not at work and stays paused`;
        const next = `ashlar resume ${spec}`;
        const watch = isWorkedOn ? `\nashlar watch ${spec} shows when` : '';
        return { text: `${said}.${watch}\nNext: ${next}`, data: { ...outcome, next } };
      }),
    );
}
