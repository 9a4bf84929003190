import type { Requirement, SpecDocument } from '../domain/spec.ts';
import { normaliseText } from './lines.ts';
import { readReferences } from './references.ts';

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

/** The ids that a text cites behind `Requirements:` or `Validates:`. */
export function citedIds(text: string): string[] {
  const values = [...text.matchAll(/(?<!\p{L})(?:requirements?|validates)[*_]*[:：][*_]* ?(.*)/giu)];
  return [...new Set(values.flatMap((match) => readReferences(match[1] ?? '')))];
}

/** Whether a text speaks of a requirement or criterion by its number: `requirement 2`, `2.1`. */
export function namesRequirement(text: string, id: string): boolean {
  const number = id.replaceAll('.', '\\.');
  if (id.includes('.') && new RegExp(`(?<![\\d.])${number}(?![\\d]|\\.\\d)`).test(text)) return true;
  const whole = id.split('.')[0] ?? id;
  return new RegExp(`(?<!\\p{L})requirements?\\s+${whole}(?![\\d.]*\\d)`, 'iu').test(text);
}

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
