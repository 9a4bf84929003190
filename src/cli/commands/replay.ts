import { Command, InvalidArgumentError } from 'commander';
import type { SetExitCode } from '../exit-codes.ts';
import { runUseCase } from '../run-use-case.ts';

export function replayCommand(setExitCode: SetExitCode): Command {
  return new Command('replay')
    .description(
      'go through a recorded run again with this version: no model is asked, nothing is run or written;\nwhere it would decide otherwise than was recorded, both are shown and the exit code is 7',
    )
    .argument('[run-or-spec]', 'a run, or the newest of a spec; the newest of all otherwise')
    .option('--to <step>', 'only up to this step, as `ashlar log` numbers them, and show the state there', readStep)
    .addHelpText(
      'after',
      '\nExamples:\n  $ ashlar replay\n  $ ashlar replay lock-an-account --to 118\n  $ ashlar replay run_9f2c1b7a4e --json',
    )
    .action((name: string | undefined, { to }: { to?: number }, command: Command) =>
      runUseCase(command, setExitCode, async ({ wire }) => {
        const { replayRun } = await import('../../app/replay-run.ts');
        const { describeReplay } = await import('../describe-replay.ts');
        return describeReplay(await replayRun({ name, to }, wire));
      }),
    );
}

function readStep(text: string): number {
  if (/^[1-9]\d*$/.test(text)) return Number(text);
  throw new InvalidArgumentError('a step is a number, as in `ashlar log`.');
}
