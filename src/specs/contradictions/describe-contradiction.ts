import type { ActConflict } from './conflict.ts';
import type { Contradiction } from './contradiction.ts';
import type { Act } from './read-acts.ts';
import type { Claim } from './read-claim.ts';
import type { Condition } from './read-guard.ts';

/** One act of one criterion. */
export interface Said {
  claim: Claim;
  act: Act;
}

export function describeConflict(kind: ActConflict['kind'], one: Said, other: Said): Contradiction {
  const conditions = conditionsOf([one.claim, other.claim]);
  const claims = [one, other].map(({ claim, act }) => ({ id: claim.id, says: sayAct(act) }));
  return {
    kind,
    severity: 'error',
    ids: claims.map(({ id }) => id),
    scenario: `${when(conditions)}: ${claims.map(({ id, says }) => `${id} says ${says}`).join(', ')}`,
    conditions,
    claims,
  };
}

export function describeDuplicate(one: Claim, other: Claim): Contradiction {
  const conditions = conditionsOf([one]);
  const says = one.acts.map(sayAct).join(' and ');
  const ids = [one.id, other.id];
  const scenario = `${when(conditions)}: ${one.id} and ${other.id} both say ${says}`;
  return { kind: 'duplicate', severity: 'advice', ids, scenario, conditions, claims: ids.map((id) => ({ id, says })) };
}

/** A criterion whose conditions exclude each other. */
export function describeNever(claim: Claim, [one, other]: [Condition, Condition]): Contradiction {
  const conditions = conditionsOf([claim]);
  const why = one === other ? one.text : `${one.text} and ${other.text}`;
  const says = claim.acts.map(sayAct).join(' and ');
  const scenario = `never: ${claim.id} asks for what cannot be so at once (${lowered(why)})`;
  return {
    kind: 'unreachable',
    severity: 'advice',
    ids: [claim.id],
    scenario,
    conditions,
    claims: [{ id: claim.id, says }],
  };
}

/** A criterion whose condition another one rules out at all times. */
export function describeNeverUnder(rule: Claim, claim: Claim, condition: Condition): Contradiction {
  const claims = [rule, claim].map(({ id, acts }) => ({ id, says: acts.map(sayAct).join(' and ') }));
  const scenario = `never: ${claim.id} asks for ${lowered(condition.text)}, which ${rule.id} rules out: ${claims[0]?.says ?? ''}`;
  const conditions = [lowered(condition.text)];
  return { kind: 'unreachable', severity: 'advice', ids: claims.map(({ id }) => id), scenario, conditions, claims };
}

function conditionsOf(claims: readonly Claim[]): string[] {
  const all = claims.flatMap(({ guard }) => guard.conditions);
  return [...new Set(all.map(({ kind, text }) => lowered(kind === 'exception' ? `not (${text})` : text)))];
}

function when(conditions: readonly string[]): string {
  return conditions.length === 0 ? 'always' : `when ${conditions.join(' and ')}`;
}

function sayAct({ text, leave, actor, only }: Act): string {
  const who = leave && actor.size > 0 && only ? 'only ' : '';
  return `${who}${lowered(text)}`;
}

function lowered(text: string): string {
  return text
    .trim()
    .replace(/^[A-Z](?=[a-z ])|^[A-Z]{2,}\b(?= )/, (start) => start.toLowerCase())
    .replace(/\bNOT\b/g, 'not');
}
