import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { Command, Option } from 'commander';
import type { NewSpec } from '../../app/new-spec.ts';
import { AshlarError, errorCode, errorMessage } from '../../base/errors.ts';
import type { Event } from '../../domain/event.ts';
import { addBudgetOptions, type BudgetOptions, readBudget } from '../budget-options.ts';
import type { SetExitCode } from '../exit-codes.ts';
import { finishDraft } from '../finish-draft.ts';
import type { Finish } from '../output.ts';
import { type CommandContext, runUseCase } from '../run-use-case.ts';

interface NewOptions extends BudgetOptions {
  from?: string;
  name?: string;
  bug?: boolean;
  feature?: boolean;
  size?: 'S' | 'M' | 'L';
  quick?: boolean;
  designFirst?: boolean;
  requirementsFirst?: boolean;
  roadmap?: string;
  questions: boolean;
}

export function newCommand(setExitCode: SetExitCode): Command {
  const command = new Command('new')
    .description('make a spec of a backlog item and draft its requirements')
    .argument('[text]', 'the backlog item; - reads it from standard input')
    .option('--from <file>', 'read the backlog item from a file; - reads standard input')
    .option('--name <slug>', 'the name of the spec; made from the item otherwise')
    .addOption(new Option('--bug', 'the item is a bug: current, expected and unchanged behaviour').conflicts('feature'))
    .option('--feature', 'the item is a feature')
    .addOption(
      new Option(
        '--size <size>',
        'S: one short file, M: three documents, L: a roadmap of specs; estimated otherwise',
      ).choices(['S', 'M', 'L']),
    )
    .option('--quick', 'draft all documents in one go and approve them once, at the end')
    .addOption(new Option('--design-first', 'design, then requirements, then tasks').conflicts('requirementsFirst'))
    .option('--requirements-first', 'requirements, then design, then tasks, whatever the configuration says')
    .option('--no-questions', 'draft at once: no questions about the item are looked for')
    .option('--roadmap <spec>', 'make the spec that an approved roadmap plans under the number given as text');
  return addBudgetOptions(command)
    .addHelpText(
      'after',
      '\nExamples:\n  $ ashlar new "Add a --dry-run option to the importer"\n  $ ashlar new --from item.md --name dry-run\n  $ ashlar new --size S "Rename the flag --loud in src/cli.ts"\n  $ ashlar new --roadmap holds 2\n  $ gh issue view 12 --json title,body --jq \'.title + "\\n" + .body\' | ashlar new -',
    )
    .action((text: string | undefined, options: NewOptions, command: Command) =>
      runUseCase(command, setExitCode, (context) => makeSpec(text, options, context)),
    );
}

async function* makeSpec(
  text: string | undefined,
  options: NewOptions,
  { wire, options: shown }: CommandContext,
): AsyncGenerator<Event, Finish> {
  const { newSpec, newSpecOfRoadmap } = await import('../../app/new-spec.ts');
  const how = howOf(options);
  const { roadmap, from } = options;
  const outcome =
    roadmap === undefined
      ? yield* newSpec({ ...how, item: readItem(text, from, wire.surroundings.cwd) }, wire)
      : yield* newSpecOfRoadmap({ ...how, roadmap, entry: readEntry(text, roadmap) }, wire);
  return yield* finishDraft(outcome, { wire, options: shown });
}

function howOf(options: NewOptions): Omit<NewSpec, 'item'> {
  const { name, bug, feature, size, quick, designFirst, requirementsFirst, questions } = options;
  const kind = bug === true ? 'bugfix' : feature === true ? 'feature' : undefined;
  const workflow = designFirst ? 'design-first' : requirementsFirst ? 'requirements-first' : undefined;
  if (quick && size !== undefined && size !== 'M') {
    throw new AshlarError({
      kind: 'usage',
      what: `--quick drafts three documents, and size ${size} has but one`,
      next: 'leave one of the two out',
    });
  }
  return { name, kind, size, quick, workflow, questions, budget: readBudget(options) };
}

function readEntry(text: string | undefined, roadmap: string): string {
  if (text !== undefined) return text;
  throw new AshlarError({
    kind: 'usage',
    what: `which spec of the roadmap ${roadmap} is not said`,
    next: `ashlar new --roadmap ${roadmap} 1`,
  });
}

function readItem(text: string | undefined, from: string | undefined, cwd: string): string {
  const source = text === '-' ? '-' : from;
  if (text !== undefined && text !== '-' && from !== undefined) {
    throw new AshlarError({
      kind: 'usage',
      what: 'the item was given twice',
      next: 'give either the text or --from FILE',
    });
  }
  if (source === undefined && text === undefined) {
    throw new AshlarError({
      kind: 'usage',
      what: 'the backlog item is missing',
      next: 'ashlar new "what should be built", or --from FILE',
    });
  }
  return source === undefined ? (text ?? '') : readSource(source, cwd);
}

function readSource(source: string, cwd: string): string {
  try {
    return readFileSync(source === '-' ? 0 : resolve(cwd, source), 'utf8');
  } catch (error) {
    const what = `${source === '-' ? 'standard input' : source} cannot be read`;
    const why = reasons[errorCode(error) ?? ''] ?? errorMessage(error);
    const next = 'ashlar new --from FILE, with a text file that holds the item, or ashlar new "what should be built"';
    throw new AshlarError({ kind: 'usage', what, why, next, cause: error });
  }
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EISDIR: 'it is a folder',
  ENOTDIR: 'a part of the path is no folder',
  EACCES: 'you may not read it',
};
