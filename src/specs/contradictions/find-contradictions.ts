import { type ClashKeys, clashKeysOf } from './clash-keys.ts';
import { conflictOf, mayTouch, sayTheSame } from './compare-acts.ts';
import { relateGuards } from './compare-guards.ts';
import type { Demand } from './conflict.ts';
import type { Contradiction, CriterionText } from './contradiction.ts';
import {
  describeConflict,
  describeDuplicate,
  describeNever,
  describeNeverUnder,
  type Said,
} from './describe-contradiction.ts';
import { isRule, mayBeRuledOut, neverHolds, neverUnder } from './find-unreachable.ts';
import { meet } from './meet.ts';
import type { Act } from './read-acts.ts';
import { type Claim, readClaims } from './read-claim.ts';

/**
 * Finds criteria that cannot both be met, that say the same, and such as never apply, pair by pair and without a model.
 * Two contradict when their conditions can hold at once and what they demand then cannot. An error branch (IF …) that
 * is narrower than a general rule is an exception to it, not a contradiction. In the order of the document.
 */
export function findContradictions(criteria: readonly CriterionText[]): Contradiction[] {
  const claims = readClaims(criteria);
  const found = claims.flatMap((claim) => {
    const never = neverHolds(claim.guard);
    return never === undefined ? [] : [describeNever(claim, never)];
  });
  found.push(...findRuledOut(claims));
  const pairs = [...findConflicts(claims), ...findRepeats(claims)];
  const places = new Map(claims.map(({ id }, at) => [id, at]));
  const placeOf = ({ ids }: Contradiction, at: number) => places.get(ids[at] ?? '') ?? 0;
  return [...found, ...pairs.sort((a, b) => placeOf(a, 0) - placeOf(b, 0) || placeOf(a, 1) - placeOf(b, 1))];
}

/** Criteria whose condition another one rules out at all times. */
function findRuledOut(claims: readonly Claim[]): Contradiction[] {
  const rules = claims.filter(isRule);
  return claims.filter(mayBeRuledOut).flatMap((claim) =>
    rules.flatMap((rule) => {
      const never = neverUnder(rule, claim);
      return never === undefined ? [] : [describeNeverUnder(rule, claim, never)];
    }),
  );
}

/** Pairs of criteria of which one demands what the other rules out, each told by the first of their acts that clash. */
function findConflicts(claims: readonly Claim[]): Contradiction[] {
  const found: Contradiction[] = [];
  const told = new Map<Claim, Set<Claim>>();
  for (const [one, other] of likelyPairs(claims)) {
    const known = told.get(one.claim);
    if (known?.has(other.claim) || !mayTouch(one.demand, other.demand)) continue;
    const conflict = conflictOf(one.demand, other.demand);
    if (conflict === undefined || !meet(one, other, conflict)) continue;
    found.push(describeConflict(conflict.kind, one, other));
    told.set(one.claim, new Set(known).add(other.claim));
  }
  return found;
}

/** Acts of which one says something that may be against what the other one of a later criterion says: no others can be in conflict. */
function* likelyPairs(claims: readonly Claim[]): Generator<[Demanded, Demanded]> {
  const said = claims.flatMap((claim) => claim.acts.map((act) => toDemanded(claim, act)));
  const places = new Map<string, number[]>();
  for (const [at, { keys }] of said.entries()) for (const key of keys.says) putUnder(places, key, at);
  const seenFrom = new Int32Array(said.length).fill(-1);
  for (const [at, one] of said.entries()) {
    for (const key of one.keys.against) {
      for (const next of places.get(key) ?? none) {
        const other = said[next];
        if (next <= at || seenFrom[next] === at || other === undefined || other.claim === one.claim) continue;
        seenFrom[next] = at;
        yield [one, other];
      }
    }
  }
}

interface Demanded extends Said {
  demand: Demand;
  keys: ClashKeys;
}

function toDemanded(claim: Claim, act: Act): Demanded {
  const { bag, quantities } = claim.guard;
  return { claim, act, keys: clashKeysOf(act), demand: { act, context: bag, bounds: quantities } };
}

const none: readonly number[] = [];

function putUnder<T>(lists: Map<string, T[]>, key: string, item: T): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [item]);
  else list.push(item);
}

/** What is said twice. What is said a third time is told of the first one only. */
function findRepeats(claims: readonly Claim[]): Contradiction[] {
  const alike = new Map<string, Claim[]>();
  for (const claim of claims) if (claim.acts.length > 0) putUnder(alike, claim.whole, claim);
  const repeats = new Set<Claim>();
  return [...alike.values()].flatMap((group) =>
    group.flatMap((one, at) =>
      group.slice(at + 1).flatMap((other) => {
        if (repeats.has(one) || !areDuplicates(one, other)) return [];
        if (relateGuards(one.guard, other.guard) !== 'equal') return [];
        repeats.add(other);
        return [describeDuplicate(one, other)];
      }),
    ),
  );
}

function areDuplicates(one: Claim, other: Claim): boolean {
  return coversAll(one.acts, other.acts) && coversAll(other.acts, one.acts);
}

function coversAll(acts: readonly Act[], others: readonly Act[]): boolean {
  return acts.every((act) => others.some((other) => sayTheSame(act, other)));
}
