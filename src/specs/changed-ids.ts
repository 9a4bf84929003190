import type { Requirement, SpecDocument } from '../domain/spec.ts';
import { normaliseText, readLines } from './lines.ts';
import { readReferences } from './references.ts';
import { readFields } from './task-fields.ts';

/** Ids of the criteria that differ between two texts of the requirements; of a requirement where more than criteria differ. */
export function changedIds(before: SpecDocument, now: SpecDocument): string[] {
  const ids = new Set([...before.requirements, ...now.requirements].map(({ id }) => id));
  return [...ids].flatMap((id) => {
    const [old, present] = [findRequirement(before, id), findRequirement(now, id)];
    if (old === undefined || present === undefined) return [id];
    const criteria = new Set([...old.criteria, ...present.criteria].map((criterion) => criterion.id));
    const changed = [...criteria].filter(
      (criterion) => criterionText(old, criterion) !== criterionText(present, criterion),
    );
    const isRestSame = restOf(before, old) === restOf(now, present);
    return isRestSame ? changed : [id];
  });
}

/** The ids that a text cites: `_Requirements: 1.2_`, `**Validates: Requirements 2.3**`, in any language that tasks are read in. */
export function citedIds(text: string): string[] {
  return readFields(readLines(text).lines).requirements;
}

/** The requirements and criteria that a text speaks of by their numbers: `requirement 2`, `criteria 2.1 and 2.3`. */
export function namedIds(text: string): string[] {
  return [...text.matchAll(namedNumbers)].flatMap((match) => readReferences(match[1] ?? ''));
}

const namedNumbers =
  /(?<!\p{L})(?:requirements?|reqs?\.?|criteri(?:on|a)|AC|需求|要件|요구\s*사항|requisitos?|yêu cầu|anforderung(?:en)?|exigences?)\s*(\d+(?:\.\d+)*(?:(?:\s*[,–-]\s*|\s+and\s+)\d+(?:\.\d+)*)*)/giu;

function findRequirement({ requirements }: SpecDocument, id: string): Requirement | undefined {
  return requirements.find((requirement) => requirement.id === id);
}

function criterionText({ criteria }: Requirement, id: string): string | undefined {
  return criteria
    .find((criterion) => criterion.id === id)
    ?.text.trim()
    .replaceAll(/\s+/g, ' ');
}

/** A requirement's text without its criteria: title, user story, remarks. */
function restOf({ text }: SpecDocument, { span, criteria }: Requirement): string {
  const from = [span.start, ...criteria.map((criterion) => criterion.span.end)];
  const to = [...criteria.map((criterion) => criterion.span.start), span.end];
  const parts = from.map((start, index) => normaliseText(text.slice(start, to[index])));
  return parts.filter((part) => part !== '').join('\n');
}
