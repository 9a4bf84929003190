import { slugify } from '../../base/text.ts';
import { isBlank, type Line, readHeading, readLines } from '../lines.ts';

/** A heading with the lines up to the next one; what stands before the first heading has level 0 and no heading line. */
export interface Section {
  level: number;
  title: string;
  heading?: Line;
  body: Line[];
}

export function cutSections(lines: Line[]): Section[] {
  const sections: Section[] = [{ level: 0, title: '', body: [] }];
  for (const line of lines) {
    const heading = readHeading(line);
    if (heading === undefined) sections.at(-1)?.body.push(line);
    else sections.push({ ...heading, heading: line, body: [] });
  }
  return sections;
}

/** The title of the document's first heading without the word for its kind, such as `Feature Specification:`. */
export function documentTitle(text: string, kind: RegExp): string | undefined {
  const heading = readLines(text)
    .lines.map(readHeading)
    .find((each) => each !== undefined);
  const title = heading?.level === 1 ? heading.title.replace(kind, '').trim() : '';
  return title === '' ? undefined : title;
}

/** The lines of a text without its title, each heading `by` levels lower. */
export function demote(text: string, by: number): string[] {
  const { lines } = readLines(text);
  const title = lines.find((line) => readHeading(line)?.level === 1);
  return trimLines(lines.filter((line) => line !== title).map((line) => demoteLine(line, by)));
}

function demoteLine(line: Line, by: number): string {
  const heading = readHeading(line);
  if (heading === undefined) return line.text;
  const level = Math.min(6, heading.level + by);
  return line.text.trimStart().replace(/^#+/, '#'.repeat(level));
}

/** Without blank lines and rules (`---`) at both ends. */
export function trimLines(lines: readonly string[]): string[] {
  const isEmpty = (text: string) => /^\s*(?:-{3,})?\s*$/.test(text);
  const first = lines.findIndex((text) => !isEmpty(text));
  if (first < 0) return [];
  const last = lines.findLastIndex((text) => !isEmpty(text));
  return lines.slice(first, last + 1);
}

export function textsOf(lines: readonly Line[]): string[] {
  return trimLines(lines.map(({ text }) => text));
}

/** The lines of the first paragraph. */
export function firstParagraph(lines: readonly Line[]): Line[] {
  const from = lines.findIndex((line) => !isBlank(line));
  const rest = from < 0 ? [] : lines.slice(from);
  const end = rest.findIndex(isBlank);
  return end < 0 ? rest : rest.slice(0, end);
}

/** Parts of a document with one blank line between them; empty ones are left out. */
export function joinParts(parts: readonly (readonly string[])[]): string {
  const filled = parts.filter((part) => part.length > 0).map((part) => part.join('\n'));
  return `${filled.join('\n\n')}\n`;
}

/** `slugify` with the first free ending where a name is taken. */
export function freeSlug(name: string, ending: string, used: Set<string>): string {
  const plain = slugify(name);
  let slug = used.has(plain) && ending !== '' ? `${plain}-${ending}` : plain;
  for (let count = 2; used.has(slug); count++) slug = `${plain}-${count}`;
  used.add(slug);
  return slug;
}
