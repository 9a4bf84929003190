import { countedAs } from './compare-bounds.ts';
import { canMove, oneAtATime } from './compare-values.ts';
import { nameOf, namesAgainst } from './facets.ts';
import { neutralVerbs } from './lexicon/word-sets.ts';
import type { Act } from './read-acts.ts';
import type { Guard } from './read-guard.ts';
import type { Word } from './read-words.ts';

/** What an act says, and what another one has to say to be in conflict with it or to say the same, each as short names. */
export interface ClashKeys {
  says: readonly string[];
  against: readonly string[];
}

/** Two acts are worth comparing only if one says what is against the other: that leaves few pairs of a long document. */
export function clashKeysOf(act: Act): ClashKeys {
  const shared = sharedKeys(act);
  const says = new Set(shared);
  const against = new Set(shared);
  for (const [own, rival] of rivalKeys(act)) {
    says.add(own);
    against.add(rival);
  }
  for (const facet of facetsOf(act)) {
    says.add(nameOf(facet));
    for (const name of namesAgainst(facet)) against.add(name);
  }
  return { says: [...says], against: [...against] };
}

/** The words and numbers of all acts, and the quoted or numbered names of the condition that are none of them: what is said twice has the same. */
export function wholeKey(acts: readonly Act[], guard: Guard): string {
  return [...new Set(acts.map((act) => wholeActKey(act, guard)))].sort().join('&');
}

/** What both sides have: a value of one attribute, a number of one unit, the same words. */
function sharedKeys(act: Act): string[] {
  const { quantities, verb } = act;
  const kinds: [boolean, string][] = [
    [act.target !== undefined, `>${verb.concept}`],
    [canMove(act), 'to'],
    [act.channels.length > 0, `by ${likeVerb(verb)}`],
    [act.only, `only ${verb.concept}`],
    [act.time !== undefined, `time ${likeVerb(verb)}`],
    [quantities.some(({ text }) => /^(?:after|every)\b/.test(text)), '@when'],
  ];
  return [
    ...kinds.flatMap(([holds, key]) => (holds ? [key] : [])),
    `=${act.bare}`,
    ...literalKeys(act),
    ...[...act.values.keys()].map((attribute) => (momentary.has(attribute) ? '@when' : `@${attribute}`)),
    ...quantities.map(({ dimension }) => (dimension === 'status' ? `status ${verb.concept}` : countedAs(dimension))),
  ];
}

function wholeActKey({ bag, quantities }: Act, guard: Guard): string {
  const named = [...guard.bag.keys()].filter((concept) => concept.startsWith('=') && !bag.has(concept));
  const words = [...bag].map(([concept, sign]) => `${concept}${sign}`);
  const numbers = [...quantities, ...guard.quantities].map(({ dimension, low, high }) => `${dimension} ${low} ${high}`);
  return [words, named, numbers].map((list) => list.sort().join(' ')).join('|');
}

const momentary: ReadonlySet<string> = new Set(['moment', 'frequency']);

/** Verbs that hardly differ where a value is given with them have one name. */
function likeVerb({ concept, sign }: Word): string {
  return sign === 1 && neutralVerbs.has(concept) ? 'neutral' : concept;
}

/** Quoted texts are held against each other as values of what has one at a time, and as what is shown. */
function literalKeys({ literals, bag, verb }: Act): string[] {
  if (literals.length === 0) return [];
  const named = oneAtATime.filter((noun) => bag.has(noun)).map((noun) => `"${noun}`);
  return verb.concept === 'show' ? [...named, '"'] : named;
}

/** What one side has and the other has not: leave for few and for many, a time and none, tax and no tax. */
function rivalKeys(act: Act): [string, string][] {
  const few = act.only || act.scope === 'some';
  const many = act.leave || act.scope !== undefined;
  const verbs = [likeVerb(act.verb), ...(act.leave ? ['grant'] : [])];
  const [before, then] = act.time === undefined ? ['then', 'before'] : ['before', 'then'];
  const [own, other] = act.instead.size > 0 ? ['instead', 'plain'] : ['plain', 'instead'];
  return [
    ...verbs.flatMap((verb): [string, string][] => [
      ...(few ? [[`few ${verb}`, `many ${verb}`] as [string, string]] : []),
      ...(many ? [[`many ${verb}`, `few ${verb}`] as [string, string]] : []),
      [`${own} ${verb}`, `${other} ${verb}`],
      [`${before} ${verb}`, `${then} ${verb}`],
    ]),
    ...joinedKeys(act),
  ];
}

/** `with tax` against `without tax`, and `without a code` against `require a code`. */
function joinedKeys({ object, facets }: Act): [string, string][] {
  const joined = [...(object.adjuncts.get('with') ?? [])];
  const isAsked = facets.some(({ concept, sign }) => concept === 'required' && sign === 1);
  const asked = isAsked ? [...object.core.keys(), ...(object.adjuncts.get('for')?.keys() ?? [])] : [];
  return [
    ...joined.map(([concept, sign]): [string, string] => [`with ${concept}${sign}`, `with ${concept}${-sign}`]),
    ...joined.map(([concept]): [string, string] => [`spare ${concept}`, `ask ${concept}`]),
    ...asked.map((concept): [string, string] => [`ask ${concept}`, `spare ${concept}`]),
  ];
}

/** Leave to do something is granted as well. */
function facetsOf({ facets, leave, verb }: Act): readonly Word[] {
  return leave ? [...facets, { concept: 'grant', sign: verb.sign }] : facets;
}
