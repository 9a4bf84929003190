import { detectProject, type ProjectFacts } from '../context/detect-project.ts';
import type { Commands, Config } from '../domain/config.ts';
import type { Wire } from './wire.ts';

export interface Project extends ProjectFacts {
  files: string[];
}

/** The repository's files and commands: what the configuration says, and what its manifests say where it is silent. */
export async function readProject(wire: Wire): Promise<Project> {
  const git = await wire.git();
  const files = await git.listFiles();
  const facts = await detectProject(wire.workspace.root, files);
  const { config } = wire.workspace;
  return { ...facts, files, commands: { ...facts.commands, ...definedCommands(config) } };
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
