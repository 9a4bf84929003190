import type { DocumentKind, SpecStage } from '../domain/spec.ts';
import { specFile } from '../specs/spec-file.ts';

/**
 * The document in an author's reply. Models add a preamble, a fence or a closing remark though they were asked not to:
 * everything before the first heading is dropped, and a fence around the whole with what stands outside of it.
 */
export function extractDocument(reply: string): string {
  const lines = withoutFence(reply.replace(/\r\n?/g, '\n').trim().split('\n'));
  const first = lines.findIndex(isHeading);
  return first < 0 ? '' : `${lines.slice(first).join('\n').trimEnd()}\n`;
}

/** The block in an author's reply: all of it, but for a fence around the whole. */
export function extractBlock(reply: string): string {
  const lines = reply
    .replace(/\r\n?/g, '\n')
    .replace(/^(?:[ \t]*\n)+/, '')
    .trimEnd()
    .split('\n');
  const fence = /^(`{3,}|~{3,})(?:markdown|md)?\s*$/i.exec(lines[0] ?? '')?.[1];
  const isFenced = fence !== undefined && lines.length > 1 && lines.at(-1)?.trim() === fence;
  return (isFenced ? lines.slice(1, -1) : lines).join('\n');
}

const isHeading = (line: string) => /^#{1,3}\s/.test(line);

/** Fences within the document come in pairs, so that of an odd number the last one ends the fence around it. */
function withoutFence(lines: string[]): string[] {
  const open = lines.findIndex((line) => /^(?:`{3,}|~{3,})(?:markdown|md)?\s*$/i.test(line));
  if (open < 0 || open > lines.findIndex(isHeading)) return lines;
  const mark = /^(?:`+|~+)/.exec(lines[open] ?? '')?.[0] ?? '';
  const fences = lines.flatMap((line, at) => (at > open && line.startsWith(mark) ? [at] : []));
  return lines.slice(open + 1, fences.length % 2 === 1 ? fences.at(-1) : undefined);
}

/** Which document a stage of a spec is written into; a small spec has one file for all, a roadmap one document. */
export function documentOf(
  stage: SpecStage,
  { kind, size }: { kind: 'feature' | 'bugfix'; size: 'S' | 'M' | 'L' },
): { kind: DocumentKind; file: string } {
  if (size === 'L') return { kind: 'roadmap', file: 'roadmap.md' };
  const document: DocumentKind = stage === 'requirements' && kind === 'bugfix' ? 'bugfix' : stage;
  return { kind: document, file: size === 'S' ? specFile : `${document}.md` };
}

/** What an author says of the size of an item, in a line before the document: `Size: L, because …`. */
export function readSizeRemark(reply: string): string | undefined {
  const lines = reply.split(/\r?\n/);
  const first = lines.findIndex(isHeading);
  const before = first < 0 ? lines : lines.slice(0, first);
  return before
    .map((line) => /^\s*\**size\**\s*:\s*([SML]\b.*)$/i.exec(line)?.[1]?.trim())
    .find((said) => said !== undefined);
}
