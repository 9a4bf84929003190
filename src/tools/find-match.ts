import { toPlainBreaks } from './line-breaks.ts';
import { mapIndentation, type Reindent } from './reindent.ts';

export type Tolerance = 'exact' | 'line endings' | 'trailing spaces' | 'indentation';

/** A place in a text where `old` stands. Offsets are UTF-16 units of the text as it is. */
export interface Match {
  start: number;
  end: number;
  /** Set where the lines that replace it must be indented anew. */
  reindent?: Reindent;
}

export interface Matches {
  tolerance: Tolerance;
  /** In order; they may overlap. */
  found: Match[];
}

/** The places where `old` stands, by the strictest way of comparing that finds any. All but the first two compare whole lines. */
export function findMatches(text: string, old: string): Matches {
  const plain = findPlain(text, toPlainBreaks(old));
  const exact = plain.filter(({ start, end }) => text.slice(start, end) === old);
  if (exact.length > 0) return { tolerance: 'exact', found: exact };
  if (plain.length > 0) return { tolerance: 'line endings', found: plain };
  const lines = splitLines(text);
  const spaced = findLines(lines, old, (line) => line.trimEnd());
  if (spaced.length > 0) return { tolerance: 'trailing spaces', found: spaced.map(({ match }) => match) };
  const indented = findLines(lines, old, (line) => line.trim()).flatMap(({ match, wanted, present }): Match[] => {
    const reindent = mapIndentation(wanted, present);
    return reindent === undefined ? [] : [{ ...match, reindent }];
  });
  return { tolerance: 'indentation', found: indented };
}

/** Compares as if every line break were one character; a match covers whole line breaks. */
function findPlain(text: string, old: string): Match[] {
  const plain = toPlainBreaks(text);
  const windowsBreaks = [...text.matchAll(/\r\n/g)].map((match, index) => match.index - index);
  const toRaw = (offset: number) => offset + countBelow(windowsBreaks, offset);
  const found: Match[] = [];
  for (let at = plain.indexOf(old); at >= 0; at = plain.indexOf(old, at + 1)) {
    found.push({ start: toRaw(at), end: toRaw(at + old.length) });
  }
  return found;
}

/** How many of the sorted numbers lie below a bound. */
function countBelow(sorted: readonly number[], bound: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? 0) < bound) low = middle + 1;
    else high = middle;
  }
  return low;
}

interface Line {
  content: string;
  start: number;
  /** After its line break. */
  end: number;
}

function splitLines(text: string): Line[] {
  return [...text.matchAll(/[^\n]*\n|[^\n]+$/g)].map(({ index, 0: raw }) => ({
    content: raw.replace(/\r?\n$/, ''),
    start: index,
    end: index + raw.length,
  }));
}

interface LineMatch {
  match: Match;
  wanted: readonly string[];
  present: readonly string[];
}

function findLines(lines: readonly Line[], old: string, normalise: (line: string) => string): LineMatch[] {
  const plain = toPlainBreaks(old);
  const closed = plain.endsWith('\n');
  const wanted = (closed ? plain.slice(0, -1) : plain).split('\n');
  const keys = wanted.map(normalise);
  if (keys.every((key) => key === '')) return [];
  const present = lines.map(({ content }) => normalise(content));
  return lines.flatMap((first, at): LineMatch[] => {
    const last = lines[at + keys.length - 1];
    if (last === undefined || !keys.every((key, i) => present[at + i] === key)) return [];
    const end = closed ? last.end : last.start + last.content.length;
    const contents = lines.slice(at, at + keys.length).map(({ content }) => content);
    return [{ match: { start: first.start, end }, wanted, present: contents }];
  });
}
