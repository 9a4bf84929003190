import { readReferences } from './references.ts';

/** The criteria and requirements that a text names behind `Requirements:` or `Validates:`, ranges resolved. */
export function citedIds(text: string): string[] {
  const values = text.matchAll(/(?<!\p{L})(?:requirements?|validates)[*_]*[: ](.*)/giu);
  return [...new Set([...values].flatMap((match) => readReferences(match[1] ?? '')))];
}

/** Whether one of the ids is the criterion, or the requirement that it is part of. */
export function areNaming(ids: readonly string[], criterion: string): boolean {
  return ids.some((id) => id === criterion || criterion.startsWith(`${id}.`));
}
