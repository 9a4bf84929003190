import type { Command } from 'commander';
import type { Wire } from '../app/wire.ts';
import type { Event } from '../domain/event.ts';
import type { SetExitCode } from './exit-codes.ts';
import { type GlobalOptions, readSurroundings } from './options.ts';
import { type Finish, showEvents, showFinish } from './output.ts';

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
  const options = globalOptions(command);
  const surroundings = readSurroundings(options);
  const { wire } = await import('../app/wire.ts');
  const result = work({ wire: wire(surroundings, { model: options.model, record: options.record }), options });
  const finish = result instanceof Promise ? await result : await showEvents(result, options);
  setExitCode(showFinish(finish, options));
}

export function globalOptions(command: Command): GlobalOptions {
  const levels = optionsOf(command);
  const given: Partial<GlobalOptions> = Object.assign({}, ...levels);
  const { json = false, streamJson = false, quiet = false, debug = false, cwd, model, record } = given;
  const color =
    levels.every((level) => level.color !== false) && !process.env.NO_COLOR && process.stderr.isTTY === true;
  return {
    json,
    streamJson,
    quiet,
    debug,
    color,
    ...(cwd && { cwd }),
    ...(model && { model }),
    ...(record && { record }),
  };
}

/** What was given to the program, to a command of it and to a command of that, outermost first. */
function optionsOf(command: Command): Partial<GlobalOptions>[] {
  const above = command.parent === null ? [] : optionsOf(command.parent);
  return [...above, command.opts<Partial<GlobalOptions>>()];
}
