import type { BoxMark } from '../domain/spec.ts';
import { readTaskTitle } from './heading-words.ts';
import { type Box, indentOf, type Line, readBox, readHeading } from './lines.ts';

/** A line that starts a task, or looks as if it did. */
export interface TaskLine {
  /** Index into the lines. */
  at: number;
  line: Line;
  indent: number;
  /** The number as written. */
  written?: string;
  title: string;
  mark: BoxMark;
  /** Offset into the file; undefined where there is no box or nothing between its brackets. */
  markOffset?: number;
  optional: boolean;
  /** Set for a task that is a heading. */
  level?: number;
}

/** All boxes of a file and its `## Task 2: Title` headings, in order. */
export function findTaskLines(lines: Line[]): TaskLine[] {
  return lines.flatMap((line, at) => {
    return (readHeading(line) === undefined ? readBoxTask(line, at) : readHeadingTask(line, at)) ?? [];
  });
}

const marks: Readonly<Record<string, BoxMark>> = { x: 'done', X: 'done', '-': 'active', '~': 'queued' };

function readBoxTask(line: Line, at: number): TaskLine | undefined {
  const box = readBox(line);
  if (box === undefined) return undefined;
  const indent = indentOf(line);
  const { id, title, optional } = readName(box.rest, indent > 0);
  const written = id ?? listNumber(box.lead, indent);
  const task = { ...readMark(box, line), at, line, indent, title, optional };
  return written === undefined ? task : { ...task, written };
}

/** `1. - [ ] Title`: the list's number is the task's, save in an indented list, where it only counts steps. */
function listNumber(lead: string, indent: number): string | undefined {
  const number = /^\s*(\d+(?:\.\d+)*)/.exec(lead)?.[1];
  return number !== undefined && (number.includes('.') || indent === 0) ? number : undefined;
}

function readMark({ lead, sign }: Box, line: Line): { mark: BoxMark; markOffset?: number } {
  if (sign === '') return { mark: 'open' };
  return { mark: marks[sign] ?? 'open', markOffset: line.start + lead.length + 1 };
}

const star = /^\\?\*(?!\*)|^\s+\\?\*(?=\s)/;
/** A letter behind the number is part of it, but for those that are units of measure: `2.5x`, `1.5s`. */
const taskId =
  /^-?(?:\*\*|__)?(?:(\d+(?:\.\d+){1,20}[a-fijlnopqrtuvwyz]?)(?![\p{L}\d%])\\?[.):：、]?|(\d+[a-f]?)\\?[.):：、](?!\d)|(\d+)(?=\s))(\*(?!\*))?\s*/u;

/** What stands after a box: `* 2.1 Title`, `**2.1 Title**`, `Task 2.1: Title`. A bare `2 Title` is a number only at the margin. */
function readName(text: string, indented: boolean): { id?: string; title: string; optional: boolean } {
  const starred = star.exec(text);
  const rest = text.slice(starred?.[0].length ?? 0).trim();
  const worded = /^\d/.test(rest) ? undefined : readTaskTitle(cleanTitle(rest));
  if (worded !== undefined) return { ...worded, optional: starred !== null };
  const match = taskId.exec(rest);
  const id = match?.[1] ?? match?.[2] ?? (indented ? undefined : match?.[3]);
  const optional = starred !== null || (id !== undefined && match?.[4] !== undefined);
  const title = cleanTitle(id === undefined ? rest : rest.slice(match?.[0].length ?? 0));
  return id === undefined ? { title, optional } : { id, title, optional };
}

/** Emphasis around (a part of) the title goes; emphasis within it stays. */
function cleanTitle(text: string): string {
  const opened = text.replace(/^(?:\*\*|__)/, '');
  const count = opened.split('**').length - 1;
  return (count % 2 === 1 ? opened.replace('**', '') : opened).trim();
}

function readHeadingTask(line: Line, at: number): TaskLine | undefined {
  const heading = readHeading(line);
  if (heading === undefined) return undefined;
  const box = readBox(line);
  const boxed = box === undefined ? undefined : readName(box.rest, false);
  const named = boxed?.id === undefined ? readTaskTitle(heading.title) : { id: boxed.id, title: boxed.title };
  if (named === undefined) return undefined;
  const { id: written, title } = named;
  const mark = box === undefined ? { mark: 'open' as const } : readMark(box, line);
  return { ...mark, at, line, indent: -1, written, title, optional: boxed?.optional ?? false, level: heading.level };
}
