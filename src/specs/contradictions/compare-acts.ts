import { carriers, passingManners } from './lexicon.ts';
import { areApart, type Quantity } from './quantities.ts';
import { type Act, sameObject } from './read-acts.ts';
import { type Bag, isManner, missingFrom, opposedConcepts } from './read-words.ts';

export interface ActConflict {
  /** `opposing`: one demands what the other forbids, or they set one thing to two values. `bounds`: numbers exclude each other. */
  kind: 'opposing' | 'bounds';
  strength: Strength;
}

export function conflictOf(one: Act, other: Act): ActConflict | undefined {
  if (one.only || other.only) return breaksOnly(one, other) ? { kind: 'opposing', strength: 'strong' } : undefined;
  if (one.leave !== other.leave || !sameActor(one, other)) return undefined;
  const opposed = areOpposed(one, other);
  if (opposed !== undefined)
    return differentCases(one, other) || followInTime(one, other) ? undefined : { kind: 'opposing', strength: opposed };
  if (haveOtherTargets(one, other) || haveOtherStatus(one, other)) return { kind: 'opposing', strength: 'weak' };
  const bounds = haveOtherBounds(one, other);
  return bounds === undefined ? undefined : { kind: 'bounds', strength: bounds };
}

/** Whether two acts are the same in other words. */
export function sayTheSame(one: Act, other: Act): boolean {
  if (one.leave !== other.leave || one.only !== other.only || !sameActor(one, other)) return false;
  if (!sameSigned(one.bag, other.bag) || !sameList(one.literals, other.literals)) return false;
  return sameList(one.quantities.map(describe), other.quantities.map(describe));
}

/** Whether both acts are about one thing, so that a person would read them together. */
function sameActor(one: Act, other: Act): boolean {
  if (one.actor.size === 0 || other.actor.size === 0) return !one.leave;
  const [here, there] = [missingFrom(one.actor, other.actor), missingFrom(other.actor, one.actor)];
  return here.length === 0 || there.length === 0;
}

/** `strong` wherever both are demanded, `weak` under equal conditions, `rival` (two acts that seldom go together) under equal ones that are named. */
type Strength = 'strong' | 'weak' | 'rival';

/** Opposite verbs of the same object, or one verb in two manners that exclude each other. */
function areOpposed(one: Act, other: Act): Strength | undefined {
  const opposed = opposedConcepts(one.bag, other.bag);
  const [pair] = opposed;
  if (pair === undefined || opposed.length > 1) return undefined;
  const [mine, theirs] = pair;
  const manner = isManner(mine) && isManner(theirs) && one.verb.concept === other.verb.concept;
  if (!manner && !isDone(one, other, pair)) return undefined;
  const [here, there] = [without(one, mine), without(other, theirs)];
  const strength = likenessOf(here, there, mine);
  if (strength !== 'strong' || mine === theirs) return strength;
  return manner ? 'weak' : 'rival';
}

/** How surely two objects are one. Leave to come in is named in many ways: access, the sign-in, the account. */
function likenessOf(here: Bag, there: Bag, opposed: string): Strength | undefined {
  const sameSize = here.size === there.size;
  if (opposed === 'grant' && here.has('signin') !== there.has('signin'))
    return isWithin(here, there) ? 'weak' : undefined;
  if (here.size === 0 || there.size === 0) return sameSize ? 'weak' : undefined;
  if (opposed === 'before' && !sameSize) return undefined;
  return sameObject(here, there) ? 'strong' : undefined;
}

/** Whether what is opposed is what they do, not what they do it to: `show active users` and `show inactive users` go together. */
function isDone(one: Act, other: Act, [mine, theirs]: [string, string]): boolean {
  const byVerb = one.verb.concept === mine || other.verb.concept === theirs;
  return byVerb && carries(one, mine) && carries(other, theirs);
}

/** Whether one object is in the other but for one word. */
function isWithin(one: Bag, other: Bag): boolean {
  return Math.min(missingFrom(one, other).length, missingFrom(other, one).length) <= 1;
}

/** Whether the concept is what the act does, or the state that it keeps or makes. */
function carries({ verb }: Act, concept: string): boolean {
  return verb.concept === concept || carriers.has(verb.concept);
}

/** The object: without the verb or the state that is opposed, and without the verb that only carries it. */
function without({ verb, bag, negated }: Act, concept: string): Bag {
  const rest = new Map(bag);
  rest.delete(concept);
  if (!negated) for (const word of passingManners) rest.delete(word);
  if (verb.concept !== concept && carriers.has(verb.concept)) rest.delete(verb.concept);
  return rest;
}

