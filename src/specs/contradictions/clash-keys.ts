import { nameOf, namesAgainst } from './facets.ts';
import type { Act } from './read-acts.ts';
import type { Word } from './read-words.ts';

/** What an act says, and what another one has to say to be in conflict with it or to say the same, each as short names. */
export interface ClashKeys {
  says: readonly string[];
  against: readonly string[];
}

/** Two acts are worth comparing only if one says what is against the other: that leaves few pairs of a long document. */
export function clashKeysOf(acts: readonly Act[]): ClashKeys {
  const says = new Set<string>();
  const against = new Set<string>();
  for (const act of acts) {
    for (const key of sharedKeys(act)) {
      says.add(key);
      against.add(key);
    }
    for (const [own, rival] of rivalKeys(act)) {
      says.add(own);
      against.add(rival);
    }
    for (const facet of facetsOf(act)) {
      says.add(nameOf(facet));
      for (const name of namesAgainst(facet)) against.add(name);
    }
  }
  return { says: [...says], against: [...against] };
}

/** What both sides have: a value of one attribute, a number of one unit, the same words. */
function sharedKeys(act: Act): string[] {
  const { object, quantities, verb } = act;
  const kinds: [boolean, string][] = [
    [act.target !== undefined, `>${verb.concept}`],
    [act.literals.length > 0, '"'],
    [object.adjuncts.has('with') || act.facets.some(({ concept }) => concept === 'required'), 'with'],
    [act.channels.length > 0, 'by'],
    [object.adjuncts.has('to') || object.adjuncts.has('into') || verb.concept === 'save', 'to'],
    [act.only, 'only'],
    [act.time !== undefined, 'time'],
    [quantities.some(({ text }) => text.startsWith('after')), '@when'],
  ];
  return [
    ...kinds.flatMap(([holds, key]) => (holds ? [key] : [])),
    ...[...act.values.keys()].map((attribute) => (momentary.has(attribute) ? '@when' : `@${attribute}`)),
    ...quantities.map(({ dimension }) => (dimension.startsWith('#') ? '#' : dimension)),
    `=${[...act.bag]
      .map(([concept, sign]) => `${concept}${sign}`)
      .sort()
      .join(' ')}`,
  ];
}

const momentary: ReadonlySet<string> = new Set(['moment', 'frequency']);

/** What one side has and the other has not: leave for few and for many, a time and none. */
function rivalKeys(act: Act): [string, string][] {
  const few = act.only || act.scope === 'some';
  const many = act.leave || act.scope !== undefined;
  return [
    ...(few ? [['few', 'many'] as [string, string]] : []),
    ...(many ? [['many', 'few'] as [string, string]] : []),
    act.instead.size > 0 ? ['instead', 'plain'] : ['plain', 'instead'],
    act.time !== undefined ? ['before', 'then'] : ['then', 'before'],
  ];
}

/** Leave to do something is granted as well. */
function facetsOf({ facets, leave, verb }: Act): readonly Word[] {
  return leave ? [...facets, { concept: 'grant', sign: verb.sign }] : facets;
}
