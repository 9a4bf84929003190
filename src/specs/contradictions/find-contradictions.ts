import { type ActConflict, conflictOf, sayTheSame } from './compare-acts.ts';
import { type GuardRelation, relateGuards } from './compare-guards.ts';
import type { Contradiction, CriterionText } from './contradiction.ts';
import {
  describeConflict,
  describeDuplicate,
  describeNever,
  describeNeverUnder,
  type Said,
} from './describe-contradiction.ts';
import { isRule, neverHolds, neverUnder } from './find-unreachable.ts';
import { lastingActs } from './lexicon.ts';
import type { Act } from './read-acts.ts';
import { type Claim, readClaim } from './read-claim.ts';
import { type Bag, missingFrom } from './read-words.ts';

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
  for (const [one, other] of likelyPairs(claims)) {
    const contradiction = compareClaims(one, other);
    if (contradiction !== undefined) found.push(contradiction);
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

/** Pairs that share a concept in what they demand: no other pair can be in conflict. */
function* likelyPairs(claims: readonly Claim[]): Generator<[Claim, Claim]> {
  for (let at = 0; at < claims.length; at++) {
    const one = claims[at];
    for (let next = at + 1; one !== undefined && next < claims.length; next++) {
      const other = claims[next];
      if (other !== undefined && (one.concepts & other.concepts) !== 0) yield [one, other];
    }
  }
}

function compareClaims(one: Claim, other: Claim): Contradiction | undefined {
  let relation: GuardRelation | undefined;
  for (const mine of one.acts) {
    for (const theirs of other.acts) {
      const conflict = conflictOf(mine, theirs);
      if (conflict === undefined) continue;
      relation ??= relateGuards(one.guard, other.guard);
      const [first, second] = [
        { claim: one, act: mine },
        { claim: other, act: theirs },
      ];
      if (meets(relation, conflict, [first, second])) return describeConflict(conflict.kind, first, second);
    }
  }
  if (!areDuplicates(one, other)) return undefined;
  return (relation ?? relateGuards(one.guard, other.guard)) === 'equal' ? describeDuplicate(one, other) : undefined;
}

/** Whether guards in this relation make a conflict of what is demanded under them. */
function meets(relation: GuardRelation, { kind, strength }: ActConflict, [one, other]: [Said, Said]): boolean {
  if (relation === 'equal') return strength !== 'rival' || one.claim.guard.conditions.length > 0;
  if (relation === 'apart' || strength !== 'strong') return false;
  const [mine, theirs] = [one.claim.guard, other.claim.guard];
  if (relation === 'overlapping') return kind === 'opposing' && !mine.unwanted && !theirs.unwanted;
  const [general, narrow] = relation === 'first' ? [other, one] : [one, other];
  if (general.claim.guard.universal || names(general.claim.guard.regardless, narrow.claim.guard.bag)) return true;
  if (narrow.claim.guard.unwanted) return false;
  return general.claim.guard.conditions.length > 0 || kind === 'bounds' || isLastingAct(general.act);
}

function names(regardless: Bag, bag: Bag): boolean {
  return regardless.size > 0 && missingFrom(regardless, bag).length < regardless.size;
}

/** Whether a demand without a condition is meant for all times: `SHALL NOT …`, `SHALL allow …`, `SHALL keep …`. */
function isLastingAct({ verb, negated }: Act): boolean {
  return negated || lastingActs.has(verb.concept) || (verb.concept === 'keep' && verb.sign === 1);
}

function areDuplicates(one: Claim, other: Claim): boolean {
  return one.acts.length > 0 && coversAll(one.acts, other.acts) && coversAll(other.acts, one.acts);
}

function coversAll(acts: readonly Act[], others: readonly Act[]): boolean {
  return acts.every((act) => others.some((other) => sayTheSame(act, other)));
}
