import { Command, Option } from 'commander';
import type { InitOutcome } from '../../app/init-repository.ts';
import { AshlarError } from '../../base/errors.ts';
import { type Layout, layouts } from '../../specs/import/foreign-spec.ts';
import type { SetExitCode } from '../exit-codes.ts';
import type { Finish } from '../output.ts';
import { type CommandContext, runUseCase } from '../run-use-case.ts';

interface InitOptions {
  force?: boolean;
  from?: Layout | true;
}

export function initCommand(setExitCode: SetExitCode): Command {
  return new Command('init')
    .description('find out how this repository is built and tested, and write that to .ashlar/config.yaml')
    .argument('[path]', 'with --from: the repository that the specs lie in, if it is not this one')
    .option('--force', 'write the file anew even where there is one')
    .addOption(
      new Option('--from [layout]', 'bring in the specs of another tool; all that are found by default').choices(
        layouts,
      ),
    )
    .addHelpText(
      'after',
      '\nExamples:\n  $ ashlar init && $EDITOR .ashlar/config.yaml\n  $ ashlar init --from openspec\n  $ ashlar init --from spec-kit ../other-repository',
    )
    .action((path: string | undefined, options: InitOptions, command: Command) =>
      runUseCase(command, setExitCode, (context) => init(path, options, context), { writesSettings: true }),
    );
}

async function init(path: string | undefined, { force, from }: InitOptions, { wire }: CommandContext): Promise<Finish> {
  const [{ initRepository }, { findForeign, importSpecs }] = await Promise.all([
    import('../../app/init-repository.ts'),
    import('../../app/import-specs.ts'),
  ]);
  if (path !== undefined && from === undefined) {
    const next = `ashlar init --from ${layouts.join('|')} ${path}; to work in another folder: --cwd ${path}`;
    throw new AshlarError({ kind: 'usage', what: 'a PATH says where specs are brought in from', next });
  }
  const layout = from === true ? undefined : from;
  const brought = from === undefined ? undefined : await importSpecs({ layout, path }, wire);
  const outcome = await initRepository({ force: force === true }, wire);
  const about = describeInit(outcome);
  if (brought !== undefined) {
    const { describeImport } = await import('../describe-import.ts');
    return { text: [...about, '', describeImport(brought)].join('\n'), data: { ...outcome, import: brought } };
  }
  const foreign = outcome.written ? findForeign(wire) : [];
  const hints = foreign.map((each) => `There are specs of ${each} here: ashlar init --from ${each} brings them in.`);
  return { text: [...about, ...hints, 'Next: ashlar new "what should be built"'].join('\n'), data: { ...outcome } };
}

function describeInit({ path, written, language, packageManager, commands, checks, missing }: InitOutcome): string[] {
  const found = Object.entries(commands).map(([name, value]) => `  ${name.padEnd(10)} ${value}`);
  return [
    `${language ?? 'no known language'}${packageManager === undefined ? '' : ` with ${packageManager}`}`,
    ...(found.length === 0 ? ['  no command was found'] : found),
    ...missing.map((name) => `  ${name} is not on the PATH: install it, or correct the commands that need it`),
    checks.length === 0
      ? 'Nothing proves a task yet: set commands.test in the file.'
      : `A task is proved by its _Verify: line, else by: ${checks.join(' && ')}`,
    written
      ? `Written to ${path}; correct what is wrong.`
      : `${path} is there already and was left as it is (--force writes it anew).`,
  ];
}
