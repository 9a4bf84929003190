import { Command } from 'commander';
import type { DriftReport, DriftRequest } from '../../app/check-drift.ts';
import { AshlarError } from '../../base/errors.ts';
import type { Event } from '../../domain/event.ts';
import type { Drift } from '../../specs/drift.ts';
import { exitCodes, type SetExitCode } from '../exit-codes.ts';
import type { Finish } from '../output.ts';
import { type CommandContext, runUseCase } from '../run-use-case.ts';

interface DriftOptions {
  since?: string;
  accept?: string;
  reason?: string;
  all?: boolean;
  strict?: boolean;
  run: boolean;
}

export function driftCommand(setExitCode: SetExitCode): Command {
  return new Command('drift')
    .description('show where code and specs went apart since the tasks were done; on a branch, what changed there')
    .argument('[spec...]', 'only these; all otherwise')
    .option('--since <ref>', 'look at what changed since this commit, branch or tag')
    .option('--all', 'look at all that tasks left, and show what moved')
    .option('--no-run', 'do not run what proved the tasks of changed code')
    .option('--strict', 'fail also where something could not be checked')
    .option('--accept <id>', 'accept a drift as it is now, with --reason; it counts again once the code changes again')
    .option('--reason <text>', 'why it is accepted')
    .addHelpText(
      'after',
      '\nExamples:\n  $ ashlar drift\n  $ ashlar drift lockout --since origin/main --json\n  $ ashlar drift --accept "src/lock.ts#lock" --reason "the limit is configurable now"\n\nEnds with 7 where there is drift, 0 otherwise.',
    )
    .action((specs: string[], options: DriftOptions, command: Command) =>
      runUseCase(command, setExitCode, (context) => drift(specs, options, context)),
    );
}

async function* drift(specs: string[], options: DriftOptions, { wire }: CommandContext): AsyncGenerator<Event, Finish> {
  const { since, all = false, run, accept, reason } = options;
  const request: DriftRequest = { specs, since, all, run };
  if (accept !== undefined) return await acceptOne({ request, id: accept, reason: reason ?? '' }, wire);
  if (reason !== undefined) {
    throw new AshlarError({ kind: 'usage', what: '--reason goes with --accept', next: 'ashlar drift --help' });
  }
  const { checkDrift } = await import('../../app/check-drift.ts');
  const { isDrift } = await import('../../specs/drift.ts');
  const { describeDrift } = await import('../describe-drift.ts');
  const report = yield* checkDrift(request, wire);
  const fails = (each: Drift) => isDrift(each) || (options.strict === true && each.class === 'not_checked');
  const failed = report.drifts.some(fails);
  return {
    text: describeDrift(report, all),
    data: { ...report, counts: countClasses(report) },
    exitCode: failed ? exitCodes.verification : exitCodes.ok,
  };
}

async function acceptOne(
  request: { request: DriftRequest; id: string; reason: string },
  wire: CommandContext['wire'],
): Promise<Finish> {
  const { acceptDrift } = await import('../../app/accept-drift.ts');
  const accepted = await acceptDrift(request, wire);
  return {
    text: `Accepted as it is now: ${accepted.id}, noted in the ledger of ${accepted.spec}.`,
    data: { accepted },
  };
}

function countClasses({ drifts }: DriftReport): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { class: found } of drifts) counts[found] = (counts[found] ?? 0) + 1;
  return counts;
}
