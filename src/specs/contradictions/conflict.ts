import { neutralVerbs } from './lexicon/word-sets.ts';
import type { Placed } from './match-objects.ts';
import type { Quantity } from './quantities.ts';
import type { Act } from './read-acts.ts';
import type { Bag } from './read-words.ts';

/** An act and the condition that it is demanded under. */
export interface Demand {
  act: Act;
  context: Bag;
  /** The numbers of the condition. */
  bounds: readonly Quantity[];
}

export interface ActConflict {
  /** `opposing`: one demands what the other forbids, or they give one thing two values. `bounds`: numbers exclude each other. */
  kind: 'opposing' | 'bounds';
  strength: Strength;
}

/**
 * How far a conflict reaches. `rule`: whatever the conditions are. `strong`: wherever both are demanded. `weak`: under
 * one condition only, since another one may ask for something else. `rival`: two acts that seldom go together, under
 * one condition that is named.
 */
export type Strength = 'rule' | 'strong' | 'weak' | 'rival';

export function place({ act: { object }, context }: Demand): Placed {
  return { object, context };
}

/** As `place`, without what stands after these prepositions. */
export function withoutAdjuncts({ act: { object }, context }: Demand, isLeftOut: (word: string) => boolean): Placed {
  const adjuncts = new Map([...object.adjuncts].filter(([word]) => !isLeftOut(word)));
  return { object: { ...object, adjuncts }, context };
}

/** Whether two acts differ in nothing but what they give to a thing. */
export function verbsAlike({ verb: one }: Act, { verb: other }: Act): boolean {
  if (one.concept === other.concept) return one.sign === other.sign;
  return one.sign === 1 && other.sign === 1 && neutralVerbs.has(one.concept) && neutralVerbs.has(other.concept);
}

export function sameSigned(one: Bag, other: Bag): boolean {
  if (one.size !== other.size) return false;
  for (const [concept, sign] of one) if (other.get(concept) !== sign) return false;
  return true;
}
