import { Command } from 'commander';
import type { RunSummary, SpecStatus } from '../../app/show-status.ts';
import { groupThousands, plural } from '../../base/text.ts';
import type { SetExitCode } from '../exit-codes.ts';
import { runUseCase } from '../run-use-case.ts';

export function statusCommand(setExitCode: SetExitCode): Command {
  return new Command('status')
    .description('show where each spec stands and what to type next')
    .argument('[spec]', 'only this one')
    .addHelpText('after', '\nExamples:\n  $ ashlar status\n  $ ashlar status lock-an-account --json')
    .action((spec: string | undefined, _options: unknown, command: Command) =>
      runUseCase(command, setExitCode, async ({ wire }) => {
        const { showStatus } = await import('../../app/show-status.ts');
        const specs = await showStatus(spec, wire);
        const text =
          specs.length === 0
            ? 'No specs yet. Next: ashlar new "what should be built"'
            : specs.map(describe).join('\n\n');
        return { text, data: { specs } };
      }),
    );
}

const marks = { missing: '·', drafted: '?', changed: '?', approved: '✓' } as const;

function describe(status: SpecStatus): string {
  const { spec, title, size, stages, tasks, run, question, problem, notes = [], next } = status;
  const documents = Object.entries(stages).map(([stage, state]) => {
    const name = size === 'L' ? 'roadmap' : stage;
    return `${marks[state]} ${name}${state === 'changed' ? ' (changed after approval)' : ''}`;
  });
  const blocked = tasks.blocked.length === 0 ? '' : `, blocked: ${tasks.blocked.join(', ')}`;
  const progress = tasks.total === 0 ? [] : [`${tasks.done}/${plural(tasks.total, 'task')}${blocked}`];
  const lines = [
    `${spec}  ${title === spec ? '' : title}`.trimEnd(),
    `  ${[...documents, ...progress].join('   ')}`,
    ...(run === undefined ? [] : [`  ${describeRun(run)}, ${describeCost(run)}`]),
    ...(question === undefined ? [] : [`  ? ${question}`]),
    ...(problem === undefined ? [] : [`  ! ${problem}`]),
    ...notes.map((note) => `  ! ledger.jsonl: ${note}`),
    next === undefined ? '  done' : `  → ${next}`,
  ];
  return lines.join('\n');
}

function describeRun({ kind, stage, run, status, reason }: RunSummary): string {
  const what = kind === 'draft' ? `draft of ${stage}` : `run ${run}`;
  const how = kind === 'draft' && status === 'done' ? 'written' : status;
  return `${what} ${how}${reason === undefined ? '' : ` (${reason})`}`;
}

function describeCost({ modelCalls, tokens, costUsd }: RunSummary): string {
  const cost = costUsd === undefined ? 'price unknown' : `$${costUsd.toFixed(2)}`;
  return `${plural(modelCalls, 'model call')}, ${groupThousands(tokens)} tokens, ${cost}`;
}
