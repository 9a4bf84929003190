import { conflictOf, mayTouch, sayTheSame } from './compare-acts.ts';
import { relateGuards } from './compare-guards.ts';
import type { Demand } from './conflict.ts';
import type { Contradiction, CriterionText } from './contradiction.ts';
import { describeConflict, describeDuplicate, describeNever, describeNeverUnder } from './describe-contradiction.ts';
import { isRule, neverHolds, neverUnder } from './find-unreachable.ts';
import { meet } from './meet.ts';
import type { Act } from './read-acts.ts';
import { type Claim, readClaim } from './read-claim.ts';

/**
 * Finds criteria that cannot both be met, that say the same, and such as never apply, pair by pair and without a model.
 * Two contradict when their conditions can hold at once and what they demand then cannot. An error branch (IF …) that
 * is narrower than a general rule is an exception to it, not a contradiction. In the order of the document.
 */
export function findContradictions(criteria: readonly CriterionText[]): Contradiction[] {
  const claims = criteria.map(readClaim).filter((claim) => claim !== undefined);
  const found = claims.flatMap((claim) => {
    const never = neverHolds(claim.guard);
    return never === undefined ? [] : [describeNever(claim, never)];
  });
  found.push(...findRuledOut(claims));
  const repeats = new Set<Claim>();
  for (const [one, other] of likelyPairs(claims)) {
    const contradiction = compareClaims(one, other) ?? (repeats.has(one) ? undefined : compareWhole(one, other));
    if (contradiction === undefined) continue;
    if (contradiction.kind === 'duplicate') repeats.add(other);
    found.push(contradiction);
  }
  return found;
}

/** Criteria whose condition another one rules out at all times. */
function findRuledOut(claims: readonly Claim[]): Contradiction[] {
  const rules = claims.filter(isRule);
  return claims.flatMap((claim) =>
    rules.flatMap((rule) => {
      const never = neverUnder(rule, claim);
      return never === undefined ? [] : [describeNeverUnder(rule, claim, never)];
    }),
  );
}

/** Pairs of which one says something that may be against what the other says: no other pair can be in conflict. */
function* likelyPairs(claims: readonly Claim[]): Generator<[Claim, Claim]> {
  const places = new Map<string, number[]>();
  for (const [at, { keys }] of claims.entries()) {
    for (const said of keys.says) {
      const known = places.get(said);
      if (known === undefined) places.set(said, [at]);
      else known.push(at);
    }
  }
  for (const [at, one] of claims.entries()) {
    const later = new Set(one.keys.against.flatMap((name) => places.get(name) ?? []).filter((next) => next > at));
    for (const next of [...later].sort((a, b) => a - b)) {
      const other = claims[next];
      if (other !== undefined) yield [one, other];
    }
  }
}

function compareClaims(one: Claim, other: Claim): Contradiction | undefined {
  for (const mine of one.acts) {
    for (const theirs of other.acts) {
      if (!mayTouch(mine, theirs)) continue;
      const conflict = conflictOf(demand(one, mine), demand(other, theirs));
      if (conflict === undefined) continue;
      const [first, second] = [
        { claim: one, act: mine },
        { claim: other, act: theirs },
      ];
      if (meet(first, second, conflict)) return describeConflict(conflict.kind, first, second);
    }
  }
  return undefined;
}

/** What is said a third time is told of the first one only. */
function compareWhole(one: Claim, other: Claim): Contradiction | undefined {
  if (!areDuplicates(one, other)) return undefined;
  return relateGuards(one.guard, other.guard) === 'equal' ? describeDuplicate(one, other) : undefined;
}

function demand({ guard }: Claim, act: Act): Demand {
  return { act, context: guard.bag, bounds: guard.quantities };
}

function areDuplicates(one: Claim, other: Claim): boolean {
  return one.acts.length > 0 && coversAll(one.acts, other.acts) && coversAll(other.acts, one.acts);
}

function coversAll(acts: readonly Act[], others: readonly Act[]): boolean {
  return acts.every((act) => others.some((other) => sayTheSame(act, other)));
}
