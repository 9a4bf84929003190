import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { Command, Option } from 'commander';
import { AshlarError, errorCode, errorMessage } from '../../base/errors.ts';
import type { Event } from '../../domain/event.ts';
import type { SetExitCode } from '../exit-codes.ts';
import { finishDraft } from '../finish-draft.ts';
import type { Finish } from '../output.ts';
import { type CommandContext, runUseCase } from '../run-use-case.ts';

interface NewOptions {
  from?: string;
  name?: string;
  bug?: boolean;
  feature?: boolean;
}

export function newCommand(setExitCode: SetExitCode): Command {
  return new Command('new')
    .description('make a spec of a backlog item and draft its requirements')
    .argument('[text]', 'the backlog item; - reads it from standard input')
    .option('--from <file>', 'read the backlog item from a file; - reads standard input')
    .option('--name <slug>', 'the name of the spec; made from the item otherwise')
    .addOption(new Option('--bug', 'the item is a bug: current, expected and unchanged behaviour').conflicts('feature'))
    .option('--feature', 'the item is a feature')
    .addHelpText(
      'after',
      '\nExamples:\n  $ ashlar new "Add a --dry-run option to the importer"\n  $ ashlar new --from item.md --name dry-run\n  $ gh issue view 12 --json title,body --jq \'.title + "\\n" + .body\' | ashlar new -',
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
  const item = readItem(text, options.from, wire.surroundings.cwd);
  const kind = options.bug === true ? 'bugfix' : options.feature === true ? 'feature' : undefined;
  const { newSpec } = await import('../../app/new-spec.ts');
  const outcome = yield* newSpec({ item, name: options.name, kind }, wire);
  return yield* finishDraft(outcome, { wire, options: shown });
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
