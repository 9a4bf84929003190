import type { Criterion } from '../domain/spec.ts';
import { namesDuty, recogniseEars } from './ears.ts';
import { indentOf, isBlank, type Line, readHeading } from './lines.ts';

export interface CriteriaList {
  criteria: Criterion[];
  /** Lines whose number was used before in the same requirement; they are numbered by their place. */
  doubled: { line: Line; written: string; id: string }[];
  /** Set where no line has a number, so that bullets are the criteria, numbered by their place. */
  unnumbered?: Line;
}

const listNumber = /^\s*(?:[-*+]\s+)?(?:\*\*|__)?(?:AC[- ]?)?(\d+)[.)、．）:：](?!\d)(?:\*\*|__)?\s*(.*)$/s;
const dottedNumber =
  /^\s*(?:[-*+]\s+)?(?:\*\*|__)?(?:AC[- ]?)?(\d+(?:\.\d+)*)\.(\d+)[.)、．）:：]?(?:\*\*|__)?[.:：]?\s+(.*)$/s;

/**
 * Reads numbered lines as the criteria of one requirement: `3. WHEN …` or `2.3 WHEN …`, each with the lines that
 * continue it. A numbered line that is indented deeper than the first one is part of the criterion above it.
 */
export function readCriteria(lines: Line[], requirement: string): CriteriaList {
  const found: Found[] = [];
  const readNumber = numberReader(lines, requirement);
  let open: Found | undefined;
  let base: number | undefined;
  let above = 0;
  for (const line of lines.filter((each) => !isBlank(each))) {
    const indent = indentOf(line);
    const isNested = indent > (base ?? indent) + 1;
    const start = line.verbatim || isNested ? undefined : readNumber(line);
    if (start !== undefined) {
      base = Math.min(base ?? indent, indent);
      open = { ...start, lines: [line] };
      found.push(open);
    } else if (line.number > above + 1 && !isNested) {
      open = undefined;
    } else if (open !== undefined) {
      open.lines.push(line);
      open.text += joined(line);
    }
    above = line.number;
  }
  return numberCriteria(found, requirement);
}

interface Numbered {
  count: number;
  text: string;
}

interface Found extends Numbered {
  lines: Line[];
}

/** The bullets of a list without a single number; the steps of one scenario are one criterion, and a label ends the list. */
export function readBullets(lines: Line[], requirement: string): CriteriaList {
  const found: Found[] = [];
  let base: number | undefined;
  for (const line of lines.filter((each) => !isBlank(each))) {
    const text =
      line.verbatim || indentOf(line) > (base ?? indentOf(line)) + 1 ? undefined : bullet.exec(line.text)?.[1];
    const open = found.at(-1);
    if (text !== undefined && !(open !== undefined && isStep(open.text, text))) {
      base ??= indentOf(line);
      found.push({ count: found.length + 1, text: text.trim(), lines: [line] });
    } else if (open !== undefined && /^\*\*.{1,80}[:：]?\*\*[:：]?$/.test(line.text.trim())) {
      break;
    } else if (open !== undefined) {
      open.lines.push(line);
      open.text += joined(line);
    }
  }
  const [first] = found.flatMap((each) => each.lines);
  const list = numberCriteria(found, requirement);
  return first === undefined ? list : { ...list, unnumbered: first };
}

const bullet = /^\s*[-*+]\s+(?:\[.\]\s+)?(.*)$/s;

/**
 * The items of lists that demand something, where a requirement has no heading for its criteria: numbered ones keep their
 * numbers, bullets are numbered by their place. What stands between the lists, or demands nothing, is a note.
 */
export function readDemands(lines: Line[], requirement: string): CriteriaList {
  const items = listItems(lines);
  const numbered = readCriteria(items.flat(), requirement);
  if (numbered.criteria.length > 0) {
    const criteria = numbered.criteria.filter(({ text }) => isDemand(text));
    return { criteria, doubled: numbered.doubled.filter(({ id }) => criteria.some((each) => each.id === id)) };
  }
  return readBullets(items.filter((item) => isDemand(textOf(item))).flat(), requirement);
}

function isDemand(text: string): boolean {
  return namesDuty(text) || recogniseEars(text) !== 'none';
}

/** Each item of a list on the outermost level with the lines that belong to it. */
function listItems(lines: Line[]): Line[][] {
  const items: Line[][] = [];
  let base: number | undefined;
  for (const line of lines.filter((each) => !isBlank(each))) {
    const open = items.at(-1);
    const isBelow = base !== undefined && indentOf(line) > base + 1;
    if (!line.verbatim && !isBelow && listItem.test(line.text)) {
      base = indentOf(line);
      items.push([line]);
    } else if (open !== undefined && base !== undefined && (isBelow || runsOn(line, open))) open.push(line);
    else base = undefined;
  }
  return items;
}

/** A wrapped line that is not indented. */
function runsOn(line: Line, item: readonly Line[]): boolean {
  return line.number === (item.at(-1)?.number ?? 0) + 1 && !line.verbatim && readHeading(line) === undefined;
}

const listItem = /^\s*(?:[-*+]|\d+[.)])\s/;
const textOf = (lines: Line[]) => (bullet.exec(lines[0]?.text ?? '')?.[1] ?? '') + lines.slice(1).map(joined).join('');

function isStep(scenario: string, text: string): boolean {
  return /^\W{0,3}given\b/i.test(scenario) && /^\W{0,3}(?:when|then|and|but)\b/i.test(text);
}

/** Where a list writes `2.3` before its criteria, plain numbers in it are something else. */
function numberReader(lines: Line[], requirement: string): (line: Line) => Numbered | undefined {
  const readDotted = (line: Line) => {
    const match = dottedNumber.exec(line.text);
    return match?.[1] === requirement ? { count: Number(match[2]), text: match[3] ?? '' } : undefined;
  };
  if (lines.some((line) => !line.verbatim && readDotted(line) !== undefined)) return readDotted;
  return (line) => {
    const match = listNumber.exec(line.text);
    return match === null ? undefined : { count: Number(match[1]), text: (match[2] ?? '').trim() };
  };
}

/** A wrapped line runs on; a list below a criterion stays a list. */
function joined(line: Line): string {
  const text = line.text.trim();
  return line.verbatim || /^(?:[-*+]|\d+[.)]|[a-z][.)])\s/.test(text) ? `\n${text}` : ` ${text}`;
}

function numberCriteria(found: Found[], requirement: string): CriteriaList {
  const used = new Set<number>();
  let highest = 0;
  const list: CriteriaList = { criteria: [], doubled: [] };
  for (const { count, lines, text } of found) {
    const [first, last] = [lines[0], lines.at(-1)];
    if (first === undefined || last === undefined) continue;
    const free = used.has(count) ? highest + 1 : count;
    const id = `${requirement}.${free}`;
    if (free !== count) list.doubled.push({ line: first, written: `${requirement}.${count}`, id });
    used.add(free);
    highest = Math.max(highest, free);
    list.criteria.push({ id, text, pattern: recogniseEars(text), span: { start: first.start, end: last.end } });
  }
  return list;
}
