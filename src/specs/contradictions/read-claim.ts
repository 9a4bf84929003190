import { wholeKey } from './clash-keys.ts';
import type { CriterionText } from './contradiction.ts';
import { type Act, readActs } from './read-acts.ts';
import { type Guard, readGuard } from './read-guard.ts';
import { splitClauses } from './split-clauses.ts';

/** A criterion as what it demands and when. */
export interface Claim {
  id: string;
  /** Place in the document. */
  at: number;
  guard: Guard;
  acts: Act[];
  /** The same for criteria that say the same. */
  whole: string;
}

/**
 * Reads criteria; a response that several of them have is read once. Leaves out sentences without a duty, and languages
 * whose words are not known here.
 */
export function readClaims(criteria: readonly CriterionText[]): Claim[] {
  const known = new Map<string, Act[]>();
  return criteria.flatMap(({ id, text }, at): Claim[] => {
    const clauses = isForeign(text) ? undefined : splitClauses(text);
    if (clauses === undefined) return [];
    const { actor, modal, response, replaced } = clauses;
    const told = `${actor}|${modal}|${response}|${replaced}`;
    const acts = known.get(told) ?? readActs(clauses);
    known.set(told, acts);
    const guard = readGuard(clauses.conditions, text);
    return [{ id, at, guard, acts, whole: wholeKey(acts, guard) }];
  });
}

function isForeign(text: string): boolean {
  if (!/[^\x20-\x7e\s]/.test(text)) return false;
  const letters = text.match(/\p{L}/gu)?.length ?? 0;
  const plain = text.match(/[a-z]/gi)?.length ?? 0;
  return plain < 0.97 * letters;
}
