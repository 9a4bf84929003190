import * as z from 'zod';
import { limits } from '../base/limits.ts';
import { cutLine } from '../base/text.ts';
import type { Tool, ToolContext } from '../domain/tool.ts';
import { defineTool } from './define-tool.ts';
import description from './grep.md';
import { Refusal } from './refusal.ts';
import { listFiles, matchesAll, type Ripgrep, runRipgrep } from './ripgrep.ts';
import { resolveWorkspacePath, type WorkspacePath } from './workspace-path.ts';

const input = z.object({
  pattern: z.string().min(1),
  path: z.string().describe('A file or folder').optional(),
  glob: z.string().describe('Only files that match').optional(),
  ignoreCase: z.boolean().optional(),
  context: z.number().int().min(0).max(20).describe('Lines around each hit').optional(),
});

export interface GrepOptions extends Ripgrep {
  /** Gives what says whether the model may see what a file holds; `path` is relative to the root. */
  openReader: () => Promise<(path: string) => boolean>;
}

export function createGrepTool(options: GrepOptions): Tool {
  return defineTool({
    name: 'grep',
    description,
    input,
    effect: 'none',
    run: async (asked, context) => {
      const path = resolveWorkspacePath(context.root, asked.path ?? '.');
      if (path.kind === 'missing') throw new Refusal(`There is no ${path.shown} to search in.`);
      const found = await runRipgrep(options, searchArguments(asked, path), context);
      const isOpen = await openFiles(options, { glob: asked.glob, path }, context);
      const lines = found.lines.map(parseLine).filter((line) => line === undefined || isOpen(line.path));
      return { text: describe(lines, found.cut) };
    },
  });
}

function searchArguments({ pattern, ignoreCase, context, glob }: z.infer<typeof input>, path: WorkspacePath): string[] {
  return [
    ...['--line-number', '--null', '--no-heading', '--with-filename', '--color=never', '--crlf', `--regexp=${pattern}`],
    ...[`--max-columns=${limits.lineChars}`, '--max-columns-preview'],
    ...(pattern.includes('\\n') || pattern.includes('\n') ? ['--multiline'] : []),
    ...(ignoreCase === true ? ['--ignore-case'] : []),
    ...(context === undefined ? [] : [`--context=${context}`]),
    ...(glob === undefined || matchesAll.has(glob) ? [] : [`--glob=${glob}`]),
    path.shown === '.' ? '.' : `./${path.shown}`,
  ];
}

/**
 * Keeps out what git ignores where rg does not: it passes over ignore files for a glob, and over those above the folder in
 * which it searches. A file that was named is searched all the same.
 */
async function openFiles(
  options: GrepOptions,
  { glob, path }: { glob: string | undefined; path: WorkspacePath },
  context: ToolContext,
): Promise<(path: string) => boolean> {
  const mayRead = await options.openReader();
  if (path.kind === 'file' || (glob === undefined && path.shown === '.')) return mayRead;
  const known = await listFiles(options, context);
  const names = new Set(known.lines);
  return (name) => (known.cut || names.has(name)) && mayRead(name);
}

interface Line {
  path: string;
  isHit: boolean;
  shown: string;
}

/** Undefined for what stands between two groups of lines. */
function parseLine(line: string): Line | undefined {
  const [, path, number, sign, text] = /^(?:\.\/)?([^\0]*)\0(\d+)([:-])(.*)$/s.exec(line) ?? [];
  if (path === undefined || sign === undefined || text === undefined) return undefined;
  const shown = `${path}${sign}${number}${sign}${cutLine(text.replace(/\r$/, ''), limits.lineChars)}`;
  return { path, isHit: sign === ':', shown };
}

function describe(lines: readonly (Line | undefined)[], cut: boolean): string {
  const shown: string[] = [];
  let hits = 0;
  for (const line of lines) {
    if (line?.isHit) hits++;
    if (hits > limits.searchHits) break;
    if (line !== undefined) shown.push(line.shown);
    else if (shown.length > 0 && shown.at(-1) !== '--') shown.push('--');
  }
  if (shown.at(-1) === '--') shown.pop();
  if (hits === 0) return 'No line matches.';
  const more = hits > limits.searchHits || cut;
  const note = `[only the first ${Math.min(hits, limits.searchHits)} hits are shown: narrow the pattern, path or glob]`;
  return [...shown, ...(more ? [note] : [])].join('\n');
}
