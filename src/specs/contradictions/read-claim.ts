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
  /** A bit for each concept of the acts, several to a bit: claims without a common bit have no common concept. */
  concepts: number;
}

/** Undefined for a sentence without a duty, and for languages whose words are not known here. */
export function readClaim({ id, text }: CriterionText, at: number): Claim | undefined {
  if (isForeign(text)) return undefined;
  const clauses = splitClauses(text);
  if (clauses === undefined) return undefined;
  const acts = readActs(clauses);
  return { id, at, guard: readGuard(clauses.conditions, text), acts, concepts: bitsOf(acts) };
}

/** The objects alone where there are any: verbs such as `show` are in every second criterion. */
function bitsOf(acts: readonly Act[]): number {
  let bits = 0;
  for (const { verb, bag, target, quantities } of acts) {
    const byVerb = bag.size < 3 || target !== undefined || quantities.length > 0 || verb.concept === 'grant';
    for (const concept of bag.keys()) if (byVerb || concept !== verb.concept) bits |= bitOf(concept);
  }
  return bits;
}

function bitOf(concept: string): number {
  let sum = 0;
  for (let at = 0; at < concept.length; at++) sum = (31 * sum + concept.charCodeAt(at)) | 0;
  return 1 << (sum & 31);
}

function isForeign(text: string): boolean {
  const letters = text.match(/\p{L}/gu)?.length ?? 0;
  const plain = text.match(/[a-z]/gi)?.length ?? 0;
  return plain < 0.97 * letters;
}
