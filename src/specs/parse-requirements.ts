import type { Requirement } from '../domain/spec.ts';
import { cutParts, type Item, type Part, partSpan, uniqueIds } from './blocks.ts';
import { type CriteriaList, readBullets, readCriteria, readDemands } from './criteria.ts';
import {
  isCriteriaTitle,
  isStoryTitle,
  readCodedTitle,
  readNumberedTitle,
  readRequirementTitle,
} from './heading-words.ts';
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
  const groups = new Set(items.map(({ id }) => id.slice(0, Math.max(0, id.lastIndexOf('.')))));
  const parts = cutParts(lines, items);
  const read = parts.flatMap((part) => (part.item === undefined ? [] : readRequirement(lines, part, part.item)));
  const onCriteria = read.flatMap((each) => criteriaFindings(each, groups.has(each.requirement.id)));
  return { parts, requirements: read.map(({ requirement }) => requirement), findings: [...findings, ...onCriteria] };
}

/** Findings on the criteria of one requirement, for `bugfix.md` too. A group of requirements needs none of its own. */
export function criteriaFindings({ requirement, list, line }: ReadRequirement, isGroup = false): Finding[] {
  if (requirement.criteria.length === 0) {
    const message = `requirement ${requirement.id} has no criteria: write them as a numbered list, \`1. WHEN … THE SYSTEM SHALL …\`, under \`#### Acceptance Criteria\`, or as \`#### Scenario: …\``;
    return isGroup ? [] : [{ code: 'criteria-missing', severity: 'error', message, line }];
  }
  if (list.unnumbered !== undefined) {
    const message = `the criteria of requirement ${requirement.id} have no numbers and are read as ${requirement.id}.1 and so on: write \`1.\` before each`;
    return [{ code: 'criterion-id-missing', severity: 'warning', message, line: list.unnumbered }];
  }
  return list.doubled.map((again): Finding => {
    const message = `criterion ${again.written} exists already, so this one is read as ${again.id}: number it so`;
    return { code: 'criterion-id-doubled', severity: 'warning', message, line: again.line };
  });
}

export interface ReadRequirement {
  requirement: Requirement;
  list: Omit<CriteriaList, 'criteria'>;
  /** The requirement's heading. */
  line: Line | undefined;
}

function findRequirements(lines: Line[], findings: Finding[]): Item[] {
  const titles = findRequirementTitles(lines);
  if (titles.length === 0) {
    const message = 'no requirement was found: give each one a heading, `### Requirement 1: Title`';
    findings.push({ code: 'requirement-missing', severity: 'error', message });
  }
  const uniqueId = uniqueIds();
  return titles.map((title) => {
    const id = uniqueId(title.id);
    if (id !== title.id) findings.push(doubledRequirement(title.id, id, lines[title.at]));
    return { ...title, id, keeps: (heading) => heading.level === title.level && isInner(heading) };
  });
}

/** Titles by name or by number; those with a code of their own only where criteria stand below, and on no deeper level. */
function findRequirementTitles(lines: Line[]): Item[] {
  const named = findTitles(lines, readRequirementTitle);
  const deepest = named.reduce((level, title) => Math.max(level, title.level), named.length > 0 ? 0 : 6);
  const isNamed = new Set(named.map(({ at }) => at));
  const coded = findTitles(lines, readCodedTitle).filter((title) => {
    return !isNamed.has(title.at) && title.level <= deepest && holdsCriteria(lines, title);
  });
  if (named.length + coded.length > 0) return [...named, ...coded].sort((a, b) => a.at - b.at);
  return findTitles(lines, readNumberedTitle).filter((title) => holdsCriteria(lines, title));
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
  for (let next = at + 1; next < lines.length; next++) {
    const line = lines[next];
    const heading = line && readHeading(line);
    if (line === undefined || (heading !== undefined && heading.level < level)) return false;
    if (criteriaMark(line) !== undefined) return true;
    if (heading !== undefined && (heading.level === level || readNumberedTitle(heading.title) !== undefined))
      return false;
  }
  return false;
}

function readRequirement(lines: Line[], part: Part, item: Item): ReadRequirement {
  const body = lines.slice(part.from + 1, part.to);
  const { criteria, ...list } = readEither(body, item.id);
  const userStory = readStory(body);
  const requirement = { id: item.id, title: item.title, criteria, span: partSpan(lines, part) };
  return {
    requirement: userStory === undefined ? requirement : { ...requirement, userStory },
    list,
    line: lines[part.from],
  };
}

/** A numbered list, else scenarios, else bullets that are numbered by their place, else what is demanded under no heading. */
function readEither(body: Line[], requirement: string): CriteriaList {
  const own = criteriaLines(body);
  const numbered = readCriteria(own, requirement);
  if (numbered.criteria.length > 0) return numbered;
  const scenarios = readScenarios(body, requirement);
  if (scenarios.length > 0) return { criteria: scenarios, doubled: [] };
  return body.some((line) => criteriaMark(line) !== undefined)
    ? readBullets(own, requirement)
    : readDemands(body, requirement);
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
