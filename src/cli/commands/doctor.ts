import { Command } from 'commander';
import type { Finding } from '../../app/finding.ts';
import { exitCodes, type SetExitCode } from '../exit-codes.ts';
import { runUseCase } from '../run-use-case.ts';

export function doctorCommand(setExitCode: SetExitCode): Command {
  return new Command('doctor')
    .description(
      'look at what a run stands on: this machine, the journal, the ledgers, what killed processes left behind',
    )
    .option('--repair', 'put a damaged journal aside, keep what is whole in it, and take leftovers away')
    .addHelpText('after', meaning)
    .action((options: { repair?: boolean }, command: Command) =>
      runUseCase(command, setExitCode, async ({ wire }) => {
        const { diagnose } = await import('../../app/diagnose.ts');
        const findings = await diagnose({ repair: options.repair === true }, wire);
        const isBroken = findings.some(({ state }) => state === 'broken');
        return {
          text: findings.map(describe).join('\n'),
          data: { findings },
          exitCode: isBroken ? exitCodes.invalid : exitCodes.ok,
        };
      }),
    );
}

const marks = { ok: '✓', note: '!', broken: '✗' } as const;

function describe({ check, state, found, next }: Finding): string {
  const line = `${marks[state]} ${check.padEnd(checkWidth)} ${found}`;
  return next === undefined ? line : `${line}\n${' '.repeat(checkWidth + 3)}→ ${next}`;
}

const checkWidth = 12;

const meaning = `
Nothing is changed without --repair, and a damaged journal is never deleted: it is kept as journal.db.damaged-TIME beside
the new one. Finished tasks count by their ledger and their commits; what a lost journal alone knew is named.
Ends with 3 where something is refused until it is mended.

Examples:
  $ ashlar doctor
  $ ashlar doctor --repair`;
