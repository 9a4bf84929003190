import { digest } from '../base/ids.ts';
import { slugify } from '../base/text.ts';
import type { Block, Span } from '../domain/spec.ts';
import { type Heading, isBlank, type Line, normaliseText, readHeading } from './lines.ts';

/** A requirement or a task: it has an id of its own and starts a block at its line. */
export interface Item {
  /** Index into the lines. */
  at: number;
  id: string;
  title: string;
  /** A heading of this level or above ends the item. */
  level: number;
  /** Headings that belong to the item although their level would end it. */
  keeps?: (heading: Heading) => boolean;
}

/** A stretch of lines; `to` is exclusive and leaves blank lines at the end out. */
export interface Part {
  from: number;
  to: number;
  title: string;
  item?: Item;
}

/** Cuts a document at its items and at the headings between them. Every line that is not blank is in exactly one part. */
export function cutParts(lines: Line[], items: Item[]): Part[] {
  const itemAt = new Map(items.map((item) => [item.at, item]));
  const parts: Part[] = [];
  let open: OpenPart = { from: 0, title: '', level: 0, headings: 0 };
  const close = (to: number) => {
    const part = trimPart(lines, open, to);
    if (part !== undefined) parts.push(part);
  };
  for (const [at, line] of lines.entries()) {
    const item = itemAt.get(at);
    const heading = readHeading(line);
    if (item !== undefined) {
      close(at);
      open = { from: at, title: item.title, level: item.level, headings: 1, item };
    } else if (heading !== undefined && endsPart(open, heading)) {
      close(at);
      open = { from: at, title: heading.title, level: heading.level, headings: 1 };
    } else if (heading !== undefined) {
      open.headings++;
      if (open.item === undefined && open.title === '') open.title = heading.title;
    }
  }
  close(lines.length);
  return parts;
}

/** The blocks of a document's parts; ids are `<stage>/<item or slug of the heading>`, made unique. */
export function toBlocks(text: string, lines: Line[], parts: Part[], stage: string): Block[] {
  const uniqueId = uniqueIds();
  return parts.map((part, index) => {
    const span = partSpan(lines, part);
    const name = part.item?.id ?? sectionName(lines, part, index);
    const id = uniqueId(name);
    const normal = normaliseText(text.slice(span.start, span.end));
    return {
      id: `${stage}/${id}`,
      title: part.title || headingOf(lines, part)?.title || name,
      span,
      text: normal,
      hash: digest(normal),
    };
  });
}

export function partSpan(lines: Line[], part: Pick<Part, 'from' | 'to'>): Span {
  return { start: lines[part.from]?.start ?? 0, end: lines[part.to - 1]?.end ?? 0 };
}

/** Gives every id once: `id`, or `id-2`, `id-3` … where it was given before or is reserved for another. */
export function uniqueIds(): (id: string, isReserved?: (id: string) => boolean) => string {
  const given = new Set<string>();
  const counts = new Map<string, number>();
  return (id, isReserved = () => false) => {
    let free = id;
    while (given.has(free) || isReserved(free)) {
      const count = (counts.get(id) ?? 1) + 1;
      counts.set(id, count);
      free = `${id}-${count}`;
    }
    given.add(free);
    return free;
  };
}

interface OpenPart {
  from: number;
  title: string;
  level: number;
  headings: number;
  item?: Item;
}

/** Headings of the first two levels always start a part, save the document's title; deeper ones only where they end their peer. */
function endsPart(open: OpenPart, heading: Heading): boolean {
  if (open.item !== undefined) return heading.level <= open.level && open.item.keeps?.(heading) !== true;
  if (open.level === 0 && open.headings === 0 && heading.level === 1) return false;
  return heading.level <= Math.max(2, open.level);
}

function trimPart(lines: Line[], open: OpenPart, end: number): Part | undefined {
  const used = lines.slice(open.from, end);
  const first = used.findIndex((line) => !isBlank(line));
  if (first < 0) return undefined;
  const last = used.findLastIndex((line) => !isBlank(line));
  const part: Part = { from: open.from + first, to: open.from + last + 1, title: open.title };
  return open.item === undefined ? part : { ...part, item: open.item };
}

/**
 * Headings without Latin letters are named by a digest, which stays when sections are added or moved. With its letters, no
 * section's name can be the number of an item.
 */
function sectionName(lines: Line[], part: Part, index: number): string {
  const heading = headingOf(lines, part);
  if (index === 0 && (heading === undefined || heading.level === 1)) return 'preamble';
  const slug = slugify(part.title.replace(/^\d+(?:\.\d+)*[.)]?\s+/, ''), 40, '');
  return /[a-z]{2}/.test(slug) ? slug : `section-${digest(part.title).slice(0, 6)}`;
}

function headingOf(lines: Line[], part: Part): Heading | undefined {
  const line = lines[part.from];
  return line && readHeading(line);
}
