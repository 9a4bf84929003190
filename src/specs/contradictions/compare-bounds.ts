import { type ActConflict, type Demand, place, verbsAlike } from './conflict.ts';
import { type Facet, opposedFacets } from './facets.ts';
import { wordSet } from './lexicon/word-sets.ts';
import { type Placed, sameThing } from './match-objects.ts';
import { areApart, complementOf, type Quantity } from './quantities.ts';
import type { Act } from './read-acts.ts';
import { type Bag, missingFrom } from './read-words.ts';
import { stem } from './stem.ts';

/** The same attribute with numbers that cannot both be kept, or with two limits. */
export function compareBounds(one: Demand, other: Demand): ActConflict | undefined {
  const pair = boundsOf(one, other);
  if (pair === undefined || !boundsAlike(one.act, other.act, pair[0].dimension)) return undefined;
  if (one.act.literals.join() !== other.act.literals.join() || !sameThing(bare(one, pair[0]), bare(other, pair[1])))
    return undefined;
  const [mine, theirs] = pair;
  if (!sameRole(mine, theirs)) return undefined;
  if (areApart(mine, theirs))
    return { kind: 'bounds', strength: mine.fromGuard !== theirs.fromGuard ? 'rule' : 'strong' };
  const differ =
    mine.shape === theirs.shape
      ? !isNear(mine.low, theirs.low) || !isNear(mine.high, theirs.high)
      : repeats(one, mine, theirs);
  const same = sameThing(bare(one, mine), bare(other, theirs), 'same') && sameActors(one.act, other.act);
  if (!differ || !same) return undefined;
  if (mine.fromGuard !== theirs.fromGuard) return { kind: 'bounds', strength: 'rule' };
  return differ ? { kind: 'bounds', strength: 'weak' } : undefined;
}

function hasNumber({ act, bounds }: Demand): boolean {
  return act.quantities.length > 0 || (bounds.length > 0 && act.verb.sign === -1);
}

/** The one number of each that counts or measures the same, as what it leaves room for. */
function boundsOf(one: Demand, other: Demand): [Bound, Bound] | undefined {
  if (!hasNumber(one) || !hasNumber(other) || !mayMeasureOne(one, other)) return undefined;
  const [mine, theirs] = [onlyBound(one), onlyBound(other)];
  if (mine === undefined || theirs === undefined || mine.dimension !== theirs.dimension) return undefined;
  return [mine, theirs];
}

/** `discard events that are more than a day late` keeps those that are not. */
function leavesOut({ concept }: Act['verb'], { shape, text }: Quantity): boolean {
  return (concept === 'keep' || concept === 'process') && shape !== 'exact' && !/^(?:after|within|for)\b/.test(text);
}

function mayMeasureOne(one: Demand, other: Demand): boolean {
  const [mine, theirs] = [measured(one), measured(other)];
  return mine === undefined || theirs === undefined || mine === theirs;
}

/** What its only number measures; undefined where it has several, or none but those of its condition. */
function measured({ act: { quantities } }: Demand): string | undefined {
  return quantities.length === 1 ? countedAs(quantities[0]?.dimension ?? '') : undefined;
}

/** `25 units of one product` bounds the units. */
function isOne({ low, high, dimension }: Quantity): boolean {
  return low === 1 && high === 1 && dimension.startsWith('#');
}

interface Bound extends Quantity {
  /** It stands in the condition: `IF a file is larger than 10 MB THEN reject the file`. */
  fromGuard: boolean;
}

function onlyBound({ act: { quantities, verb, negated, object }, bounds, context }: Demand): Bound | undefined {
  const refuses = verb.concept === 'grant' && verb.sign === -1 && quantities.length === 0;
  const fromGuard = refuses && object.head !== undefined && context.has(object.head);
  const [first, second] = fromGuard
    ? bounds
    : quantities.filter((quantity) => !isOne(quantity) || quantities.length === 1);
  if (first === undefined || second !== undefined || first.dimension === 'status') return undefined;
  const counted = { ...first, dimension: countedAs(first.dimension), fromGuard };
  const limited = verb.concept === 'limit' && counted.shape === 'exact';
  if (limited) return { ...counted, low: 0, shape: 'upper' };
  const refused = (verb.concept === 'grant' || negated || leavesOut(verb, counted)) && verb.sign === -1;
  return refused ? { ...complementOf(counted), fromGuard } : counted;
}

/** Without the noun that is counted: `messages of 280 characters` are messages. */
function bare({ act: { object }, context }: Demand, { dimension }: Quantity): Placed {
  const noun = stem(dimension.slice(1));
  const adjuncts = [...object.adjuncts].map(([word, bag]): [string, Bag] => [word, lacking(bag, noun)]);
  const core = object.core.size > 1 ? lacking(object.core, noun) : object.core;
  const head = core.size < object.core.size && object.head === noun ? undefined : object.head;
  return { object: { ...object, core, head, adjuncts: new Map(adjuncts.filter(([, bag]) => bag.size > 0)) }, context };
}

function lacking(bag: Bag, concept: string): Bag {
  return new Map([...bag].filter(([own]) => own !== concept));
}

/** `up to 10 MB` and `not above 10 MB` are one limit. */
function isNear(one: number, other: number): boolean {
  return one === other || Math.abs(one - other) <= Math.max(one, other) * 1e-3;
}

