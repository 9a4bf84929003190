import { CommanderError } from 'commander';
import { showError } from './output.ts';
import { createProgram } from './program.ts';

/** Runs the command that the arguments name; gives the exit code. */
export async function runProgram(args: string[]): Promise<number> {
  let exitCode = 0;
  const program = createProgram((code) => {
    exitCode = code;
  });
  try {
    await program.parseAsync(args.length === 0 ? ['--help'] : args, { from: 'user' });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode;
    const has = (flag: string) => args.includes(flag);
    return showError(error, { json: has('--json'), streamJson: has('--stream-json'), debug: has('--debug') });
  }
}
