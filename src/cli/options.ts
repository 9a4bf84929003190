import { isatty } from 'node:tty';
import type { Command } from 'commander';

/** What stands on the command line for every command. */
export interface GlobalOptions {
  json: boolean;
  streamJson: boolean;
  quiet: boolean;
  color: boolean;
  debug: boolean;
  cwd?: string;
  model?: string;
  record?: string;
  sandbox?: string;
  /** The folder is trusted as it is now. */
  trust?: boolean;
}

/** The options of a command, given before its name or after it. */
export function readOptions(command: Command): GlobalOptions {
  const levels = optionsOf(command);
  const given: Partial<GlobalOptions> = Object.assign({}, ...levels);
  const { json = false, streamJson = false, quiet = false, debug = false, cwd, model, record, sandbox, trust } = given;
  const color = levels.every((level) => level.color !== false) && !process.env.NO_COLOR && isatty(2);
  return {
    json,
    streamJson,
    quiet,
    debug,
    color,
    ...(cwd && { cwd }),
    ...(model && { model }),
    ...(record && { record }),
    ...(sandbox && { sandbox }),
    ...(trust && { trust }),
  };
}

/** What was given to the program, to a command of it and to a command of that, outermost first. */
function optionsOf(command: Command): Partial<GlobalOptions>[] {
  const above = command.parent === null ? [] : optionsOf(command.parent);
  return [...above, command.opts<Partial<GlobalOptions>>()];
}

/** Whether a person can be asked: both ends are a terminal and no program reads the output. */
export function isInteractive(options: GlobalOptions): boolean {
  return isatty(0) && isatty(2) && !options.json && !options.streamJson;
}
