import { type ClashKeys, clashKeysOf } from './clash-keys.ts';
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
  keys: ClashKeys;
}

/** Undefined for a sentence without a duty, and for languages whose words are not known here. */
export function readClaim({ id, text }: CriterionText, at: number): Claim | undefined {
  if (isForeign(text)) return undefined;
  const clauses = splitClauses(text);
  if (clauses === undefined) return undefined;
  const acts = readActs(clauses);
  const guard = readGuard(clauses.conditions, text);
  return { id, at, guard, acts, keys: clashKeysOf(acts, guard) };
}

function isForeign(text: string): boolean {
  const letters = text.match(/\p{L}/gu)?.length ?? 0;
  const plain = text.match(/[a-z]/gi)?.length ?? 0;
  return plain < 0.97 * letters;
}
