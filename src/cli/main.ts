#!/usr/bin/env node
import { CommanderError } from 'commander';
import { showError } from './output.ts';
import { createProgram } from './program.ts';

/** The one place where the process ends. */
async function main(args: string[]): Promise<number> {
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

process.exit(await main(process.argv.slice(2)));
