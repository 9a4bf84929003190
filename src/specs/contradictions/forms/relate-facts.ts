import { areDisjoint, isWithin } from './interval.ts';
import type { FormalClaim, FormalDuty, FormalFact } from './read-formal.ts';
import type { Vocabulary } from './vocabulary.ts';

/** How the guards of two forms stand to each other; `first` and `second` name the narrower one. */
export type FactsRelation = 'equal' | 'first' | 'second' | 'overlapping' | 'apart';

export interface GuardedDuty {
  claim: FormalClaim;
  duty: FormalDuty;
}

/**
 * Guards are conjunctions of facts. They are apart where two facts exclude each other, or where nothing says that what
 * each has of its own can be so at the same time: two moments, two values of one subject.
 */
export function relateFacts(one: GuardedDuty, other: GuardedDuty, vocabulary: Vocabulary): FactsRelation {
  const [mine, theirs] = [one.claim.facts, other.claim.facts];
  if (mine.some((a) => theirs.some((b) => exclude(a, b, vocabulary)))) return 'apart';
  if (mine.some((fact) => leavesOut(fact, other.duty)) || theirs.some((fact) => leavesOut(fact, one.duty)))
    return 'apart';
  const here = mine.filter((fact) => !isCovered(fact, theirs) && !restates(fact, other, theirs));
  const there = theirs.filter((fact) => !isCovered(fact, mine) && !restates(fact, one, mine));
  if (here.length + there.length === 0) return 'equal';
  if (here.length === 0) return areNarrowed(there, mine) ? 'overlapping' : 'second';
  if (there.length === 0) return areNarrowed(here, theirs) ? 'overlapping' : 'first';
  const isGeneral = one.duty.isForAll || other.duty.isForAll;
  const areMoments = one.claim.isMomentary && other.claim.isMomentary;
  const isStrict = !isGeneral || areMoments || one.claim.branch || other.claim.branch;
  return here.every((a) => there.every((b) => canMeet(a, b, { vocabulary, isStrict }))) ? 'overlapping' : 'apart';
}

function exclude(one: FormalFact, other: FormalFact, vocabulary: Vocabulary): boolean {
  if (vocabulary.standingOf(one, other) === 'apart') return !one.denied && !other.denied;
  if (one.subject !== other.subject)
    return !one.denied && !other.denied && vocabulary.exclude(one.subject, other.subject);
  if (one.interval !== undefined && other.interval !== undefined) {
    if (one.denied === other.denied) return !one.denied && areDisjoint(one.interval, other.interval);
    return one.denied ? isWithin(other.interval, one.interval) : isWithin(one.interval, other.interval);
  }
  if (one.value === undefined || other.value === undefined) return false;
  if (one.value === other.value) return one.denied !== other.denied;
  return !one.denied && !other.denied && vocabulary.exclude(one.value, other.value);
}

/** `all doors except the emergency exits` says nothing of emergency exits. */
function leavesOut(fact: FormalFact, { object }: FormalDuty): boolean {
  return fact.denied && object !== undefined && object === (isBare(fact) ? fact.subject : fact.value);
}

/** Whether all facts only set closer bounds to what the other guard bounds, too: `at 4` and `at 4 or more` are no exceptions. */
function areNarrowed(facts: readonly FormalFact[], others: readonly FormalFact[]): boolean {
  return facts.every(
    ({ subject, interval }) =>
      interval !== undefined && others.some((other) => other.subject === subject && other.interval !== undefined),
  );
}

/** Whether a fact is so wherever all the others are. */
function isCovered(fact: FormalFact, others: readonly FormalFact[]): boolean {
  return others.some((other) => {
    if (fact.subject !== other.subject || fact.denied !== other.denied) return false;
    if (isBare(fact) && !fact.denied) return true;
    if (fact.value !== other.value) return false;
    if (fact.interval === undefined) return true;
    return other.interval !== undefined && isWithin(other.interval, fact.interval);
  });
}

/** `during the news`: there it is, whatever else it does. */
function isBare({ subject, value, interval }: FormalFact): boolean {
  return interval === undefined && (value === undefined || value === subject);
}

/** `when a helmet is rented` adds nothing to what is demanded of renting out helmets. */
function restates(fact: FormalFact, { duty }: GuardedDuty, guard: readonly FormalFact[]): boolean {
  if (guard.length > 0 || fact.denied || fact.interval !== undefined) return false;
  return fact.subject === duty.object && (fact.value === undefined || fact.value === duty.action);
}

interface Meeting {
  vocabulary: Vocabulary;
  /**
   * One of the two is an error branch, both are of a moment, or neither says that it holds always: then only what is
   * declared to go together does.
   */
  isStrict: boolean;
}

function canMeet(one: FormalFact, other: FormalFact, { vocabulary, isStrict }: Meeting): boolean {
  if (vocabulary.standingOf(one, other) === 'together') return true;
  if (one.subject === other.subject) return one.interval !== undefined && other.interval !== undefined;
  if (one.isMoment && other.isMoment) return false;
  return !isStrict;
}
