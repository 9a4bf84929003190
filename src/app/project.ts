import { detectProject, type ProjectFacts } from '../context/detect-project.ts';
import type { Commands, Config } from '../domain/config.ts';
import { setsCommands } from './load-config.ts';
import type { Wire } from './wire.ts';

export interface Project extends ProjectFacts {
  files: string[];
}

/**
 * The repository's files and commands: what the repository's configuration says of them, for a line that a person took out
 * is to stay out; else what the manifests say, with what the user's own configuration says over it.
 */
export async function readProject(wire: Wire): Promise<Project> {
  const git = await wire.git();
  const files = await git.listFiles();
  const facts = await detectProject(wire.workspace.root, files);
  const { root, config } = wire.workspace;
  const detected = setsCommands(root) ? {} : facts.commands;
  return { ...facts, files, commands: { ...detected, ...definedCommands(config) } };
}

/** The commands that prove a task which names none of its own. */
export function defaultChecks(config: Config, commands: Commands): string[] {
  if (config.verify !== undefined) return config.verify;
  const proving = [commands.typecheck, commands.test].filter((command) => command !== undefined);
  if (proving.length > 0) return proving;
  return commands.build === undefined ? [] : [commands.build];
}

export function listCommands(commands: Commands): string {
  const lines = Object.entries(commands).map(([name, command]) => `- ${name}: \`${command}\``);
  return lines.length === 0 ? '- none was found' : lines.join('\n');
}

function definedCommands({ commands = {} }: Config): Commands {
  return Object.fromEntries(Object.entries(commands).filter(([, command]) => command !== undefined));
}