/** `accept files of 1 MB` and `reject files above 10 MB` have different objects, as have two quoted texts. */
function differentCases(one: Act, other: Act): boolean {
  const quoted =
    one.literals.length > 0 && other.literals.length > 0 && !one.literals.some((text) => other.literals.includes(text));
  if (isBounded(one, other) || isBounded(other, one)) return true;
  return (
    quoted ||
    one.quantities.some((a) =>
      other.quantities.some(
        (b) => areApart(a, b) && one.verb.concept === other.verb.concept && one.verb.concept === 'grant',
      ),
    )
  );
}

/** `SHALL NOT retry more than 3 times` and `allow 5 retries` say nothing of an act without a number. */
function isBounded(one: Act, other: Act): boolean {
  const limits = one.negated || one.verb.concept === 'grant';
  return limits && one.quantities.length > 0 && other.quantities.length === 0;
}

/** `keep for 30 days` and `delete after 30 days`, `show` and `hide after 5 seconds`: one after the other, as it should be. */
function followInTime(one: Act, other: Act): boolean {
  const [during, after] = one.verb.sign === 1 ? [one, other] : [other, one];
  const [span, delay] = [timeOf(during), timeOf(after)];
  if (delay === undefined || after.negated) return false;
  return span === undefined || (delay.low >= span.low && Number.isFinite(delay.low));
}

function timeOf({ quantities }: Act): Quantity | undefined {
  return quantities.find(({ dimension }) => dimension === 'time');
}

/** `only editors may publish` against leave for anybody else. */
function breaksOnly(one: Act, other: Act): boolean {
  const [limited, free] = one.only ? [one, other] : [other, one];
  if (!free.leave || free.verb.sign !== limited.verb.sign || limited.verb.concept !== free.verb.concept) return false;
  if (!sameObject(limited.bag, free.bag)) return false;
  return free.only
    ? missingFrom(free.actor, limited.actor).length > 0 && missingFrom(limited.actor, free.actor).length > 0
    : missingFrom(free.actor, limited.actor).length > 0 || free.actor.size < limited.actor.size;
}

function haveOtherTargets({ verb, at, target }: Act, other: Act): boolean {
  if (target === undefined || other.target === undefined || target.word !== other.target.word) return false;
  if (at !== other.at || verb.concept !== other.verb.concept || verb.sign !== 1 || other.verb.sign !== 1) return false;
  const bases = missingFrom(target.base, other.target.base).length + missingFrom(other.target.base, target.base).length;
  if (bases > 0) return false;
  if (target.literals.length === 1 && other.target.literals.length === 1)
    return target.literals[0] !== other.target.literals[0];
  return (
    missingFrom(target.value, other.target.value).length > 0 && missingFrom(other.target.value, target.value).length > 0
  );
}

function haveOtherStatus(one: Act, other: Act): boolean {
  const [mine, theirs] = [statusOf(one), statusOf(other)];
  return (
    mine !== undefined &&
    theirs !== undefined &&
    mine.low !== theirs.low &&
    one.verb.concept === other.verb.concept &&
    one.at === other.at
  );
}

function statusOf({ quantities }: Act): Quantity | undefined {
  return quantities.find(({ dimension, shape }) => dimension === 'status' && shape === 'exact');
}

/** The same attribute with numbers that cannot both be kept, or with two limits. */
function haveOtherBounds(one: Act, other: Act): Strength | undefined {
  const [mine, theirs] = [one.quantities[0], other.quantities[0]];
  if (mine === undefined || theirs === undefined || one.quantities.length + other.quantities.length > 2)
    return undefined;
  if (one.verb.sign !== other.verb.sign || mine.dimension === 'status' || mine.dimension !== theirs.dimension)
    return undefined;
  if (!boundsAlike(one, other)) return undefined;
  if (one.verb.concept === 'verify' && mine.dimension.startsWith('#')) return undefined;
  if (!sameObject(one.bag, other.bag) || one.literals.join() !== other.literals.join()) return undefined;
  if (areApart(mine, theirs)) return 'strong';
  const alike = missingFrom(one.bag, other.bag).length + missingFrom(other.bag, one.bag).length === 0;
  const differ = mine.shape === theirs.shape && (mine.low !== theirs.low || mine.high !== theirs.high);
  return alike && differ ? 'weak' : undefined;
}

/** `lock for 15 minutes` and `keep locked for an hour` bound the same; `archive after a day` and `confirm within a day` do not. */
function boundsAlike({ verb: one }: Act, { verb: other }: Act): boolean {
  return one.concept === other.concept || [one, other].some(({ concept }) => bounding.has(concept));
}

const bounding: ReadonlySet<string> = new Set(
  'limit grant support contain last keep leav set create save send remain'.split(' '),
);

function sameSigned(one: Bag, other: Bag): boolean {
  if (one.size !== other.size) return false;
  for (const [concept, sign] of one) if (other.get(concept) !== sign) return false;
  return true;
}

function describe({ dimension, low, high }: Quantity): string {
  return `${dimension} ${low} ${high}`;
}

function sameList(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((item) => other.includes(item));
}
