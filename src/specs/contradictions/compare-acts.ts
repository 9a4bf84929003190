import { compareBounds, compareEnds } from './compare-bounds.ts';
import { asGrant, breaksOnly, scoped, waived } from './compare-leave.ts';
import { channelled, joined, movedApart, replaced, targeted, timed, valued, withStatus } from './compare-values.ts';
import { opposing, standsAlone } from './compare-verbs.ts';
import { type ActConflict, type Demand, sameSigned } from './conflict.ts';
import { mayNameOne } from './match-objects.ts';
import type { Quantity } from './quantities.ts';
import type { Act } from './read-acts.ts';
import { missingFrom } from './read-words.ts';

/** What keeps two acts from being both done; undefined where nothing does. */
export function conflictOf(one: Demand, other: Demand): ActConflict | undefined {
  if (one.act.only || other.act.only) return breaksOnly(one, other);
  if (!sameActor(one.act, other.act)) return undefined;
  const [mine, theirs] = [asGrant(one, other), asGrant(other, one)];
  if (areTwins(one.act, other.act)) return { kind: 'opposing', strength: 'strong' };
  for (const compare of comparisons) {
    const conflict = compare(mine, theirs);
    if (conflict !== undefined) return conflict;
  }
  return undefined;
}

/** Whether two acts are worth comparing: not where both are the same, or name different things and count or set none. */
export function mayTouch({ act: one, context }: Demand, { act: other, context: there }: Demand): boolean {
  if (one.text === other.text && isSettled(one) && isSettled(other)) return false;
  return areTwins(one, other) || mayNameOne(one.about, other.about, [context, there]) || !isTied(one, other);
}

/** Whether nothing but what they are done to can set them against each other. */
function isTied(one: Act, other: Act): boolean {
  if (one.quantities.some((a) => isCount(a) && other.quantities.some((b) => a.dimension === b.dimension))) return false;
  if (one.literals.length > 0 && other.literals.length > 0) return false;
  if (one.target !== undefined && other.target !== undefined && one.verb.concept === other.verb.concept) return false;
  return one.instead.size + other.instead.size === 0 && !sparesSome(one) && !sparesSome(other) && !standsAlone(one);
}

/** What is counted stands beside the number and not only in the object. */
function isCount({ dimension }: Quantity): boolean {
  return dimension.startsWith('#') || dimension === 'status';
}

function sparesSome({ object: { adjuncts } }: Act): boolean {
  for (const sign of adjuncts.get('with')?.values() ?? []) if (sign === -1) return true;
  return false;
}

/** `resolve without error` and `NOT resolve without error`. */
function areTwins(one: Act, other: Act): boolean {
  return one.negated !== other.negated && one.leave === other.leave && one.bare === other.bare;
}

/** Whether it says all by itself, so that nothing of its condition can set it against itself. */
function isSettled({ verb, time, leave, only }: Act): boolean {
  return verb.sign === 1 && time === undefined && !leave && !only;
}

/** Whether two acts are the same in other words. */
export function sayTheSame(one: Act, other: Act): boolean {
  if (one.leave !== other.leave || one.only !== other.only || !sameActor(one, other)) return false;
  if (!sameSigned(one.bag, other.bag) || !sameList(one.literals, other.literals)) return false;
  if (!sameList(valuesOf(one), valuesOf(other)) || (one.scope === 'some') !== (other.scope === 'some')) return false;
  return sameList(one.quantities.map(describe), other.quantities.map(describe));
}

type Comparison = (one: Demand, other: Demand) => ActConflict | undefined;
const comparisons: Comparison[] = [
  compareEnds,
  opposing,
  joined,
  waived,
  replaced,
  scoped,
  timed,
  valued,
  channelled,
  movedApart,
  targeted,
  withStatus,
  compareBounds,
];

function sameActor(one: Act, other: Act): boolean {
  if (one.actor.size === 0 || other.actor.size === 0) return one.leave === other.leave || !one.leave || !other.leave;
  const [here, there] = [missingFrom(one.actor, other.actor), missingFrom(other.actor, one.actor)];
  return here.length === 0 || there.length === 0;
}

function valuesOf({ values, channels }: Act): string[] {
  return [...[...values].map(([attribute, value]) => `${attribute} ${value}`), ...channels];
}

function describe({ dimension, low, high }: Quantity): string {
  return `${dimension} ${low} ${high}`;
}

function sameList(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((item) => other.includes(item));
}
