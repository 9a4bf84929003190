import type { Command } from 'commander';
import type { Wire } from '../app/wire.ts';
import type { Event } from '../domain/event.ts';
import type { SetExitCode } from './exit-codes.ts';
import { type GlobalOptions, readOptions } from './options.ts';
import { type Finish, showEvents, showFinish } from './output.ts';
import { readSurroundings } from './read-surroundings.ts';

/** What every command of the program is given. */
export interface CommandContext {
  wire: Wire;
  options: GlobalOptions;
}

/** Runs one use case of a command: opens the wire, shows the events, prints how it ended and sets the exit code. */
export async function runUseCase(
  command: Command,
  setExitCode: SetExitCode,
  work: (context: CommandContext) => AsyncGenerator<Event, Finish> | Promise<Finish>,
): Promise<void> {
  const options = readOptions(command);
  const surroundings = readSurroundings(options);
  const { wire } = await import('../app/wire.ts');
  const opened = wire(surroundings, { model: options.model, record: options.record, sandbox: options.sandbox });
  try {
    const result = work({ wire: opened, options });
    const finish = result instanceof Promise ? await result : await showEvents(result, options);
    setExitCode(showFinish(finish, options));
  } finally {
    opened.close();
  }
}
