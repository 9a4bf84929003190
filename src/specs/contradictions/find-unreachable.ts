import { areApart } from './quantities.ts';
import type { Act } from './read-acts.ts';
import type { Claim } from './read-claim.ts';
import type { Condition, Guard } from './read-guard.ts';
import { missingFrom, opposedConcepts } from './read-words.ts';

/** Whether a guard can never hold: two of its conditions, or two parts of one, exclude each other. */
export function neverHolds(guard: Guard): [Condition, Condition] | undefined {
  for (const [at, one] of guard.conditions.entries()) {
    const rival = guard.conditions
      .slice(at + 1)
      .find((other) => one.copular && other.copular && excludeStrictly(one, other));
    if (rival !== undefined) return [one, rival];
    const [first, second] = one.quantities;
    if (first !== undefined && second !== undefined && areApart(first, second) && !/\bor\b|\bfrom\b|,/i.test(one.text))
      return [one, one];
  }
  return undefined;
}

/**
 * The condition of a criterion that another one, which always holds, makes impossible: `guests SHALL NOT check out` and
 * `WHEN a guest checks out`.
 */
export function neverUnder(rule: Claim, claim: Claim): Condition | undefined {
  return claim.guard.conditions.find((condition) => rule.acts.some((act) => forbids(act, condition)));
}

/** Whether another criterion may rule it out: who refuses or reports what is forbidden only guards the rule, and so does an error branch. */
export function mayBeRuledOut({ guard, acts }: Claim): boolean {
  return guard.conditions.length > 0 && !guard.unwanted && !acts.some(guardsRule);
}

/** Whether it always forbids something or bounds it. */
export function isRule({ guard, acts }: Claim): boolean {
  return guard.conditions.length === 0 && acts.some(({ negated, quantities }) => negated || quantities.length > 0);
}

function guardsRule({ verb, bag }: Act): boolean {
  const refuses = verb.sign === -1 || bag.get('succeed') === -1 || bag.get('valid') === -1;
  return refuses || guarding.some((concept) => bag.has(concept));
}

const guarding: readonly string[] = [
  'grant',
  'error',
  'warn',
  'message',
  'lock',
  'prompt',
  'truncate',
  'limit',
  'remove',
  'move',
  'archive',
];

function forbids(act: Act, condition: Condition): boolean {
  if (condition.kind === 'exception') return false;
  return (act.negated && happens(act, condition)) || exceeds(act, condition);
}

/** Whether the condition is that the forbidden act is done, by whom it is forbidden to. */
function happens({ verb, bag, actor, quantities }: Act, { bag: there, quantities: bounds }: Condition): boolean {
  if (quantities.length + bounds.length > 0 || there.get(verb.concept) !== -verb.sign) return false;
  const named = [...bag.keys(), ...actor.keys()];
  return (
    named.length > 1 &&
    named.every((concept) => there.has(concept)) &&
    [...there.keys()].every((concept) => bag.has(concept) || actor.has(concept))
  );
}

/** Whether the condition is a number beyond the bound of the same thing. */
function exceeds({ verb, bag, actor, quantities }: Act, condition: Condition): boolean {
  const [bound, value] = [quantities[0], condition.quantities[0]];
  if (bound === undefined || value === undefined || quantities.length + condition.quantities.length > 2) return false;
  if (verb.sign === -1 || !areApart(bound, value) || bound.shape === 'exact') return false;
  const named = [...bag.keys(), ...actor.keys()].filter(
    (concept) => concept !== verb.concept && !measures.has(concept),
  );
  return named.length > 0 && named.every((concept) => condition.bag.has(concept));
}

const measures: ReadonlySet<string> = new Set('long size length number count amount limit'.split(' '));

/** As `exclude`, for two conditions of one sentence: opposite words must have the same subject and nothing else beside. */
function excludeStrictly(one: Condition, other: Condition): boolean {
  const opposed = opposedConcepts(one.bag, other.bag);
  const [here, there] = [missingFrom(one.bag, other.bag), missingFrom(other.bag, one.bag)];
  const alike = here.length === 0 && there.length === 0 && one.bag.size === other.bag.size;
  if (opposed.length > 0)
    return alike || (here.length + there.length <= 1 && (one.bag.size === 1 || other.bag.size === 1));
  return here.length + there.length <= 1 && one.quantities.some((a) => other.quantities.some((b) => areApart(a, b)));
}
