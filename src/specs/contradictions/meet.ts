import { type GuardRelation, relateGuards } from './compare-guards.ts';
import type { ActConflict } from './conflict.ts';
import type { Said } from './describe-contradiction.ts';
import { choosing, lastingActs } from './lexicon/word-sets.ts';
import type { Act } from './read-acts.ts';
import { type Condition, type Guard, isUnwanted } from './read-guard.ts';
import { type Bag, missingFrom, readWords } from './read-words.ts';

/**
 * Whether what is demanded meets: the conditions can hold at once, and neither criterion is there to make an exception
 * to the other. Where the line is:
 *
 * - Equal conditions meet. `IF` that is narrower than a rule or an event, or that says that something failed, is wrong or
 *   is missing, is the error branch of it and does not; nor does a narrower `WHEN` that gives a value which it chose.
 * - What is narrower by a `WHEN` or a `WHILE` meets the rule where the rule is for all times: it says always, never or
 *   all, forbids, gives leave, or asks for what lasts.
 * - A state and an event of different things are independent and meet: `WHILE the account is locked, refuse access`,
 *   `WHEN the password is right, grant access`. With `IF` in place of `WHILE` they meet where the state is a seal on the
 *   thing itself (locked, suspended, archived …) and the event says that what decides was in order (right, valid,
 *   verified): such an event claims to settle the matter, while `WHEN a user signs in` leaves room for an error branch.
 *   The failure of the very thing that the event says succeeded excludes it.
 */
export function meet(one: Said, other: Said, { kind, strength }: ActConflict): boolean {
  const [mine, theirs] = [one.claim.guard, other.claim.guard];
  const relation = relateGuards(mine, theirs, sharedWords(one.act, other.act));
  if (strength === 'rule') return true;
  if (relation === 'equal') return strength !== 'rival' || mine.conditions.length + theirs.conditions.length > 0;
  if (relation === 'apart') return false;
  if (relation === 'overlapping') return kind === 'opposing' && strength === 'strong' && areIndependent(mine, theirs);
  const [general, narrow] = byWidth(relation, one, other);
  return holdsThen(general, narrow.claim.guard) || reaches(general, narrow.claim.guard, { kind, strength });
}

/** Whether the general demand says itself that it holds in the narrow case. */
function holdsThen({ act, claim: { guard } }: Said, narrow: Guard): boolean {
  if (guard.conditions.length === 0 && restates(act, narrow)) return true;
  return guard.universal || names(guard.regardless, narrow.bag);
}

/** Whether the general demand is meant for the narrow case, and that is no exception to it. */
function reaches({ act, claim: { guard } }: Said, narrow: Guard, { kind, strength }: ActConflict): boolean {
  const always = guard.conditions.length === 0;
  if (strength === 'rival') return false;
  if (strength === 'weak') return always && isPlain(narrow);
  if (guard.unwanted && narrow.unwanted) return !addsUnwanted(narrow, guard);
  if (kind === 'bounds') return !narrow.failed;
  if (act.negated && always) return !narrow.branch;
  return !narrow.unwanted && (!always || act.scope !== undefined || isLastingAct(act));
}

/** Whether what sets it apart from a wider error branch is an error itself. */
function addsUnwanted({ conditions }: Guard, { conditions: wider }: Guard): boolean {
  const own = conditions.filter(({ text }) => !wider.some((there) => there.text === text));
  return (
    own.length === 0 ||
    own.some(({ kind, bag }) => (kind === 'unwanted' && conditions[0]?.kind !== kind) || isUnwanted(bag))
  );
}

function byWidth(relation: GuardRelation, one: Said, other: Said): [Said, Said] {
  return relation === 'first' ? [other, one] : [one, other];
}

/** What both acts speak of adds nothing to a condition: `a critical alert is shown` is `an alert is critical` for what is shown. */
function sharedWords(one: Act, other: Act): ReadonlySet<string> {
  const words = new Set<string>();
  for (const [concept, sign] of one.bag) if (other.bag.get(concept) === sign) words.add(concept);
  return words;
}

