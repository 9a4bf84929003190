import type { Trail } from '../domain/trace.ts';

/**
 * What a commit says in `Spec:`, `Task:` and `Requirements:` that it was made for. Every paragraph of such lines counts, also
 * one that is indented or not the last: so they stand in the message of a squash, one for each commit that went into it.
 */
export function readTrails(message: string): Trail[] {
  return message
    .split(/\n(?:[ \t]*\n)+/)
    .map(readParagraph)
    .flatMap(toTrails);
}

interface Trailer {
  name: string;
  value: string;
}

/** The trailers of a paragraph that holds nothing else; a line that is indented deeper goes on with the one above. */
function readParagraph(paragraph: string): Trailer[] {
  const lines = paragraph.split('\n').filter((line) => line.trim() !== '');
  const indent = indentOf(lines[0] ?? '');
  const trailers: Trailer[] = [];
  for (const line of lines) {
    const match = /^\s*([A-Za-z0-9][A-Za-z0-9-]*):[ \t]*(.*?)\s*$/.exec(line);
    const last = trailers.at(-1);
    if (match !== null && indentOf(line) <= indent) trailers.push({ name: match[1] ?? '', value: match[2] ?? '' });
    else if (last !== undefined && indentOf(line) > indent) last.value = `${last.value} ${line.trim()}`.trim();
    else if (!/^\s*\(cherry picked from commit /.test(line)) return [];
  }
  return trailers;
}

function indentOf(line: string): number {
  return line.length - line.trimStart().length;
}

/** A trail begins at each `Spec:`. */
function toTrails(trailers: readonly Trailer[]): Trail[] {
  const trails: Trail[] = [];
  for (const { name, value } of trailers) {
    const key = name.toLowerCase();
    const trail = trails.at(-1);
    if (key === 'spec') trails.push({ spec: value, tasks: [], requirements: [] });
    else if (key === 'task') trail?.tasks.push(...listOf(value));
    else if (key === 'requirements') trail?.requirements.push(...listOf(value));
  }
  return trails;
}

function listOf(value: string): string[] {
  return value
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
}
