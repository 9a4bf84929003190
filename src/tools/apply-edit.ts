import { cutLine } from '../base/text.ts';
import { findMatches, type Match, type Tolerance } from './find-match.ts';
import { commonBreak, linesOf } from './line-breaks.ts';
import { Refusal } from './refusal.ts';
import { similarity } from './similarity.ts';

export interface Replacement {
  old: string;
  new: string;
  /** Every place instead of the only one. */
  all: boolean;
}

export interface Edited {
  text: string;
  tolerance: Tolerance;
  /** Offsets of what was put in, in the new text. */
  places: { start: number; end: number }[];
}

/**
 * Replaces text as a model asks for it. Only the lines in which `old` and `new` differ change; they take the line breaks
 * and the indentation of the place. Refuses what is not there, or not there once.
 */
export function applyEdit(text: string, replacement: Replacement): Edited {
  const { tolerance, found } = findMatches(text, replacement.old);
  if (found.length === 0) throw new Refusal(describeMissing(text, replacement.old));
  if (found.length > 1 && !replacement.all) throw new Refusal(describeSeveral(text, found));
  const edited: Edited = { text: '', tolerance, places: [] };
  let done = 0;
  for (const match of found) {
    if (match.start < done) continue;
    const { start, end, put } = narrow(text, match, replacement);
    edited.text += text.slice(done, start);
    edited.places.push({ start: edited.text.length, end: edited.text.length + put.length });
    edited.text += put + text.slice(end, match.end);
    done = match.end;
  }
  edited.text += text.slice(done);
  if (edited.text === text) throw new Refusal('The edit would change nothing: the file already reads so.');
  return edited;
}

/** Leaves out the lines at both ends that `old` and `new` have in common, so that their bytes stay as they are. */
function narrow(text: string, match: Match, replacement: Replacement): { start: number; end: number; put: string } {
  const raw = text.slice(match.start, match.end);
  // Only a file's last line may lack the break that `old` ends with; then neither side counts it.
  const isOpen = replacement.old.endsWith('\n') && !raw.endsWith('\n');
  const split = (part: string) => (isOpen ? part.replace(/\r?\n$/, '') : part).split(/\r?\n/);
  const fresh = split(replacement.new);
  const { head, tail } = countCommon(split(replacement.old), fresh);
  const breaks = [...raw.matchAll(/\r?\n/g)].map((found) => ({ start: found.index, text: found[0] }));
  const start = match.start + (head === 0 ? 0 : endOf(breaks[head - 1]));
  const end = match.start + (tail === 0 ? raw.length : (breaks.at(-tail)?.start ?? raw.length));
  const lines = fresh.slice(head, fresh.length - tail).map((line) => match.reindent?.(line) ?? line);
  const own = breaks.slice(head, breaks.length - tail).map((found) => found.text);
  const other = own.at(-1) ?? nextBreak(text, end) ?? commonBreak(text);
  return { start, end, put: lines.reduce((joined, line, i) => joined + (own[i - 1] ?? other) + line) };
}

/** How many lines two texts begin and end with alike; one line of each at least is left over. */
function countCommon(before: readonly string[], after: readonly string[]): { head: number; tail: number } {
  const room = Math.min(before.length, after.length) - 1;
  let head = 0;
  while (head < room && before[head] === after[head]) head++;
  let tail = 0;
  while (tail < room - head && before.at(-1 - tail) === after.at(-1 - tail)) tail++;
  return { head, tail };
}

function endOf(found: { start: number; text: string } | undefined): number {
  return found === undefined ? 0 : found.start + found.text.length;
}

function nextBreak(text: string, offset: number): string | undefined {
  const at = text.indexOf('\n', offset);
  if (at < 0) return undefined;
  return text[at - 1] === '\r' ? '\r\n' : '\n';
}

const linesShown = 10;

function describeSeveral(text: string, found: readonly Match[]): string {
  const numbers = found.slice(0, linesShown).map(({ start }) => lineNumberAt(text, start));
  const more = found.length > linesShown ? ' …' : '';
  return `old stands in the file ${found.length} times, at lines ${numbers.join(', ')}${more}. Nothing was changed: take in more of the lines around it, or set all.`;
}

/** Counts from 1. */
export function lineNumberAt(text: string, offset: number): number {
  let number = 1;
  for (let at = text.indexOf('\n'); at >= 0 && at < offset; at = text.indexOf('\n', at + 1)) number++;
  return number;
}

const linesCompared = 20_000;

function describeMissing(text: string, old: string): string {
  const wanted =
    linesOf(old)
      .find((line) => line.trim() !== '')
      ?.trim() ?? '';
  const lines = linesOf(text).slice(0, linesCompared);
  const scores = lines.map((line) => similarity(line.trim().slice(0, 200), wanted.slice(0, 200)));
  const best = scores.reduce((at, score, i) => (score > (scores[at] ?? 0) ? i : at), 0);
  const nearest =
    (scores[best] ?? 0) < 0.5 ? '' : ` The nearest line is ${best + 1}: ${cutLine(lines[best] ?? '', 200)}`;
  return `old does not stand in the file. Nothing was changed: read the file and copy the text from there.${nearest}`;
}
