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
}

/** The options of a command, given before its name or after it. */
export function readOptions(command: Command): GlobalOptions {
  const [before, after] = [
    command.parent?.opts<Partial<GlobalOptions>>() ?? {},
    command.opts<Partial<GlobalOptions>>(),
  ];
  const given = { ...before, ...after };
  const { json = false, streamJson = false, quiet = false, debug = false, cwd, model, record } = given;
  const color =
    before.color !== false && after.color !== false && !process.env.NO_COLOR && process.stderr.isTTY === true;
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

/** Whether a person can be asked: both ends are a terminal and no program reads the output. */
export function isInteractive(options: GlobalOptions): boolean {
  return Boolean(process.stdin.isTTY && process.stderr.isTTY && !options.json && !options.streamJson);
}
