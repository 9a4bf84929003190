import * as z from 'zod';
import { limits } from '../base/limits.ts';
import { globMatcher } from '../base/match-globs.ts';
import type { Tool, ToolOutcome } from '../domain/tool.ts';
import { defineTool } from './define-tool.ts';
import description from './glob.md';
import { Refusal } from './refusal.ts';
import { type Found, listFiles, type Ripgrep } from './ripgrep.ts';

const input = z.object({ pattern: z.string().min(1) });

export function createGlobTool(ripgrep: Ripgrep): Tool {
  return defineTool({
    name: 'glob',
    description,
    input,
    effect: 'none',
    run: async ({ pattern }, context) => {
      if (/\[[^\]]*$/.test(pattern)) throw new Refusal(`The pattern ${pattern} has an unclosed character class: [`);
      const matches = matcherOf(belowRoot(pattern, context.root));
      // A pattern given to rg would overrule what git ignores.
      const { lines, cut } = await listFiles(ripgrep, context);
      return describe({ lines: lines.filter(matches), cut });
    },
  });
}

function belowRoot(pattern: string, root: string): string {
  return pattern.startsWith(`${root}/`) ? pattern.slice(root.length) : pattern.replace(/^\.\//, '/');
}

/** `!*.md` is meant as: all but these. */
function matcherOf(pattern: string): (path: string) => boolean {
  if (!pattern.startsWith('!')) return globMatcher([pattern]);
  const matches = globMatcher([pattern.slice(1)]);
  return (path) => !matches(path);
}

function describe({ lines, cut }: Found): ToolOutcome {
  if (lines.length === 0) return { text: 'No file matches.' };
  const shown = lines.slice(0, limits.searchHits);
  const isCut = cut || lines.length > shown.length;
  const note = `[only the first ${shown.length} files are shown: narrow the pattern]`;
  return { text: [...shown, ...(isCut ? [note] : [])].join('\n') };
}