/** `retry 3 times` and `retry at most 5 times` are two limits. */
function repeats({ act }: Demand, one: Quantity, other: Quantity): boolean {
  return act.verb.concept === 'retry' && one.high !== other.high && Number.isFinite(one.high + other.high);
}

/** Without an object it is the one who acts who tells what is bounded. */
function sameActors(one: Act, other: Act): boolean {
  if (one.object.head !== undefined) return true;
  return one.actor.size === other.actor.size && missingFrom(one.actor, other.actor).length === 0;
}

/** Attempts, retries and times are counted alike. */
export function countedAs(dimension: string): string {
  return attempts.has(dimension) ? '#time' : dimension;
}

const attempts: ReadonlySet<string> = new Set(['#attempt', '#retry', '#retrie', '#try', '#tries', '#time']);

/** `lock for 15 minutes` and `keep locked for an hour` bound the same; `archive after a day` and `confirm within a day` do not. */
function boundsAlike(one: Act, other: Act, dimension: string): boolean {
  if (one.verb.concept === 'verify' && dimension.startsWith('#')) return false;
  if (one.leave !== other.leave && dimension === 'time') return false;
  if (verbsAlike(one, other) || takesWhatIsLeft(one, other) || takesWhatIsLeft(other, one)) return true;
  if (one.leave && other.leave && [one, other].some(({ verb }) => verb.concept === 'acquir')) return true;
  const shared = one.facets.some((mine) =>
    other.facets.some(
      (f) => f.by !== 'implied' && mine.by !== 'implied' && f.concept === mine.concept && f.sign === mine.sign,
    ),
  );
  if (shared) return true;
  const verbs = [one.verb.concept, other.verb.concept];
  if (dimension === 'time') return verbs.some((verb) => spanning.has(verb)) && one.verb.sign === other.verb.sign;
  return verbs.every((verb) => bounding.has(verb));
}

/** `accept` against `discard` with a bound of what is discarded. */
function takesWhatIsLeft({ verb, leave }: Act, { verb: other, quantities: [bound] }: Act): boolean {
  return (
    verb.concept === 'grant' &&
    verb.sign === 1 &&
    !leave &&
    other.sign === -1 &&
    bound !== undefined &&
    leavesOut(other, bound)
  );
}

const bounding: ReadonlySet<string> = wordSet(
  'limit grant support sell buy order contain last keep leav set create save send remain required hold verify have use assign',
);
const spanning: ReadonlySet<string> = wordSet('limit last leav set');

function sameRole(one: Quantity, other: Quantity): boolean {
  const [mine, theirs] = [roleOf(one), roleOf(other)];
  return mine === theirs || ((mine === 'value' || theirs === 'value') && mine !== 'period' && theirs !== 'period');
}

function roleOf({ text, dimension }: Quantity): 'span' | 'point' | 'period' | 'value' {
  if (dimension !== 'time') return 'value';
  if (/^every\b/.test(text)) return 'period';
  if (/^(?:within|after|in under|no (?:sooner|later|earlier)|not (?:before|until))/.test(text)) return 'point';
  return /^for\b/.test(text) ? 'span' : 'value';
}

/** `lock for 15 minutes` against `unlock after 30`, `keep for 90 days` against `delete after 30`: what lasts and when it ends. */
export function compareEnds(one: Demand, other: Demand): ActConflict | undefined {
  const pair = opposedFacets(one.act.facets, other.act.facets);
  if (pair === undefined || !sameThing(place(one), place(other))) return undefined;
  return endsElse(one, other, pair[0]) ?? endsElse(other, one, pair[1]);
}

function endsElse(lasts: Demand, ends: Demand, facet: Facet): ActConflict | undefined {
  const [span, end] = [lasts.act.negated ? undefined : timeOf(lasts.act), endOf(ends)];
  if (span === undefined || end === undefined || ends.act.negated || roleOf(span) === 'point') return undefined;
  const apart = span.low - end > span.low * 1e-3 || end - span.high > span.high * 1e-3;
  const restated = ends.context.get(facet.concept) === facet.sign;
  return apart ? { kind: 'bounds', strength: restated ? 'rule' : 'strong' } : undefined;
}

/** When an act puts an end to something. */
function endOf(demand: Demand): number | undefined {
  const own = timeOf(demand.act);
  const time = own ?? (demand.act.quantities.length === 0 ? idleTime(demand) : undefined);
  if (time === undefined || (own !== undefined && roleOf(own) === 'span')) return undefined;
  return time.low > 0 ? time.low : time.high;
}

/** `IF a session is idle for 5 minutes THEN end it`: the end comes after 5 minutes. */
function idleTime({ bounds }: Demand): Quantity | undefined {
  const [first, second] = bounds;
  return first?.dimension === 'time' && second === undefined ? first : undefined;
}

/** `keep for 30 days` and `delete after 30 days`, `show` and `hide after 5 seconds`: one after the other, as it should be. */
export function followInTime(one: Act, other: Act): boolean {
  const [during, after] = one.verb.sign === 1 ? [one, other] : [other, one];
  const [span, delay] = [timeOf(during), timeOf(after)];
  if (delay === undefined || after.negated) return false;
  return span === undefined || (delay.low >= span.low && Number.isFinite(delay.low));
}

function timeOf({ quantities }: Act): Quantity | undefined {
  return quantities.find(({ dimension }) => dimension === 'time');
}
