import { createReadStream, readdirSync } from 'node:fs';
import * as z from 'zod';
import { limits } from '../base/limits.ts';
import { plural } from '../base/text.ts';
import type { Tool, ToolContext, ToolOutcome } from '../domain/tool.ts';
import { defineTool } from './define-tool.ts';
import { linesOf } from './line-breaks.ts';
import { findNearPaths } from './near-paths.ts';
import { numberLines } from './numbered-lines.ts';
import description from './read.md';
import { Refusal } from './refusal.ts';
import { scanLines } from './scan-lines.ts';
import { type Encoding, looksBinary, readTextFile } from './text-file.ts';
import { resolveWorkspacePath, type WorkspacePath } from './workspace-path.ts';

const input = z.object({
  path: z.string(),
  offset: z.number().int().min(1).max(1e9).optional(),
  limit: z.number().int().min(1).max(limits.readLines).optional(),
});

type ReadInput = z.infer<typeof input>;

export function createReadTool(): Tool {
  return defineTool({ name: 'read', description, input, effect: 'none', run });
}

function run(asked: ReadInput, { root }: ToolContext): ToolOutcome | Promise<ToolOutcome> {
  const path = resolveWorkspacePath(root, asked.path);
  if (path.kind === 'missing') return describeMissing(root, path);
  if (path.kind === 'folder') return { text: listFolder(path) };
  return path.sizeBytes > limits.fileBytes ? readPart(path, asked) : readWhole(path, asked);
}

function describeMissing(root: string, { shown }: WorkspacePath): ToolOutcome {
  const near = findNearPaths(root, shown);
  const hint = near.length === 0 ? '' : ` Did you mean ${near.join(' or ')}?`;
  return { text: `There is no file ${shown}.${hint}`, isError: true, seen: [{ path: shown, digest: '' }] };
}

function listFolder({ absolute, shown }: WorkspacePath): string {
  const entries = readdirSync(absolute, { withFileTypes: true }).filter(({ name }) => name !== '.git');
  const names = entries.map((entry) => (entry.isDirectory() ? `${entry.name}/` : entry.name)).sort();
  if (names.length === 0) return `${shown} is an empty folder.`;
  const more = names.length - limits.searchHits;
  const note = more > 0 ? [`[${more} more]`] : [];
  return [`${shown} is a folder:`, ...names.slice(0, limits.searchHits), ...note].join('\n');
}

function readWhole(path: WorkspacePath, { offset = 1, limit = limits.readLines }: ReadInput): ToolOutcome {
  const file = readTextFile(path);
  const seen = [{ path: path.shown, digest: file.digest }];
  if (file.text === '') return { text: `${path.shown} is empty.`, seen };
  const lines = linesOf(file.text);
  if (offset > lines.length) throw new Refusal(`${path.shown} has only ${plural(lines.length, 'line')}.`);
  const shown = lines.slice(offset - 1, offset - 1 + limit);
  const last = offset - 1 + shown.length;
  const rest = last < lines.length ? `; go on with offset ${last + 1}` : '';
  const range = shown.length < lines.length ? `\n[lines ${offset}–${last} of ${lines.length}${rest}]` : '';
  return { text: numberLines(shown, offset) + range + encodingNote(file.encoding), seen };
}

function encodingNote(encoding: Encoding): string {
  return encoding === 'utf-8' ? '' : `\n[decoded from ${encoding}; write and edit keep that encoding]`;
}

/** A file too large to be held is read up to the end of the range; no digest is made of it, so it cannot be edited. */
async function readPart(path: WorkspacePath, { offset, limit = limits.readLines }: ReadInput): Promise<ToolOutcome> {
  if (await startsBinary(path)) throw new Refusal(`${path.shown} is a binary file (${path.sizeBytes} bytes), no text.`);
  if (offset === undefined) {
    const megabytes = Math.round(path.sizeBytes / 1024 / 1024);
    throw new Refusal(`${path.shown} has ${megabytes} MB. Search it with grep, or give an offset to read a part.`);
  }
  const { lines, count } = await scanLines(createReadStream(path.absolute), { first: offset, limit });
  if (lines.length === 0) throw new Refusal(`${path.shown} has only ${plural(count, 'line')}.`);
  const last = offset - 1 + lines.length;
  return { text: `${numberLines(lines, offset)}\n[lines ${offset}–${last}; too large to be edited with edit]` };
}

async function startsBinary({ absolute }: WorkspacePath): Promise<boolean> {
  for await (const chunk of createReadStream(absolute, { end: 8191 })) return looksBinary(chunk as Buffer);
  return false;
}
