import { followInTime } from './compare-bounds.ts';
import { type ActConflict, type Demand, place, type Strength, verbsAlike } from './conflict.ts';
import { type Facet, opposedFacets } from './facets.ts';
import { isNarrower, sameThing } from './match-objects.ts';
import { areApart } from './quantities.ts';
import type { Act } from './read-acts.ts';

/** Opposite verbs of the same object, or one verb in two manners that exclude each other. */
export function opposing(one: Demand, other: Demand): ActConflict | undefined {
  const pair = opposedFacets(one.act.facets, other.act.facets);
  if (pair === undefined) return undefined;
  if (differentCases(one.act, other.act) || followInTime(one.act, other.act)) return undefined;
  if (isException(one, other) || isException(other, one)) return undefined;
  if (one.act.leave !== other.act.leave && pair[0].concept !== 'edit') return undefined;
  const strength = sameThing(place(one), place(other))
    ? strengthOf(one.act, other.act, pair)
    : aloneStrength(one.act, other.act, pair);
  return strength === undefined ? undefined : { kind: 'opposing', strength };
}

function strengthOf(one: Act, other: Act, [mine, theirs]: [Facet, Facet]): Strength | undefined {
  if (mine.by === 'manner' || theirs.by === 'manner') {
    const alike = verbsAlike(one, other) || mine.by !== theirs.by || mine.concept === 'automatic';
    return alike ? 'weak' : undefined;
  }
  const said = mine.by === 'said' && theirs.by === 'said' && mine.concept === theirs.concept;
  if (one.aside || other.aside) return 'rival';
  if (!said) return forbids(one, mine) || forbids(other, theirs) ? 'weak' : 'rival';
  const named = one.object.core.size > 0 && other.object.core.size > 0;
  return named && (one.time === undefined) === (other.time === undefined) ? 'strong' : 'weak';
}

/** Whether it is said that a thing must not be done, or left as it is: then what brings it about is no step on the way. */
function forbids({ negated }: Act, { concept, sign, by }: Facet): boolean {
  return by === 'said' && sign === -1 && (negated || concept === 'edit' || concept === 'include');
}

function aloneStrength(one: Act, other: Act, [{ concept }]: [Facet, Facet]): Strength | undefined {
  const bothNamed = one.object.head !== undefined && other.object.head !== undefined;
  return selfStanding.has(concept) && !(bothNamed && concept === 'sound') ? 'rival' : undefined;
}

/** Acts that are opposed whatever they are done to, under one condition: `charge a fee`, `issue the card free of charge`. */
const selfStanding: ReadonlySet<string> = new Set(['charge', 'sound']);

/** Whether it says what is opposed to others whatever they are done to. */
export function standsAlone({ facets }: Act): boolean {
  return facets.some(({ concept }) => selfStanding.has(concept));
}

/** `SHALL NOT log requests to /health` takes something out of `SHALL log requests`. */
function isException({ act: one }: Demand, { act: other, context }: Demand): boolean {
  return one.negated && !other.negated && isNarrower(one.object, other.object, context);
}

/** `accept files of 1 MB` and `reject files above 10 MB` have different objects, as have two quoted texts. */
function differentCases(one: Act, other: Act): boolean {
  const quoted =
    one.literals.length > 0 && other.literals.length > 0 && !one.literals.some((text) => other.literals.includes(text));
  if (quoted || isBounded(one, other) || isBounded(other, one)) return true;
  return (
    [...one.values].some(
      ([attribute, value]) => other.values.has(attribute) && other.values.get(attribute) !== value,
    ) ||
    otherWays(one, other) ||
    counted(one, other)
  );
}

function otherWays({ channels: one }: Act, { channels: other }: Act): boolean {
  return one.length > 0 && other.length > 0 && !one.some((channel) => other.includes(channel));
}

function counted(one: Act, other: Act): boolean {
  return one.quantities.some((a) => other.quantities.some((b) => areApart(a, b) && one.verb.concept === 'grant'));
}

/** `SHALL NOT retry more than 3 times` and `allow 5 retries` say nothing of an act without a number. */
function isBounded(one: Act, other: Act): boolean {
  const limits = one.negated || one.verb.concept === 'grant';
  return (
    limits && one.quantities.some(({ dimension }) => !other.quantities.some((there) => there.dimension === dimension))
  );
}
