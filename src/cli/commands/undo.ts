import { Command } from 'commander';
import type { UndoQuestion } from '../../app/undo-question.ts';
import { AshlarError } from '../../base/errors.ts';
import { plural } from '../../base/text.ts';
import type { Event } from '../../domain/event.ts';
import { askYes } from '../ask-yes.ts';
import type { SetExitCode } from '../exit-codes.ts';
import { isInteractive } from '../options.ts';
import type { Finish } from '../output.ts';
import { type CommandContext, runUseCase } from '../run-use-case.ts';

export function undoCommand(setExitCode: SetExitCode): Command {
  return new Command('undo')
    .description("take a task back: its commit is reverted on the run's branch, and what builds on it is open again")
    .argument('<spec>', 'the name of the spec')
    .argument('<task>', 'its number, such as 2.1')
    .option('-y, --yes', 'take it back without being asked')
    .addHelpText(
      'after',
      '\nYour checkout is not touched but for the boxes and the ledger of the spec.\n\nExample:\n  $ ashlar undo lock-an-account 2.1',
    )
    .action((spec: string, task: string, options: { yes?: boolean }, command: Command) =>
      runUseCase(command, setExitCode, (context) => undo({ spec, task, yes: options.yes === true }, context)),
    );
}

async function* undo(
  { spec, task, yes }: { spec: string; task: string; yes: boolean },
  context: CommandContext,
): AsyncGenerator<Event, Finish> {
  const { askUndo, undoTask } = await import('../../app/undo-task.ts');
  const question = await askUndo(spec, task, context.wire);
  if (!yes && !(await confirm(question, context))) {
    return { text: 'Nothing was taken back.', data: { spec: question.spec, task, undone: false } };
  }
  const undone = yield* undoTask(question, context.wire);
  const { reopened, branch, commit, next } = undone;
  const also = reopened.length === 0 ? '' : ` To be verified again: ${reopened.join(', ')}.`;
  const text = `Task ${task} is taken back on ${branch}, commit ${commit.slice(0, 10)}.${also}\nNext: ${next} does it anew; edit the task first if it should be done otherwise`;
  return { text, data: { ...undone, undone: true } };
}

async function confirm(question: UndoQuestion, { options }: CommandContext): Promise<boolean> {
  const { spec, task } = question;
  if (!isInteractive(options)) {
    throw new AshlarError({
      kind: 'needs_human',
      what: 'taking a task back needs a human, and there is no terminal to ask at',
      why: describe(question),
      next: `ashlar undo ${spec} ${task} --yes`,
    });
  }
  return askYes(`${describe(question)}\nTake it back?`);
}

function describe({ task, title, branch, commits, reopened }: UndoQuestion): string {
  const which = commits.map((commit) => commit.slice(0, 10)).join(', ');
  const also = reopened.length === 0 ? '' : `, and ${reopened.join(', ')}, which builds on it, is open again`;
  return `task ${task} (${title}): ${plural(commits.length, 'commit')} on ${branch} would be reverted (${which})${also}`;
}
