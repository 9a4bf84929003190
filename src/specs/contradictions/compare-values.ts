import { type ActConflict, type Demand, place, sameSigned, verbsAlike, withoutAdjuncts } from './conflict.ts';
import { wordSet } from './lexicon/word-sets.ts';
import { sameThing } from './match-objects.ts';
import type { Quantity } from './quantities.ts';
import type { Act } from './read-acts.ts';
import { type Bag, missingFrom, readWords } from './read-words.ts';

/** `WHEN the order ships, charge the card` against `charge the card before the order ships`. */
export function timed(one: Demand, other: Demand): ActConflict | undefined {
  if (!verbsAlike(one.act, other.act) || !sameThing(place(one), place(other))) return undefined;
  const [mine, theirs] = [one.act.time, other.act.time];
  if (mine !== undefined && theirs !== undefined)
    return mine.order !== theirs.order && sameSigned(mine.bag, theirs.bag)
      ? { kind: 'opposing', strength: 'weak' }
      : undefined;
  const against = (time: Act['time'], context: Bag) => time?.order === 'before' && sameSigned(time.bag, context);
  return against(mine, other.context) || against(theirs, one.context)
    ? { kind: 'opposing', strength: 'rule' }
    : undefined;
}

/** One thing with two values of an attribute: shown in red, shown in orange. */
export function valued(one: Demand, other: Demand): ActConflict | undefined {
  for (const [attribute, value] of one.act.values) {
    const there = other.act.values.get(attribute);
    if (there === undefined || there === value) continue;
    if (verbsAlike(one.act, other.act) && sameThing(place(one), place(other), 'same'))
      return { kind: 'opposing', strength: 'weak' };
  }
  if (isPacedElse(one, other) || isPacedElse(other, one)) return { kind: 'bounds', strength: 'weak' };
  return isLater(one, other) || isLater(other, one) ? { kind: 'opposing', strength: 'weak' } : undefined;
}

/** `hourly` against `every 10 minutes`. */
function isPacedElse(named: Demand, counted: Demand): boolean {
  const period = periodsMs[named.act.values.get('frequency') ?? ''];
  const other = counted.act.quantities.find(({ dimension, text }) => dimension === 'time' && /^every\b/.test(text));
  if (period === undefined || other === undefined || other.low === period) return false;
  return verbsAlike(named.act, counted.act) && sameThing(place(named), place(counted), 'same');
}

const periodsMs: Readonly<Record<string, number>> = {
  minutely: 60_000,
  hourly: 3_600_000,
  daily: 86_400_000,
  weekly: 604_800_000,
  monthly: 2_592_000_000,
  yearly: 31_536_000_000,
};

/** `immediately` against `once a day` and `after 30 seconds`. */
function isLater(now: Demand, then: Demand): boolean {
  if (now.act.values.get('moment') !== 'now' || !verbsAlike(now.act, then.act)) return false;
  const period = then.act.values.get('frequency');
  const waits = then.act.quantities.some(
    ({ dimension, low, text }) => dimension === 'time' && low >= 1000 && delayed.test(text),
  );
  const ahead = then.act.time?.order === 'before' && then.act.quantities.some(({ dimension }) => dimension === 'time');
  return ((period !== undefined && period !== 'continuous') || waits || ahead) && sameThing(place(now), place(then));
}

const delayed = /^(?:after|no sooner|no earlier|not before)/;

/** `prices including tax` against `prices without tax`. */
export function joined(one: Demand, other: Demand): ActConflict | undefined {
  const [mine, theirs] = [one.act.object.adjuncts.get('with'), other.act.object.adjuncts.get('with')];
  if (mine === undefined || theirs === undefined || !verbsAlike(one.act, other.act)) return undefined;
  if (![...mine].some(([concept, sign]) => theirs.get(concept) === -sign)) return undefined;
  if (one.act.object.adjuncts.size + other.act.object.adjuncts.size > 2) return undefined;
  const isWith = (word: string) => word === 'with';
  return sameThing(withoutAdjuncts(one, isWith), withoutAdjuncts(other, isWith), 'same')
    ? { kind: 'opposing', strength: 'weak' }
    : undefined;
}

/** `print a label instead of a list` against `print a list`. */
export function replaced(one: Demand, other: Demand): ActConflict | undefined {
  const [by, what] = one.act.instead.size > 0 ? [one.act.instead, other.act] : [other.act.instead, one.act];
  if (by.size === 0 || !verbsAlike(one.act, other.act) || missingFrom(by, what.object.core).length > 0)
    return undefined;
  return { kind: 'opposing', strength: 'weak' };
}

