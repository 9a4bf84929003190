import { isCriteriaTitle } from '../heading-words.ts';
import { type Line, plainTitle, readHeading } from '../lines.ts';
import { firstParagraph, trimLines } from './sections.ts';

export interface WrittenStory {
  lines: string[];
  criteria: number;
}

const numbered = /^\s{0,1}\d+[.)]\s+(.*)$/;
const step = /^\s{0,1}[-*+]\s+(\*{0,2}(?:given|when)\b.*)$/i;

/** Writes a user story's body: its first paragraph as the story, its acceptance scenarios as numbered criteria. */
export function writeStory(body: Line[]): WrittenStory {
  const told = firstParagraph(body);
  const isTold = told.length > 0 && !told.some((line) => readHeading(line) !== undefined || isMark(line));
  const marked = body.findIndex(isMark);
  const start = marked >= 0 ? marked : body.findIndex((line) => readCriterion(line) !== undefined);
  const before = (start < 0 ? body : body.slice(0, start)).map((line) => {
    return isTold && line === told[0] ? `**User Story:** ${plainText(line).replace(storyLabel, '')}` : plainText(line);
  });
  if (start < 0) return { lines: trimLines(before), criteria: 0 };
  const { lines, criteria } = writeCriteria(body.slice(marked >= 0 ? start + 1 : start));
  return { lines: [...trimLines(before), '', '#### Acceptance Criteria', '', ...trimLines(lines)], criteria };
}

const storyLabel = /^\*\*(?:user story|story)\*\*\s*[:：]\s*|^\*\*(?:user story|story)[:：]\*\*\s*/i;

/** `**Acceptance Scenarios**:`, or a heading of that kind. */
function isMark(line: Line): boolean {
  if (line.verbatim) return false;
  const title = readHeading(line)?.title ?? (/^\s*(?:\*\*|__)/.test(line.text) ? plainTitle(line.text) : '');
  return /^acceptance (?:scenarios?|tests?)/i.test(title) || (title.length < 80 && isCriteriaTitle(title));
}

function readCriterion(line: Line): string | undefined {
  if (line.verbatim) return undefined;
  return numbered.exec(line.text)?.[1] ?? step.exec(line.text)?.[1];
}

/** Numbered anew, so that no number comes twice; a heading among them would end the requirement's criteria. */
function writeCriteria(body: Line[]): WrittenStory {
  let criteria = 0;
  const lines = body.map((line) => {
    const criterion = readCriterion(line);
    return criterion === undefined ? plainText(line) : `${++criteria}. ${criterion}`;
  });
  return { lines, criteria };
}

function plainText(line: Line): string {
  const heading = readHeading(line);
  return heading === undefined ? line.text : `**${heading.title}**`;
}
