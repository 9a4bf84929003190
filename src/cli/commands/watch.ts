import { Command } from 'commander';
import type { WatchOutcome } from '../../app/watch-run.ts';
import { describeSummary } from '../describe-summary.ts';
import { exitCodes, type SetExitCode, signalCodes } from '../exit-codes.ts';
import type { Finish } from '../output.ts';
import { runUseCase } from '../run-use-case.ts';

export function watchCommand(setExitCode: SetExitCode): Command {
  return new Command('watch')
    .description('follow a run that another process works on, until it ends; the exit code is that of the run')
    .argument('[run-or-spec]', 'a run, or the newest of a spec; the newest of all otherwise')
    .addHelpText('after', '\nExamples:\n  $ ashlar watch\n  $ ashlar watch lock-an-account --stream-json')
    .action((name: string | undefined, _options: unknown, command: Command) =>
      runUseCase(command, setExitCode, async function* ({ wire }) {
        const { watchRun } = await import('../../app/watch-run.ts');
        return describeWatch(yield* watchRun(name, wire, (run, spec) => `${spec}: ${describeSummary(run)}`));
      }),
    );
}

function describeWatch(outcome: WatchOutcome): Finish {
  const { spec, summary, paused, next } = outcome;
  const text = [`${spec}: ${describeSummary(summary)}`, ...(next === undefined ? [] : [`Next: ${next}`])].join('\n');
  const signal = /^stopped by (SIG\w+)/.exec(summary.reason ?? '')?.[1];
  const code = paused === undefined ? exitCodes[summary.status === 'interrupted' ? 'failed' : 'ok'] : exitCodes[paused];
  return { text, data: { ...outcome }, exitCode: signalCodes[signal ?? ''] ?? code };
}
