import { isBlank, type Line, readHeading, readLines } from '../lines.ts';
import { isScenarioTitle } from '../scenarios.ts';
import type { ImportNote } from './foreign-spec.ts';
import { cutSections, firstParagraph, textsOf } from './sections.ts';

export interface OpenSpecFile {
  path: string;
  text: string;
}

export interface ReadCapability {
  introduction: string[];
  /** One part a requirement, numbered from 1. */
  requirements: string[][];
  /** Sections that hold no requirement. */
  others: string[][];
  notes: ImportNote[];
}

/** Reads the requirements of a capability. Scenarios stay as they are: they are criteria. */
export function readRequirements(file: OpenSpecFile): ReadCapability {
  const { lines } = readLines(file.text);
  const found = findRequirements(lines);
  const notes: ImportNote[] = [];
  const requirements = found.map((each, index) => writeRequirement(each, index + 1, { file: file.path, notes }));
  if (found.length === 0) notes.push({ file: file.path, line: 1, message: 'no `### Requirement: …` was found in it' });
  const inside = new Set(found.flatMap(({ heading, body }) => [heading, ...body]));
  const rest = cutSections(lines.filter((line) => !inside.has(line)));
  const isIntroduction = (title: string, level: number) => level < 2 || /^(?:purpose|overview)$/i.test(title);
  const introduction = rest.filter(({ title, level }) => isIntroduction(title, level)).flatMap(({ body }) => body);
  const others = rest.filter(
    ({ title, level, body }) => !isIntroduction(title, level) && (body.some((line) => !isBlank(line)) || level > 2),
  );
  return {
    introduction: textsOf(introduction),
    requirements,
    others: others.map(({ heading, title, body }) => {
      const isContainer = /^(?:added )?requirements$/i.test(title);
      return [...(isContainer ? ['## Notes'] : [heading?.text ?? '']), '', ...textsOf(body)];
    }),
    notes,
  };
}

export interface ReadDeltas {
  requirements: string[][];
  /** What is taken away or renamed: text, for no task can prove it. */
  removed: string[][];
  notes: ImportNote[];
}

/** Reads what a change adds to capabilities and modifies in them; requirements are numbered through all files. */
export function readDeltas(files: readonly OpenSpecFile[]): ReadDeltas {
  const read: ReadDeltas = { requirements: [], removed: [], notes: [] };
  for (const file of files) readDelta(file, read);
  return read;
}

export function removedSection(removed: string[][]): string[][] {
  return removed.length === 0 ? [] : [['## Removed and Renamed'], ...removed];
}

function readDelta({ path, text }: OpenSpecFile, read: ReadDeltas): void {
  const capability = /\/specs\/(.+)\/[^/]+\.md$/.exec(path)?.[1] ?? path;
  const { lines } = readLines(text);
  const found = findRequirements(lines);
  for (const requirement of found) {
    const operation = operationAt(lines, requirement.heading);
    if (operation === 'REMOVED' || operation === 'RENAMED') continue;
    const about = `*${operation === 'MODIFIED' ? 'Modifies' : 'Adds to'} the capability \`${capability}\`.*`;
    const number = read.requirements.length + 1;
    read.requirements.push(writeRequirement(requirement, number, { file: path, notes: read.notes, about }));
  }
  for (const { heading, title } of cutSections(lines)) {
    const operation = operationOf(title);
    if (heading === undefined || (operation !== 'REMOVED' && operation !== 'RENAMED')) continue;
    const body = sectionLines(lines, heading);
    const message = `${operation} requirements are carried over as text: nothing can prove them as criteria`;
    read.notes.push({ file: path, line: heading.number, message });
    const plain = body.map((line) => line.text.replace(/^#+\s+(.*)$/, '**$1**'));
    read.removed.push([`### ${operation} in ${capability}`, '', ...plain]);
  }
  if (found.length === 0 && read.removed.length === 0) {
    read.notes.push({ file: path, line: 1, message: 'no `### Requirement: …` was found in it' });
  }
}

interface FoundRequirement {
  heading: Line;
  title: string;
  body: Line[];
}

function findRequirements(lines: Line[]): FoundRequirement[] {
  return lines.flatMap((heading) => {
    const title = /^Requirement(?:\s+\d+(?:\.\d+)*)?\s*[:：]\s*(.*)$/i.exec(readHeading(heading)?.title ?? '')?.[1];
    return title === undefined ? [] : [{ heading, title, body: sectionLines(lines, heading) }];
  });
}

/** The lines below a heading up to the next one of its level or above. */
function sectionLines(lines: Line[], heading: Line): Line[] {
  const level = readHeading(heading)?.level ?? 0;
  const below = lines.slice(heading.number);
  const end = below.findIndex((line) => (readHeading(line)?.level ?? 7) <= level);
  return end < 0 ? below : below.slice(0, end);
}

function operationOf(title: string): string | undefined {
  return /^(ADDED|MODIFIED|REMOVED|RENAMED)\s+Requirements?/i.exec(title)?.[1]?.toUpperCase();
}

function operationAt(lines: Line[], heading: Line): string | undefined {
  const above = lines.slice(0, heading.number - 1).reverse();
  const section = above.map(readHeading).find((each) => each !== undefined && each.level <= 2);
  return section && operationOf(section.title);
}

interface Writing {
  file: string;
  notes: ImportNote[];
  about?: string;
}

function writeRequirement({ heading, title, body }: FoundRequirement, number: number, to: Writing): string[] {
  const about = to.about === undefined ? [] : [to.about, ''];
  const top = [`### Requirement ${number}: ${title}`, '', ...about];
  const isScenario = (line: Line) => isScenarioTitle(readHeading(line)?.title ?? '');
  if (body.some(isScenario)) {
    const texts = body.map((line) => (isScenario(line) ? line.text.trimStart().replace(/^#+/, '####') : line.text));
    return [...top, ...textsOf(body.map((line, at) => ({ ...line, text: texts[at] ?? '' })))];
  }
  const said = firstParagraph(body);
  const message = 'this requirement has no scenario, so its first paragraph became its criterion';
  to.notes.push({ file: to.file, line: heading.number, message });
  const criterion = said.map(({ text }) => text.trim()).join(' ');
  const rest = textsOf(body.slice(body.indexOf(said.at(-1) ?? heading) + 1));
  return [
    ...top,
    ...rest,
    ...(rest.length > 0 ? [''] : []),
    '#### Acceptance Criteria',
    '',
    `1. ${criterion || title}`,
  ];
}
