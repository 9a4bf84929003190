import { Command } from 'commander';
import type { LineReason } from '../../app/explain-line.ts';
import type { ExplainedCriterion, TaskReason } from '../../app/explain-task.ts';
import type { SetExitCode } from '../exit-codes.ts';
import { runUseCase } from '../run-use-case.ts';

export function whyCommand(setExitCode: SetExitCode): Command {
  return new Command('why')
    .description('say why a line is as it is: its commit, the task, the criteria, who approved them, what proved them')
    .argument('<file:line>', 'a line of a file as it is now')
    .addHelpText('after', '\nExamples:\n  $ ashlar why src/login.ts:42\n  $ ashlar why src/login.ts:42 --json')
    .action((place: string, _options: unknown, command: Command) =>
      runUseCase(command, setExitCode, async ({ wire }) => {
        const { explainLine } = await import('../../app/explain-line.ts');
        const reason = await explainLine(place, wire);
        return { text: describe(reason), data: { ...reason } };
      }),
    );
}

function describe({ path, line, commit, from, tasks, notes }: LineReason): string {
  return [
    `${path}:${line}`,
    ...(commit === undefined
      ? []
      : [`  ${commit.commit.slice(0, 7)} ${commit.subject}`, `  ${commit.author}, ${commit.at}`]),
    ...(from === undefined ? [] : [`  it was ${from.path}:${from.line} then`]),
    ...tasks.flatMap(describeTask),
    ...notes.map((note) => `  ! ${note}`),
  ].join('\n');
}

function describeTask({ spec, task, title, criteria, evidence }: TaskReason): string[] {
  const name = task === undefined ? '' : `, task ${task}${title === undefined ? '' : `: ${title}`}`;
  return [
    '',
    `${spec}${name}`,
    ...criteria.flatMap((criterion) => [`  ${criterion.id} ${criterion.text}`, `      ${describeApproval(criterion)}`]),
    ...evidence.map(
      ({ command, exitCode, commit, at }) => `  evidence of ${at}, at ${commit.slice(0, 7)}: ${command} → ${exitCode}`,
    ),
    ...(evidence.length === 0 ? ['  no evidence that counts here'] : []),
  ];
}

function describeApproval({ approval }: ExplainedCriterion): string {
  if (approval === undefined) return 'not approved by anyone whose key counts here';
  const since = approval.stale ? '; the requirement changed since' : '';
  return `approved by ${approval.by}, ${approval.at}${since}`;
}
