import { markVerbatim } from './verbatim.ts';

/** One line of a file; offsets are into the file's text and leave the line break out. */
export interface Line {
  text: string;
  start: number;
  end: number;
  /** Counts from 1. */
  number: number;
  /** Within front matter, fenced code or an HTML comment: boxes, headings and fields are not read there. */
  verbatim: boolean;
}

export interface SpecLines {
  lines: Line[];
  /** The line of a code fence that is never closed; the rest of the file is then code, as Markdown has it. */
  unclosedFence?: Line;
}

/** Cuts a text into lines. LF, CRLF and CR may be mixed; a byte order mark belongs to no line. Never throws. */
export function readLines(text: string): SpecLines {
  const lines: Line[] = [];
  let start = text.startsWith('\uFEFF') ? 1 : 0;
  const add = (end: number) => {
    lines.push({ text: text.slice(start, end), start, end, number: lines.length + 1, verbatim: false });
  };
  for (const { 0: lineBreak, index } of text.matchAll(/\r\n?|\n/g)) {
    add(index);
    start = index + lineBreak.length;
  }
  add(text.length);
  const unclosedFence = markVerbatim(lines);
  return unclosedFence === undefined ? { lines } : { lines, unclosedFence };
}

export interface Heading {
  level: number;
  /** Without emphasis and without signs before the first letter. */
  title: string;
}

export function readHeading(line: Line): Heading | undefined {
  if (line.verbatim || !line.text.includes('#')) return undefined;
  const match = /^ {0,3}(#{1,6})(?:[ \t]+(.*))?$/s.exec(line.text);
  if (match === null) return undefined;
  const title = (match[2] ?? '').trim().replace(/(?:^|[ \t])#+$/, '');
  return { level: (match[1] ?? '').length, title: plainTitle(title) };
}

/** A title without `**`, and without emoji or other signs in front of it. */
export function plainTitle(text: string): string {
  return text
    .replace(/\*\*|__/g, '')
    .replace(/^[^\p{L}\p{N}[<(]+/u, '')
    .trim();
}

/** The width of a line's indent; a tab counts as four. */
export function indentOf(line: Line): number {
  const blank = /^\s*/.exec(line.text)?.[0] ?? '';
  return blank.replace(/\t/g, '    ').length;
}

export function isBlank(line: Line): boolean {
  return line.text.trim() === '';
}

export interface Box {
  /** All that stands before the opening bracket. */
  lead: string;
  /** What stands between the brackets: one character, or nothing. */
  sign: string;
  /** All that stands behind the closing bracket. */
  rest: string;
}

const box =
  /^(\s*(?:\d+(?:\.\d+)*[.)]?\s+)?(?:[-*+]\s+)?| {0,3}#{1,6}[ \t]+)\[([ \t\u00a0\u3000xX~-]?)\](?![([])(.*)$/su;

/** The check box that a list item or a heading starts with: `- [ ]`, `1. - [x]`, `## [-]`. */
export function readBox(line: Line): Box | undefined {
  const [, lead = '', sign = '', rest = ''] =
    (line.verbatim || !line.text.includes('[') ? null : box.exec(line.text)) ?? [];
  return lead.trim() === '' ? undefined : { lead, sign, rest };
}

/** The form in which text is hashed: LF, no trailing space, no blank lines at its ends, box marks open. */
export function normaliseText(text: string): string {
  return readLines(text)
    .lines.map((line) => openBox(line).trimEnd())
    .join('\n')
    .replace(/^\n+/, '')
    .trimEnd();
}

function openBox(line: Line): string {
  const found = readBox(line);
  return found === undefined || found.sign === '' ? line.text : `${found.lead}[ ]${found.rest}`;
}
