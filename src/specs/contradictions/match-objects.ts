import { fillers, vagueHeads, wordSet } from './lexicon/word-sets.ts';
import type { ObjectPhrase } from './read-object.ts';
import { type Bag, missingFrom } from './read-words.ts';

/** An object and the condition that it is spoken of under, which says what `it` is. */
export interface Placed {
  object: ObjectPhrase;
  context: Bag;
}

/** What a thing is called at the least, and everything that is named with it. */
export interface About {
  core: readonly string[];
  head: string | undefined;
  anything: boolean;
  named: ReadonlySet<string>;
}

/** `verb` where somebody gets leave for an act, which is a thing itself: `let guests pay` is about paying. */
export function readAbout(object: ObjectPhrase, verb: string | undefined): About {
  const { core, head, adjuncts } = object;
  const named = [...core.keys(), ...[...adjuncts.values()].flatMap((bag) => [...bag.keys()])];
  return {
    core: [...core.keys()].filter((concept) => !fillers.has(concept)),
    head,
    anything: isAnything(object),
    named: new Set(verb === undefined ? named : [...named, verb]),
  };
}

/** Whether `sameThing` may hold, under what conditions they are said: quickly, and true rather than not. */
export function mayNameOne(one: About, other: About, [here, there]: [Bag, Bag]): boolean {
  if (one.anything || other.anything) return true;
  if (one.core.length === 0) return mayBeMeant(one, other, here);
  if (other.core.length === 0) return mayBeMeant(other, one, there);
  return isWithin(one, other) || isWithin(other, one);
}

function mayBeMeant({ named }: About, { core, head }: About, context: Bag): boolean {
  if (core.length === 0 || head === undefined) return true;
  return named.has(head) || context.has(head) || vagueHeads.has(head);
}

/** `not alert anybody`: whatever it may be. */
function isAnything({ core, adjuncts }: ObjectPhrase): boolean {
  return core.size === 1 && adjuncts.size === 0 && core.has('whatever');
}

function isWithin({ core }: About, { named }: About): boolean {
  for (const concept of core) if (!named.has(concept)) return false;
  return true;
}

/** How much two objects have to be alike: `part` where one may be a part or a kind of the other. */
export type Likeness = 'same' | 'part';

/**
 * Whether two acts are done to one thing: the nouns that they are about are the same, what else is said of it does not
 * tell two things apart, and neither does what follows the same preposition.
 */
export function sameThing(one: Placed, other: Placed, likeness: Likeness = 'part'): boolean {
  const [mine, theirs] = [one.object, other.object];
  if (isAnything(mine) || isAnything(theirs)) return true;
  if (clash(mine.core, theirs.core) || !sameAdjuncts(one, other)) return false;
  if (likeness === 'same' && (hasOwnAdjuncts(mine, theirs) || hasOwnAdjuncts(theirs, mine))) return false;
  if (isEmpty(mine.core) || isEmpty(theirs.core)) return isMeant(one, other) || isMeant(other, one);
  return isPartOf(one, other, likeness) || isPartOf(other, one, likeness);
}

/** Whether the core of the first has no word that sets it apart from the second, which may have further ones. */
function isPartOf({ object: broad, context }: Placed, { object: narrow }: Placed, likeness: Likeness): boolean {
  if (strange(broad.core, narrow).length > 0) return false;
  const further = strange(narrow.core, broad);
  if (further.length > 0 && hasOwnAdjuncts(broad, narrow)) return false;
  if (hasNegative(narrow.core, further, context)) return false;
  if (likeness === 'same' && !further.every((concept) => context.has(concept))) return false;
  return isAbout(broad, narrow) && isAbout(narrow, broad);
}

/** Whether an act is done to a part only of what the other one is done to: to drafts, where that one is for all notes. */
export function isNarrower(object: ObjectPhrase, other: ObjectPhrase, context: Bag): boolean {
  if (isAnything(object)) return false;
  return (
    strange(object.core, other).some((concept) => context.get(concept) !== object.core.get(concept)) ||
    hasOwnAdjuncts(object, other) ||
    [...object.adjuncts].some(([word, bag]) => !other.adjuncts.has(word) && strange(bag, other).length > 0)
  );
}

