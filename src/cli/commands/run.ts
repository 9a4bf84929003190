import { Command } from 'commander';
import { addBudgetOptions, type BudgetOptions, readBudget } from '../budget-options.ts';
import { openRunner, waitHelp } from '../choose-runner.ts';
import { describeRun } from '../describe-run.ts';
import type { SetExitCode } from '../exit-codes.ts';
import { runUseCase } from '../run-use-case.ts';

interface RunOptions extends BudgetOptions {
  inPlace?: boolean;
  withOptional?: boolean;
  wait?: boolean;
  allow?: string[];
  forceLease?: boolean;
}

export function runCommand(setExitCode: SetExitCode): Command {
  const command = new Command('run')
    .description('work through the tasks of an approved spec, in a worktree of its own on branch ashlar/<spec>')
    .argument('<spec>', 'the name of the spec')
    .option('--in-place', 'work in this checkout; what is here is kept under refs/ashlar/backup/ first')
    .option('--with-optional', 'also do the tasks that are marked optional with *')
    .option('--allow <policy...>', 'answer what this policy asks with yes; `ashlar policy list` names them')
    .option('--wait', waitHelp)
    .option('--force-lease', 'take the spec from a process on another machine that is known to be gone');
  return addBudgetOptions(command)
    .addHelpText(
      'after',
      '\nExamples:\n  $ ashlar run lock-an-account\n  $ ashlar run lock-an-account --stream-json --model openai:qwen3-coder\n  $ ashlar run lock-an-account --max-usd 5 --max-wall-time 2h\n  $ ashlar run lock-an-account --allow beyond-task',
    )
    .action((spec: string, options: RunOptions, command: Command) =>
      runUseCase(command, setExitCode, async function* ({ wire }) {
        const { inPlace = false, withOptional = false, forceLease = false, allow = [] } = options;
        const budget = readBudget(options);
        const request = { spec, inPlace, withOptional, forceLease, allow, mustExist: false, ...(budget && { budget }) };
        const run = await openRunner(options.wait);
        return describeRun(yield* run(request, wire));
      }),
    );
}
