import { areDisjoint, type Interval } from './interval.ts';
import type { FormalDuty } from './read-formal.ts';
import type { Vocabulary } from './vocabulary.ts';

/** Why two duties cannot both be done. */
export interface DutyClash {
  kind: 'opposing' | 'bounds';
  /**
   * `hard` wherever both are demanded; `soft` where one of the two may be meant for a case of its own: another value,
   * another limit; `leave` where one is what somebody may do: such a case is an exception, whatever the leave says.
   */
  reach: 'hard' | 'soft' | 'leave';
  /** The one that is said of a wider thing. */
  wider?: 'one' | 'other';
}

/** What keeps two duties from being both done, by nothing but the terms, numbers and values that they name. */
export function clashOf(one: FormalDuty, other: FormalDuty, vocabulary: Vocabulary): DutyClash | undefined {
  const span = relateObjects(one, other, vocabulary);
  if (span === undefined) return undefined;
  const wider = span === 'same' ? {} : { wider: span };
  if (one.modality === 'only' || other.modality === 'only')
    return breaksOnly(one, other, vocabulary) ? { kind: 'opposing', reach: 'hard', ...wider } : undefined;
  if (!mayBeOneActor(one, other, vocabulary)) return undefined;
  const found = clashOfActs(one, other, vocabulary);
  return found === undefined ? undefined : { ...found, ...wider };
}

function clashOfActs(one: FormalDuty, other: FormalDuty, { exclude }: Vocabulary): DutyClash | undefined {
  const isLeave = isOfLeave(one) !== isOfLeave(other);
  if (isLeave && one.denied !== other.denied) return undefined;
  if (one.action === other.action) return clashOfSame(one, other);
  return exclude(one.action, other.action) ? clashOfExclusive(one, other, isLeave ? 'leave' : 'hard') : undefined;
}

function relateObjects(
  one: FormalDuty,
  other: FormalDuty,
  { isKind }: Vocabulary,
): 'same' | 'one' | 'other' | undefined {
  const [mine, theirs] = [one.object, other.object];
  if (mine === theirs) return 'same';
  if (mine === undefined) return isForNothing(one) ? 'one' : undefined;
  if (theirs === undefined) return isForNothing(other) ? 'other' : undefined;
  if (isKind(mine, theirs)) return 'other';
  return isKind(theirs, mine) ? 'one' : undefined;
}

/** `pay nothing back`: the act is forbidden, whatever it is done to. */
export function isForNothing({ object, denied, isForAll }: FormalDuty): boolean {
  return object === undefined && denied && isForAll;
}

/** Whom nobody names is the system, or whoever it is. */
function mayBeOneActor({ actor: mine }: FormalDuty, { actor: theirs }: FormalDuty, { isKind }: Vocabulary): boolean {
  if (mine === undefined || theirs === undefined || mine === theirs) return true;
  return isKind(mine, theirs) || isKind(theirs, mine);
}

/** Leave that somebody has, or has not: what the system itself does is another matter. */
function isOfLeave({ modality, actor }: FormalDuty): boolean {
  return modality === 'may' && actor !== undefined;
}

/** Leave or a duty for somebody whom `only` leaves out. */
function breaksOnly(one: FormalDuty, other: FormalDuty, { isKind }: Vocabulary): boolean {
  const [limited, free] = one.modality === 'only' ? [one, other] : [other, one];
  if (limited.action !== free.action || limited.denied || free.denied || limited.actor === undefined) return false;
  if (free.actor === undefined || free.actor === limited.actor) return false;
  return !isKind(free.actor, limited.actor);
}

function clashOfSame(one: FormalDuty, other: FormalDuty): DutyClash | undefined {
  if (one.denied && other.denied) return undefined;
  if (one.denied !== other.denied) {
    const [never, done] = one.denied ? [one, other] : [other, one];
    return isForbidden(done, never) ? { kind: 'opposing', reach: 'hard' } : undefined;
  }
  const apart = sharedBounds(one, other).find(([a, b]) => areDisjoint(a, b));
  if (apart !== undefined) return { kind: 'bounds', reach: 'hard' };
  if (haveOtherValue(one, other)) return { kind: 'opposing', reach: 'soft' };
  return sharedBounds(one, other).some(haveOtherLimit) ? { kind: 'bounds', reach: 'soft' } : undefined;
}

/** Whether what is done is all that is forbidden: a narrower `not` (by SMS, for more than a day) leaves the rest free. */
function isForbidden(done: FormalDuty, never: FormalDuty): boolean {
  for (const [attribute, value] of never.values) if (done.values.get(attribute) !== value) return false;
  for (const [quantity, interval] of never.bounds) {
    const own = done.bounds.get(quantity);
    if (own === undefined || own.dimension !== interval.dimension || areDisjoint(own, interval)) return false;
  }
  return true;
}

/** Two acts of which one rules out the other: `keep` and `delete`. With numbers of one quantity these decide. */
function clashOfExclusive(one: FormalDuty, other: FormalDuty, reach: DutyClash['reach']): DutyClash | undefined {
  if (one.denied || other.denied) return undefined;
  const shared = sharedBounds(one, other);
  if (shared.length > 0)
    return shared.some(([a, b]) => areDisjoint(a, b)) ? { kind: 'bounds', reach: 'hard' } : undefined;
  return countOtherValues(one, other) > 0 ? undefined : { kind: 'opposing', reach };
}

/** Two acts that are alike but for one value. With more than one they are two acts. */
function haveOtherValue(one: FormalDuty, other: FormalDuty): boolean {
  return countOtherValues(one, other) === 1;
}

function countOtherValues(one: FormalDuty, other: FormalDuty): number {
  return [...one.values].filter(([attribute, value]) => (other.values.get(attribute) ?? value) !== value).length;
}

function sharedBounds(one: FormalDuty, other: FormalDuty): [Interval, Interval][] {
  return [...one.bounds].flatMap(([quantity, mine]): [Interval, Interval][] => {
    const theirs = other.bounds.get(quantity);
    return theirs === undefined ? [] : [[mine, theirs]];
  });
}

/** Two limits of one kind: `at most 70` and `at most 110`. */
function haveOtherLimit([one, other]: [Interval, Interval]): boolean {
  if (one.dimension !== other.dimension) return false;
  const upper = one.low === other.low && one.high !== other.high && Number.isFinite(one.high + other.high);
  const lower = one.high === other.high && one.low !== other.low && Number.isFinite(one.low + other.low);
  return upper || lower;
}
