import type { Role } from '../domain/event.ts';
import type { Tool } from '../domain/tool.ts';
import { createAskTool } from './ask.ts';
import { createBashTool } from './bash.ts';
import { createEditTool } from './edit.ts';
import { createFinishTool } from './finish.ts';
import { createGlobTool } from './glob.ts';
import { createGrepTool, type GrepOptions } from './grep.ts';
import { createReadTool } from './read.ts';
import { createWriteTool } from './write.ts';

export interface ToolboxOptions extends Omit<GrepOptions, 'path'> {
  role: Role;
  /** The program rg. */
  ripgrepPath: string;
}

/** The tools of a role, always in the same order: a detector reads and searches, an author asks too; an implementer may do all. */
export function createToolbox({ role, ripgrepPath, ...rest }: ToolboxOptions): Tool[] {
  const search = { path: ripgrepPath, ...rest };
  const looking = [createReadTool(), createGrepTool(search), createGlobTool(search)];
  if (role === 'detector') return looking;
  const reading = [...looking, createAskTool()];
  if (role === 'author') return reading;
  return [...reading, createWriteTool(), createEditTool(), createBashTool(), createFinishTool()];
}
