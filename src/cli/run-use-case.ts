import type { Command } from 'commander';
import type { Wire } from '../app/wire.ts';
import type { Event } from '../domain/event.ts';
import type { SetExitCode } from './exit-codes.ts';
import { type GlobalOptions, readOptions } from './options.ts';
import { type Finish, showFinish } from './output.ts';

/** What every command of the program is given. */
export interface CommandContext {
  wire: Wire;
  options: GlobalOptions;
}

export interface UseCaseBounds {
  /** The command writes settings of the repository, in the name of who typed it: they stay trusted. */
  writesSettings?: boolean;
}

/** Runs one use case of a command: sees that the folder is trusted, opens the wire, shows the events, prints how it ended and sets the exit code. */
export async function runUseCase(
  command: Command,
  setExitCode: SetExitCode,
  work: (context: CommandContext) => AsyncGenerator<Event, Finish> | Promise<Finish>,
  { writesSettings = false }: UseCaseBounds = {},
): Promise<void> {
  const options = readOptions(command);
  const [{ wire }, { confirmTrust, trustOwnChange }, { readSurroundings }, { showEvents }] = await Promise.all([
    import('../app/wire.ts'),
    import('./confirm-trust.ts'),
    import('./read-surroundings.ts'),
    import('./show-events.ts'),
  ]);
  const surroundings = readSurroundings(options);
  await confirmTrust(surroundings, options);
  const opened = wire(surroundings, { model: options.model, record: options.record, sandbox: options.sandbox });
  try {
    const result = work({ wire: opened, options });
    const finish = result instanceof Promise ? await result : await showEvents(result, options);
    if (writesSettings) trustOwnChange(surroundings);
    setExitCode(showFinish(finish, options));
  } catch (error) {
    // What a signal broke elsewhere is told as the signal.
    surroundings.signal.throwIfAborted();
    throw error;
  } finally {
    opened.close();
  }
}
