import type { Requirement } from '../domain/spec.ts';
import { cutParts, freeId, type Item, type Part, partSpan } from './blocks.ts';
import { type CriteriaList, readCriteria } from './criteria.ts';
import { isCriteriaTitle, isStoryTitle, readNumberedTitle, readRequirementTitle } from './heading-words.ts';
import { type Heading, isBlank, type Line, plainTitle, readHeading } from './lines.ts';
import type { Finding } from './problems.ts';
import { isScenarioTitle, readScenarios } from './scenarios.ts';

export interface ParsedRequirements {
  parts: Part[];
  requirements: Requirement[];
  findings: Finding[];
}

/** Reads `### Requirement 2: Title` sections, in whatever language, with the criteria under their headings. */
export function parseRequirements(lines: Line[]): ParsedRequirements {
  const findings: Finding[] = [];
  const items = findRequirements(lines, findings);
  const parts = cutParts(lines, items);
  const requirements = parts.flatMap((part) => {
    if (part.item === undefined) return [];
    const read = readRequirement(lines, part, part.item);
    findings.push(...criteriaFindings(read, lines[part.from], items));
    return [read.requirement];
  });
  return { parts, requirements, findings };
}

/** Findings on the criteria of one requirement, for `bugfix.md` too. */
export function criteriaFindings(
  { requirement, doubled }: ReadRequirement,
  line: Line | undefined,
  items: Item[],
): Finding[] {
  const findings = doubled.map((again): Finding => {
    const message = `criterion ${again.written} exists already, so this one is read as ${again.id}: number it so`;
    return { code: 'criterion-id-doubled', severity: 'warning', message, line: again.line };
  });
  const isGroup = items.some((item) => item.id.startsWith(`${requirement.id}.`));
  if (requirement.criteria.length > 0 || isGroup) return findings;
  const message = `requirement ${requirement.id} has no criteria: write them as a numbered list, \`1. WHEN … THE SYSTEM SHALL …\`, under \`#### Acceptance Criteria\`, or as \`#### Scenario: …\``;
  return [...findings, { code: 'criteria-missing', severity: 'error', message, line }];
}

export interface ReadRequirement {
  requirement: Requirement;
  doubled: CriteriaList['doubled'];
}

function findRequirements(lines: Line[], findings: Finding[]): Item[] {
  const named = findTitles(lines, readRequirementTitle);
  const numbered = findTitles(lines, readNumberedTitle);
  const titles = named.length > 0 ? named : numbered.filter((title) => holdsCriteria(lines, title));
  if (titles.length === 0) {
    const message = 'no requirement was found: give each one a heading, `### Requirement 1: Title`';
    findings.push({ code: 'requirement-missing', severity: 'error', message });
  }
  const used = new Set<string>();
  return titles.map((title) => {
    const id = freeId(title.id, (name) => used.has(name));
    if (id !== title.id) findings.push(doubledRequirement(title.id, id, lines[title.at]));
    used.add(id);
    return { ...title, id, keeps: (heading) => heading.level === title.level && isInner(heading) };
  });
}

function doubledRequirement(written: string, id: string, line: Line | undefined): Finding {
  const message = `there is a requirement ${written} already, so this one is read as ${id}: give it a number of its own`;
  return { code: 'requirement-id-doubled', severity: 'error', message, line };
}

function isInner(heading: Heading): boolean {
  return isCriteriaTitle(heading.title) || isStoryTitle(heading.title) || isScenarioTitle(heading.title);
}

function findTitles(lines: Line[], read: typeof readRequirementTitle): Item[] {
  return lines.flatMap((line, at): Item[] => {
    const heading = readHeading(line);
    const title = heading === undefined ? undefined : read(heading.title);
    return heading === undefined || title === undefined ? [] : [{ at, level: heading.level, ...title }];
  });
}

/** Whether a criteria heading comes before the next heading that could be a requirement itself. */
function holdsCriteria(lines: Line[], { at, level }: Item): boolean {
  for (const line of lines.slice(at + 1)) {
    if (criteriaMark(line) !== undefined) return true;
    const heading = readHeading(line);
    if (heading !== undefined && (heading.level <= level || readNumberedTitle(heading.title) !== undefined))
      return false;
  }
  return false;
}

function readRequirement(lines: Line[], part: Part, item: Item): ReadRequirement {
  const body = lines.slice(part.from + 1, part.to);
  const { criteria: numbered, doubled } = readCriteria(criteriaLines(body), item.id);
  const criteria = numbered.length > 0 ? numbered : readScenarios(body, item.id);
  const userStory = readStory(body);
  const requirement = { id: item.id, title: item.title, criteria, span: partSpan(lines, part) };
  return { requirement: userStory === undefined ? requirement : { ...requirement, userStory }, doubled };
}

/** The lines under the criteria headings of a requirement; headings below such a heading only group its criteria. */
function criteriaLines(body: Line[]): Line[] {
  let level: number | undefined;
  return body.filter((line) => {
    const mark = criteriaMark(line);
    const heading = readHeading(line);
    if (mark !== undefined) level = mark;
    else if (heading !== undefined && heading.level <= (level ?? 0)) level = undefined;
    return level !== undefined && mark === undefined && heading === undefined;
  });
}

/** The level of a criteria heading; one that is only bold text or a line of its own stands below all headings. */
function criteriaMark(line: Line): number | undefined {
  if (line.verbatim) return undefined;
  const heading = readHeading(line);
  if (heading !== undefined) return isCriteriaTitle(heading.title) ? heading.level : undefined;
  const text = line.text.trim();
  const isMark = /^(?:[-*+]\s+)?(?:\*\*|__).{1,80}(?:\*\*|__)[:：]?$/.test(text) || /^.{1,80}[:：]$/.test(text);
  return isMark && !/^\d/.test(text) && isCriteriaTitle(text) ? 7 : undefined;
}

/** `**User Story:** As a …` up to the next blank line, or the paragraph under a heading of that name. */
function readStory(body: Line[]): string | undefined {
  const at = body.findIndex((line) => !line.verbatim && isStoryTitle(plainTitle(line.text)));
  if (at < 0) return undefined;
  const inline =
    plainTitle(body[at]?.text ?? '')
      .match(/^[^:：]{1,40}[:：](.*)$/u)?.[1]
      ?.trim() ?? '';
  const rest = body.slice(at + 1);
  const from = inline === '' ? rest.findIndex((line) => !isBlank(line)) : 0;
  const below = from < 0 ? [] : rest.slice(from);
  const end = below.findIndex(
    (line) => isBlank(line) || readHeading(line) !== undefined || criteriaMark(line) !== undefined,
  );
  const story = [inline, ...below.slice(0, end < 0 ? undefined : end).map((line) => line.text.trim())];
  return story.join(' ').trim() || undefined;
}
