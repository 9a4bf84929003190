import { Command } from 'commander';
import type { SetExitCode } from '../exit-codes.ts';
import { runUseCase } from '../run-use-case.ts';

export function initCommand(setExitCode: SetExitCode): Command {
  return new Command('init')
    .description('find out how this repository is built and tested, and write that to .ashlar/config.yaml')
    .option('--force', 'write the file anew even where there is one')
    .addHelpText('after', '\nExample:\n  $ ashlar init && $EDITOR .ashlar/config.yaml')
    .action((options: { force?: boolean }, command: Command) =>
      runUseCase(command, setExitCode, async ({ wire }) => {
        const { initRepository } = await import('../../app/init-repository.ts');
        const outcome = await initRepository({ force: options.force === true }, wire);
        const { path, written, language, packageManager, commands, checks, missing } = outcome;
        const found = Object.entries(commands).map(([name, value]) => `  ${name.padEnd(10)} ${value}`);
        const text = [
          `${language ?? 'no known language'}${packageManager === undefined ? '' : ` with ${packageManager}`}`,
          ...(found.length === 0 ? ['  no command was found'] : found),
          ...missing.map((name) => `  ${name} is not on the PATH: install it, or correct the commands that need it`),
          checks.length === 0
            ? 'Nothing proves a task yet: set commands.test in the file.'
            : `A task is proved by its _Verify: line, else by: ${checks.join(' && ')}`,
          written
            ? `Written to ${path}; correct what is wrong.`
            : `${path} is there already and was left as it is (--force writes it anew).`,
          'Next: ashlar new "what should be built"',
        ].join('\n');
        return { text, data: { ...outcome } };
      }),
    );
}
