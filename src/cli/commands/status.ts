import { dirname } from 'node:path';
import { Command } from 'commander';
import type { SpecStatus } from '../../app/show-status.ts';
import { plural } from '../../base/text.ts';
import { describeSummary } from '../describe-summary.ts';
import type { SetExitCode } from '../exit-codes.ts';
import { runUseCase } from '../run-use-case.ts';

export function statusCommand(setExitCode: SetExitCode): Command {
  return new Command('status')
    .description('show where each spec stands and what to type next')
    .argument('[spec]', 'only this one')
    .addHelpText('after', '\nExamples:\n  $ ashlar status\n  $ ashlar status lock-an-account --json')
    .action((spec: string | undefined, _options: unknown, command: Command) =>
      runUseCase(command, setExitCode, async ({ wire }) => {
        const { archivedSpecs, showStatus } = await import('../../app/show-status.ts');
        const specs = await showStatus(spec, wire);
        const archived = spec === undefined ? archivedSpecs(wire) : [];
        const text = specs.length === 0 ? 'No specs yet. Next: ashlar new "what should be built"' : describeAll(specs);
        return { text: [text, ...describeArchived(archived)].join('\n\n'), data: { specs, archived } };
      }),
    );
}

/** Specs of one folder stand together, under its name where there are several. */
function describeAll(specs: SpecStatus[]): string {
  const groups = new Set(specs.map(({ folder }) => dirname(folder)));
  return [...groups]
    .flatMap((group) => {
      const members = specs.filter(({ folder }) => dirname(folder) === group);
      return [...(groups.size > 1 ? [`${group}/`] : []), ...members.map(describe)];
    })
    .join('\n\n');
}

function describeArchived(archived: string[]): string[] {
  const [first] = archived;
  return first === undefined ? [] : [`${archived.length} put away; one of them: ashlar status ${first}`];
}

const marks = { missing: '·', drafted: '?', changed: '?', suspect: '~', approved: '✓' } as const;

const todos = { recheck: 'to be rechecked', replan: 'to be replanned', verify: 'to be verified again' } as const;

function describe(status: SpecStatus): string {
  const {
    spec,
    title,
    size,
    stages,
    tasks,
    planned = [],
    run,
    question,
    problem,
    notes = [],
    suspects = [],
    next,
  } = status;
  const documents = Object.entries(stages).map(([stage, state]) => {
    const name = size === 'L' ? 'roadmap' : stage;
    return `${marks[state]} ${name}${state === 'changed' ? ' (changed after approval)' : ''}`;
  });
  const blocked = tasks.blocked.length === 0 ? '' : `, blocked: ${tasks.blocked.join(', ')}`;
  const progress = tasks.total === 0 ? [] : [`${tasks.done}/${plural(tasks.total, 'task')}${blocked}`];
  const lines = [
    `${spec}  ${title === spec ? '' : title}`.trimEnd(),
    `  ${[...documents, ...progress].join('   ')}`,
    ...planned.map((each) => `  ${each.id} ${each.title}${each.made === undefined ? '' : `: ${each.made}`}`),
    ...(run === undefined ? [] : [`  ${describeSummary(run, size)}`]),
    ...(question === undefined ? [] : [`  ? ${question}`]),
    ...(problem === undefined ? [] : [`  ! ${problem}`]),
    ...suspects.map(({ block, todo, reason }) => `  ~ ${block} is suspect, ${todos[todo]}: ${reason}`),
    ...notes.map((note) => `  ! ${note}`),
    next === undefined ? `  ${size === 'L' ? 'all its specs are made' : 'done'}` : `  → ${next}`,
  ];
  return lines.join('\n');
}
