import { cutParts, type Item, type Part, uniqueIds } from './blocks.ts';
import { readNumberedTitle } from './heading-words.ts';
import { type Line, readHeading, readLines } from './lines.ts';
import type { Finding } from './problems.ts';
import { readReferences } from './references.ts';

/** One spec that a roadmap plans. */
export interface RoadmapEntry {
  /** Its number: `2`. */
  id: string;
  title: string;
  size: 'S' | 'M' | 'L';
  /** Ids of the entries that must be built before. */
  depends: string[];
  /** What it is about, without its fields. */
  text: string;
}

/** Reads the specs of `roadmap.md`: `### 1. Title`, `_Size: M_`, `_Depends: 1_` and a paragraph. */
export function readRoadmap(text: string): RoadmapEntry[] {
  const { lines } = readLines(text);
  return parseRoadmap(lines).parts.flatMap((part) =>
    part.item === undefined ? [] : [readEntry(lines, part, part.item)],
  );
}

export function parseRoadmap(lines: Line[]): { parts: Part[]; findings: Finding[] } {
  const items = findEntries(lines);
  const parts = cutParts(lines, items);
  const entries = parts.flatMap((part) =>
    part.item === undefined ? [] : [{ part, entry: readEntry(lines, part, part.item) }],
  );
  const ids = new Set(entries.map(({ entry }) => entry.id));
  const findings = entries.flatMap(({ part, entry }): Finding[] => {
    const line = lines[part.from];
    const earlier = new Set([...ids].slice(0, [...ids].indexOf(entry.id)));
    const wrong = entry.depends.filter((id) => !earlier.has(id));
    return [
      ...(entry.text === ''
        ? [
            {
              code: 'entry-empty',
              severity: 'error' as const,
              message: `spec ${entry.id} says nothing of itself: write one paragraph`,
              line,
            },
          ]
        : []),
      ...wrong.map((id) => ({
        code: 'dependency-unknown',
        severity: 'error' as const,
        message: `spec ${entry.id} depends on ${id}, which does not come before it`,
        line,
      })),
    ];
  });
  const none = {
    code: 'entry-missing',
    severity: 'error' as const,
    message: 'no spec was found: give each one a heading, `### 1. Title`',
  };
  return { parts, findings: entries.length === 0 ? [none] : findings };
}

function findEntries(lines: Line[]): Item[] {
  const unique = uniqueIds();
  return lines.flatMap((line, at): Item[] => {
    const heading = readHeading(line);
    if (heading === undefined || heading.level < 2) return [];
    const title = readNumberedTitle(heading.title.replace(/^spec\s+(?=\d)/i, ''));
    if (title === undefined) return [];
    const id = unique(title.id);
    return [{ at, id, title: title.title, level: heading.level }];
  });
}

const field = /^\s*(?:[-*+]\s+)?[_*]+(size|depends)(?:\s+on)?\s*:[_*]*\s*(.*?)[_*]*\s*$/i;

function readEntry(lines: Line[], part: Part, { id, title }: Item): RoadmapEntry {
  const own = lines.slice(part.from + 1, part.to).map((line) => line.text);
  const values = (key: string) =>
    own.flatMap((text) => {
      const [, name = '', value = ''] = field.exec(text) ?? [];
      return name.toLowerCase() === key ? [value] : [];
    });
  const size = values('size').at(-1)?.toUpperCase();
  return {
    id,
    title,
    size: size === 'S' || size === 'L' ? size : 'M',
    depends: [...new Set(values('depends').flatMap(readReferences))],
    text: own
      .filter((text) => !field.test(text))
      .join('\n')
      .trim(),
  };
}
