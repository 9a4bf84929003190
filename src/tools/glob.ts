import * as z from 'zod';
import { limits } from '../base/limits.ts';
import type { Tool, ToolOutcome } from '../domain/tool.ts';
import { defineTool } from './define-tool.ts';
import description from './glob.md';
import { type Found, listFiles, type Ripgrep } from './ripgrep.ts';

const input = z.object({ pattern: z.string().min(1) });

export function createGlobTool(ripgrep: Ripgrep): Tool {
  return defineTool({
    name: 'glob',
    description,
    input,
    effect: 'none',
    run: async ({ pattern }, context) => describe(await listFiles(ripgrep, belowRoot(pattern, context.root), context)),
  });
}

function belowRoot(pattern: string, root: string): string {
  return pattern.startsWith(`${root}/`) ? pattern.slice(root.length) : pattern.replace(/^\.\//, '/');
}

function describe({ lines, cut }: Found): ToolOutcome {
  if (lines.length === 0) return { text: 'No file matches.' };
  const shown = lines.slice(0, limits.searchHits);
  const isCut = cut || lines.length > shown.length;
  const note = `[only the first ${shown.length} files are shown: narrow the pattern]`;
  return { text: [...shown, ...(isCut ? [note] : [])].join('\n') };
}
