import { Command } from 'commander';
import type { SetExitCode } from '../exit-codes.ts';

export function demoCommand(setExitCode: SetExitCode): Command {
  return new Command('demo')
    .description('show the whole way on a small repository made for it, with a recorded model')
    .option('--folder <path>', 'make the repository here and keep it; a temporary folder otherwise')
    .addHelpText(
      'after',
      '\nExamples:\n  $ ashlar demo\n  $ ashlar demo --folder /tmp/demo --model anthropic:claude-sonnet-5-5',
    )
    .action(async (options: { folder?: string; model?: string }) => {
      const { runDemo } = await import('../demo/run-demo.ts');
      const { packageRoot } = await import('../read-surroundings.ts');
      setExitCode(await runDemo({ ...options, packageRoot: packageRoot() }));
    });
}