/** Whether `it`, or nothing at all, is what the other one names. */
function isMeant({ object, context }: Placed, { object: named, context: there }: Placed): boolean {
  if (!isEmpty(object.core)) return false;
  if (hasOwnWords(object, named)) return false;
  if (isEmpty(named.core)) return true;
  if ([...object.adjuncts.values()].some((bag) => named.head !== undefined && bag.has(named.head))) return true;
  return named.head !== undefined && (context.has(named.head) || (vagueHeads.has(named.head) && there.size > 0));
}

/** Concepts of the core that the other object does not name. */
function strange(core: Bag, { core: there, adjuncts }: ObjectPhrase): string[] {
  return missingFrom(core, there).filter(
    (concept) =>
      !fillers.has(concept) &&
      ![...adjuncts.values()].some((bag) => bag.has(concept) && !hasNegative(bag, [...bag.keys()])),
  );
}

/** `a link to the dashboard` is not `the admin link`: each has a word for what it is that the other has not. */
function hasOwnAdjuncts(object: ObjectPhrase, other: ObjectPhrase): boolean {
  for (const [preposition, bag] of object.adjuncts) {
    if (
      (telling.has(preposition) || isVague(object)) &&
      missingFrom(bag, other.core).some((c) => !everybody.has(c)) &&
      !other.adjuncts.has(preposition)
    )
      return true;
  }
  return false;
}

/** Whether something stands after a preposition of the one that stands nowhere in the other. */
function hasOwnWords({ adjuncts }: ObjectPhrase, other: ObjectPhrase): boolean {
  return [...adjuncts].some(([word, bag]) => telling.has(word) && strange(bag, other).length > 0);
}

function isVague({ head }: ObjectPhrase): boolean {
  return head !== undefined && vagueHeads.has(head);
}

/** Prepositions that say which thing is meant, or for whom. */
const telling: ReadonlySet<string> = wordSet('of to for from with that which who whose about against');
const everybody: ReadonlySet<string> = new Set(['user', 'system']);

function isAbout({ head }: ObjectPhrase, other: ObjectPhrase): boolean {
  if (head === undefined || vagueHeads.has(head)) return true;
  if (other.head !== undefined && vagueHeads.has(other.head)) return true;
  return other.core.has(head) || [...other.adjuncts.values()].some((bag) => bag.has(head));
}

function sameAdjuncts(one: Placed, other: Placed): boolean {
  if ([...other.object.adjuncts].some(([word, bag]) => !one.object.adjuncts.has(word) && isUnlike(word, bag)))
    return false;
  for (const [preposition, mine] of one.object.adjuncts) {
    const theirs = other.object.adjuncts.get(preposition);
    if (theirs === undefined) {
      if (isUnlike(preposition, mine)) return false;
      continue;
    }
    if (clash(mine, theirs)) return false;
    const here = strange(mine, other.object).filter((concept) => !theirs.has(concept));
    const there = strange(theirs, one.object).filter((concept) => !mine.has(concept));
    if (here.length > 0 && there.length > 0) return false;
    if (hasNegative(mine, here) || hasNegative(theirs, there)) return false;
  }
  return true;
}

/** `that are not listed` sets something apart by what it is not. */
function isUnlike(preposition: string, bag: Bag): boolean {
  if (preposition === 'outside') return true;
  return /^(?:with|that|which|who|whose)$/.test(preposition) && hasNegative(bag, [...bag.keys()]);
}

function isEmpty(core: Bag): boolean {
  for (const concept of core.keys()) if (!fillers.has(concept)) return false;
  return true;
}

/** `active users` and `inactive users`. */
function clash(one: Bag, other: Bag): boolean {
  for (const [concept, sign] of one) if (other.has(concept) && other.get(concept) !== sign) return true;
  return false;
}

/** `files that are not listed` are others than `files`. */
function hasNegative(bag: Bag, concepts: readonly string[], context?: Bag): boolean {
  return concepts.some((concept) => bag.get(concept) === -1 && context?.get(concept) !== -1);
}
