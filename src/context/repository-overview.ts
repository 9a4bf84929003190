import { limits } from '../base/limits.ts';
import { cutLine, plural } from '../base/text.ts';
import { fence, plainPath } from './fence.ts';
import { fitLines, renderFileTree } from './file-tree.ts';
import { codeLanguageOf } from './grammars/code-languages.ts';
import { isThirdParty } from './languages.ts';
import type { Outliner } from './outline.ts';
import { rankFiles } from './rank-files.ts';
import { readInside } from './read-inside.ts';

/** Characters of each part, its fence included. */
export interface OverviewBudget {
  treeChars: number;
  outlineChars: number;
  readmeChars: number;
}

export interface OverviewRequest {
  root: string;
  /** All files of the repository, relative to `root` with forward slashes, in any order. */
  files: readonly string[];
  outliner: Outliner;
  budget?: OverviewBudget;
  /** What is asked for; files whose paths and texts share words with it are outlined first. */
  request?: string;
}

/** What an author is told of a repository: its file tree, the head of its README, the outlines of its most telling files. */
export async function describeRepository(request: OverviewRequest): Promise<string> {
  const { root, budget = limits } = request;
  const files = [...new Set(request.files)].sort();
  const tree = fenceWithin('file-tree', 'the repository', budget.treeChars, (room) => renderFileTree(files, room));
  const readme = describeReadme(root, files, budget.readmeChars);
  const ranked = rankFiles(root, files.filter(isTelling), request.request ?? '').slice(0, limits.outlinedFiles);
  const blocks = await outlineFiles(root, ranked, { outliner: request.outliner, maxChars: budget.outlineChars });
  const from = 'the source files nearest to the request, with line numbers';
  const outlines = fenceWithin('outlines', from, budget.outlineChars, (room) => fitLines(blocks, room));
  return [tree, readme, outlines].filter((part) => part !== '').join('\n\n');
}

/** A fenced section of at most `maxChars` with the blank line behind it; '' where there is no room for one. */
function fenceWithin(tag: string, from: string, maxChars: number, fill: (room: number) => string): string {
  const room = maxChars - 2 - (fence(tag, from, 'x').length - 1);
  return room <= 0 ? '' : fence(tag, from, fill(room));
}

function describeReadme(root: string, files: readonly string[], maxChars: number): string {
  const names = files.filter((file) => /^readme(\.(md|markdown|rst|adoc|txt))?$/i.test(file));
  const name = names.find((file) => /\.md$/i.test(file)) ?? names[0];
  const text = name === undefined ? undefined : readInside(root, name);
  if (name === undefined || text === undefined) return '';
  const lines = text
    .split('\n')
    .slice(0, limits.readmeLines)
    .map((line) => cutLine(line, limits.symbolChars * 2));
  return fenceWithin('readme', name, maxChars, (room) => fitLines(lines, room));
}

/** Source files that people write. */
function isTelling(path: string): boolean {
  return codeLanguageOf(path) !== undefined && !isThirdParty(path) && !isMade(path);
}

function isMade(path: string): boolean {
  return /\.(min|bundle|generated|pb)\.\w+$|(^|\/)(dist|\.[^/]+)\/|\.config\.\w+$|\.d\.ts$/.test(path);
}

const linesPerFile = 40;

/** The lines of the outlines, file by file, until there are more than fit. */
async function outlineFiles(
  root: string,
  paths: readonly string[],
  { outliner, maxChars }: { outliner: Outliner; maxChars: number },
): Promise<string[]> {
  const lines: string[] = [];
  let used = 0;
  for (const path of paths) {
    if (used > maxChars) break;
    const symbols = await outliner.outline(path, readInside(root, path) ?? '');
    if (symbols.length === 0) continue;
    const hidden = symbols.length - linesPerFile;
    const more = hidden > 0 ? [`  … ${plural(hidden, 'more symbol')}`] : [];
    const block = [plainPath(path), ...symbols.slice(0, linesPerFile).map((line) => `  ${line}`), ...more];
    lines.push(...block);
    used += block.reduce((sum, line) => sum + line.length + 1, 0);
  }
  return lines;
}
