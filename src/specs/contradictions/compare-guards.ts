import { endings, lightWords } from './lexicon/word-sets.ts';
import { areApart } from './quantities.ts';
import type { Condition, Guard } from './read-guard.ts';
import { type Bag, missingFrom, opposedConcepts } from './read-words.ts';

/**
 * How two guards stand to each other. `first` and `second` name the narrower one, which holds only when the other holds;
 * `overlapping` ones can hold at once, `apart` ones cannot, or nothing says that they meet.
 */
export type GuardRelation = 'equal' | 'first' | 'second' | 'overlapping' | 'apart';

export function relateGuards(one: Guard, other: Guard, ignored: ReadonlySet<string> = nothing): GuardRelation {
  if (one.conditions.length === 0 && other.conditions.length === 0) return 'equal';
  if (one.conditions.length === 0) return 'second';
  if (other.conditions.length === 0) return 'first';
  if (pairs(one, other).some(([a, b]) => exclude(a, b))) return 'apart';
  if (uncovered(one, other, ignored).length + uncovered(other, one, ignored).length === 0) return 'equal';
  const [here, there] = [uncovered(one, other, nothing), uncovered(other, one, nothing)];
  if (here.length === 0) return 'second';
  if (there.length === 0) return 'first';
  return here.every((a) => there.every((b) => areIndependent(a, b))) ? 'overlapping' : 'apart';
}

/** `a customer opens the app` is not `a driver opens the app`; `a user opens the app` leaves open who it is. */
function hasRival({ agent, text }: Condition, { conditions }: Guard): boolean {
  const named = agent.has('user') && !/\b(?:user|someone|person)s?\b/i.test(text);
  return named && conditions.some((other) => other.agent.size > 0 && !other.agent.has('user'));
}

const nothing: ReadonlySet<string> = new Set();

function pairs(one: Guard, other: Guard): [Condition, Condition][] {
  return one.conditions.flatMap((a) => other.conditions.map((b): [Condition, Condition] => [a, b]));
}

/** Conditions of a guard that the other guard does not ask for. */
function uncovered(guard: Guard, other: Guard, ignored: ReadonlySet<string>): Condition[] {
  return guard.conditions.filter((condition) => !isCovered(condition, other, ignored));
}

function isCovered(condition: Condition, other: Guard, ignored: ReadonlySet<string>): boolean {
  let shared = 0;
  const unnamed = other.conditions.some(({ passive }) => passive);
  for (const [concept, sign] of condition.bag) {
    if (other.bag.get(concept) === sign) shared++;
    else if (concept === 'user' && hasRival(condition, other)) return false;
    else if (
      sign === -1 ||
      other.bag.has(concept) ||
      !(lightWords.has(concept) || ignored.has(concept) || (unnamed && condition.agent.has(concept)))
    )
      return false;
  }
  if (shared === 0) return false;
  if (condition.quantities.some(({ dimension }) => !other.quantities.some((there) => there.dimension === dimension)))
    return false;
  const there = other.conditions.flatMap(({ literals }) => literals);
  return condition.literals.every((literal) => there.includes(literal));
}

/** Whether both are about the same thing and say of it what cannot be so at once. */
function exclude(one: Condition, other: Condition): boolean {
  const opposed = opposedConcepts(one.bag, other.bag);
  const shared = one.bag.size - missingFrom(one.bag, other.bag).length - opposed.length;
  if (opposed.length > 0 && (shared > 0 || Math.min(one.bag.size, other.bag.size) <= 1 + opposed.length)) return true;
  if (
    opposed.length === 0 &&
    one.literals.length > 0 &&
    other.literals.length > 0 &&
    differ(one.literals, other.literals)
  )
    return true;
  if (shared > 0 && (ends(one, other) || ends(other, one))) return true;
  return one.quantities.some((a) => other.quantities.some((b) => areApart(a, b)));
}

function ends(moment: Condition, state: Condition): boolean {
  if (moment.lasting || !state.lasting) return false;
  return missingFrom(moment.bag, state.bag).some((concept) => endings.has(concept));
}

function differ(one: readonly string[], other: readonly string[]): boolean {
  return one.some((literal) => !other.includes(literal)) && other.some((literal) => !one.includes(literal));
}

/**
 * Whether two conditions that differ can hold at once: two events are two moments, and two things said of one subject
 * (`the order is paid`, `the order is shipped`) are read as alternatives.
 */
function areIndependent(one: Condition, other: Condition): boolean {
  if (!one.lasting && !other.lasting) return isSameEvent(one, other);
  if (one.kind === 'feature' && other.kind === 'feature') return false;
  if (one.lasting !== other.lasting && isMoment(one) && isMoment(other)) return false;
  return !sharesWord(one.bag, other.bag) || (one.lasting !== other.lasting && !(one.copular && other.copular));
}

function isMoment({ kind, lasting }: Condition): boolean {
  return kind === 'event' || (kind === 'unwanted' && !lasting);
}

/** The same event with further details of different kinds: `signs in with a password`, `signs in from abroad`. */
function isSameEvent(one: Condition, other: Condition): boolean {
  const [mine, theirs] = [one.head(), other.head()];
  const [here, there] = [missingFrom(mine, theirs), missingFrom(theirs, mine)];
  if (mine.size < 1 || here.length + there.length > 0) return false;
  return !one.details.some((word) => other.details.includes(word));
}

function sharesWord(one: Bag, other: Bag): boolean {
  return missingFrom(one, other).length < one.size;
}