function areIndependent(one: Guard, other: Guard): boolean {
  if (passes(one) || passes(other)) return false;
  if (!one.unwanted && !other.unwanted) return true;
  const [mine, theirs] = [decidedBy(one), decidedBy(other)];
  return (theirs !== undefined && isSealed(one, theirs)) || (mine !== undefined && isSealed(other, mine));
}

/** Whether it holds only while something is under way, or by choice: `WHILE loading`, `WHILE in test mode`. */
function passes({ conditions }: Guard): boolean {
  return conditions.some(
    ({ kind, text }) =>
      kind === 'feature' ||
      kind === 'exception' ||
      (/\b(?:in progress|under ?way|pending|\w+ing)$|\b(?:mode|flag|option|setting|feature|toggle)\b/i.test(
        text.trim(),
      ) &&
        kind !== 'event'),
  );
}

/** The thing itself is closed to whoever comes, and it is not the thing that the event says was in order. */
function isSealed({ conditions }: Guard, decided: ReadonlySet<string>): boolean {
  return conditions.every(
    ({ bag, text }) => sealed.test(text) && ![...bag.keys()].some((concept) => decided.has(concept)),
  );
}

const sealed =
  /\b(?:is|are|was|remains?|(?:has|have) been) (?:still |already |currently )?(?:locked|blocked|banned|barred|suspended|frozen|disabled|deactivated|archived|closed|sealed|paused|revoked)\b/i;

/** What an event says was in order: the PIN of `enters the correct PIN`, the password of `the password is right`. */
function decidedBy({ conditions, unwanted }: Guard): ReadonlySet<string> | undefined {
  if (unwanted) return undefined;
  for (const { text } of conditions) {
    const found = decided.exec(text);
    if (found !== null) return new Set(readWords(found[1] ?? found[2] ?? '').map(({ concept }) => concept));
  }
  return undefined;
}

const inOrder = '(?:valid|correct|right|matching|verified|successful|proper|genuine)';
const decided = new RegExp(`(?<!\\bnot )\\b${inOrder} ([\\w-]+)|([\\w-]+) (?:is|are) ${inOrder}\\b`, 'i');

/** A bare moment that sets nothing apart: `a list is opened`, not `the user chooses the dark list`. */
function isPlain({ conditions, unwanted }: Guard): boolean {
  const [only, second] = conditions;
  return only !== undefined && second === undefined && !unwanted && isBare(only);
}

function isBare({ kind, details, literals, quantities, bag, head, text }: Condition): boolean {
  if (kind !== 'event' || details.some((word) => word !== 'by') || literals.length + quantities.length > 0)
    return false;
  if (head().size > 3 || bag.size > 4) return false;
  for (const concept of bag.keys()) if (choosing.has(concept)) return false;
  return !/\b(?:not|no|never|without|cannot)\b/i.test(text);
}

/** Whether an act names what a condition says: `a clicked notification` is one that was clicked. */
function restates({ object, text }: Act, { bag }: Guard): boolean {
  for (const [concept, sign] of bag) {
    const isNew = concept === 'create' && (object.core.get('fresh') === 1 || /\bby default\b/i.test(text));
    if (object.core.get(concept) !== sign && !isNew) return false;
  }
  return true;
}

function names(regardless: Bag, bag: Bag): boolean {
  return regardless.size > 0 && missingFrom(regardless, bag).length < regardless.size;
}

/** Whether a demand without a condition is meant for all times: `SHALL NOT …`, `SHALL allow …`, `SHALL keep …`. */
function isLastingAct({ verb, negated, facets, leave, object }: Act): boolean {
  if (negated || leave) return true;
  return (
    facets.some(
      ({ concept, sign, by }) => by !== 'implied' && (lastingActs.has(concept) || (concept === 'keep' && sign === 1)),
    ) ||
    lastingActs.has(verb.concept) ||
    object.states.length > 0
  );
}