/** One thing put in two places: `return the parcel to the sender`, `move the parcel to the store`. */
export function movedApart(one: Demand, other: Demand): ActConflict | undefined {
  if (!canMove(one.act) || !canMove(other.act)) return undefined;
  if (![one, other].every(({ act }) => act.object.core.size > 0 || /\b(?:it|them|him|her)\b/i.test(act.text)))
    return undefined;
  const [here, there] = [destinationOf(one.act), destinationOf(other.act)];
  if (
    here === undefined ||
    there === undefined ||
    missingFrom(here, there).length === 0 ||
    missingFrom(there, here).length === 0
  )
    return undefined;
  return sameThing(withoutAdjuncts(one, isWhere), withoutAdjuncts(other, isWhere), 'same')
    ? { kind: 'opposing', strength: 'weak' }
    : undefined;
}

/** Whether it names a place that a thing is put in. */
export function canMove(act: Act): boolean {
  return act.verb.sign === 1 && moving.has(act.verb.concept) && destinationOf(act) !== undefined;
}

const moving: ReadonlySet<string> = wordSet('move place return redirect transfer route assign save');

function isWhere(word: string): boolean {
  return /^(?:to|into|in)$/.test(word);
}

function destinationOf({ verb, object: { adjuncts } }: Act): Bag | undefined {
  return adjuncts.get('to') ?? adjuncts.get('into') ?? (verb.concept === 'save' ? adjuncts.get('in') : undefined);
}

/** `by SMS` against `by e-mail only`: without `only`, both are meant. */
export function channelled(one: Demand, other: Demand): ActConflict | undefined {
  const [limited, free] = /\bonly\b/i.test(one.act.text) ? [one.act, other.act] : [other.act, one.act];
  if (!/\bonly\b/i.test(limited.text) || limited.channels.length === 0 || free.channels.length === 0) return undefined;
  if (free.channels.every((channel) => limited.channels.includes(channel)) || !verbsAlike(one.act, other.act))
    return undefined;
  return sameThing(place(one), place(other)) ? { kind: 'opposing', strength: 'weak' } : undefined;
}

export function targeted({ act: one }: Demand, { act: other }: Demand): ActConflict | undefined {
  return haveOtherTargets(one, other) || haveOtherLiterals(one, other)
    ? { kind: 'opposing', strength: 'weak' }
    : undefined;
}

function haveOtherTargets({ verb, at, target }: Act, other: Act): boolean {
  if (target === undefined || other.target === undefined || target.word !== other.target.word) return false;
  if (at !== other.at || verb.concept !== other.verb.concept || verb.sign !== 1 || other.verb.sign !== 1) return false;
  const [here, there] = [missingFrom(target.base, other.target.base), missingFrom(other.target.base, target.base)];
  const bare = [target.base, other.target.base].some((base) => base.size === 1 && base.has(verb.concept));
  if (here.length + there.length > 0 && !bare) return false;
  if (target.literals.length === 1 && other.target.literals.length === 1)
    return target.literals[0] !== other.target.literals[0];
  return (
    missingFrom(target.value, other.target.value).length > 0 && missingFrom(other.target.value, target.value).length > 0
  );
}

/** `set the status of the order to 'new'` and `assign the status 'open' to the order`; `show the message "A"` and `"B"`. */
function haveOtherLiterals(one: Act, other: Act): boolean {
  const [mine, theirs] = [one.literals[0], other.literals[0]];
  if (mine === undefined || theirs === undefined || one.literals.length + other.literals.length > 2) return false;
  if (mine === theirs || !settingVerbs.has(one.verb.concept) || !settingVerbs.has(other.verb.concept)) return false;
  if (one.verb.sign !== 1 || other.verb.sign !== 1) return false;
  const [here, there] = [namedIn(one), namedIn(other)];
  const bare =
    here.size + there.size === 0 &&
    [one, other].every(({ verb, text }) => verb.concept === 'show' && /["“]/.test(text));
  if (!bare && !oneAtATime.some((noun) => here.has(noun) && there.has(noun))) return false;
  return missingFrom(here, there).length === 0 || missingFrom(there, here).length === 0;
}

function namedIn({ bag, verb }: Act): Bag {
  return new Map([...bag].filter(([concept]) => concept !== verb.concept && !concept.startsWith('=')));
}

const settingVerbs: ReadonlySet<string> = wordSet('set assign mark show edit give use label tag return');
/** What a thing has one of at a time. */
export const oneAtATime = readWords(
  'status state level role priority type category message error stage phase owner title label grade rank tier mode',
).map(({ concept }) => concept);

export function withStatus({ act: one }: Demand, { act: other }: Demand): ActConflict | undefined {
  const [mine, theirs] = [statusOf(one), statusOf(other)];
  if (mine === undefined || theirs === undefined || mine.low === theirs.low || one.verb.concept !== other.verb.concept)
    return undefined;
  return one.at === other.at ? { kind: 'opposing', strength: 'weak' } : undefined;
}

function statusOf({ quantities }: Act): Quantity | undefined {
  return quantities.find(({ dimension, shape }) => dimension === 'status' && shape === 'exact');
}
