import { type ActConflict, type Demand, place, verbsAlike, withoutAdjuncts } from './conflict.ts';
import { readFacets } from './facets.ts';
import { sameThing } from './match-objects.ts';
import { missingFrom, type Word } from './read-words.ts';

/** `only editors may publish` against leave for anybody else. */
export function breaksOnly(one: Demand, other: Demand): ActConflict | undefined {
  const [limited, free] = one.act.only ? [one, other] : [other, one];
  if (!isBeyond(limited, free)) return undefined;
  return { kind: 'opposing', strength: one.context.size * other.context.size === 0 ? 'rule' : 'strong' };
}

/** Whether somebody has leave whom the limit leaves out. */
function isBeyond(limited: Demand, free: Demand): boolean {
  if (free.act.verb.sign !== limited.act.verb.sign || limited.act.verb.concept !== free.act.verb.concept) return false;
  if (!sameThing(place(limited), place(free))) return false;
  const [few, many] = [limited.act.actor, free.act.actor];
  if (!free.act.leave) return false;
  return free.act.only
    ? missingFrom(many, few).length > 0 && missingFrom(few, many).length > 0
    : missingFrom(many, few).length > 0 || many.size < few.size;
}

/** `only to subscribers` against `to all users`. */
export function scoped(one: Demand, other: Demand): ActConflict | undefined {
  const scopes = [one.act.scope, other.act.scope];
  if (!scopes.includes('some') || !scopes.includes('all') || !verbsAlike(one.act, other.act)) return undefined;
  if (one.act.object.core.size + other.act.object.core.size === 0) return undefined;
  if (!sameThing(withoutAdjuncts(one, every), withoutAdjuncts(other, every), 'same')) return undefined;
  return { kind: 'opposing', strength: 'strong' };
}

const every = () => true;

/** `let guests pay without an account` against `require an account`; `delete it without confirmation` against `ask for confirmation`. */
export function waived(one: Demand, other: Demand): ActConflict | undefined {
  const [free, bound] = one.act.object.adjuncts.has('with') ? [one.act, other.act] : [other.act, one.act];
  if (free.verb.sign !== 1 || !bound.facets.some(({ concept, sign }) => concept === 'required' && sign === 1))
    return undefined;
  const spared = free.object.adjuncts.get('with');
  const asked = [...bound.object.core.keys(), ...(bound.object.adjuncts.get('for')?.keys() ?? [])];
  if (!asked.some((concept) => spared?.get(concept) === -1)) return undefined;
  return { kind: 'opposing', strength: free.leave || free.verb.concept === 'grant' ? 'strong' : 'rival' };
}

/** `let guests sign in` as what `refuse the sign-in` is said of: leave for an act that is named. */
export function asGrant(demand: Demand, other: Demand): Demand {
  const { act, context, bounds } = demand;
  if (!act.leave || other.act.leave || other.act.verb.concept !== 'grant') return demand;
  const verb: Word = { concept: 'grant', sign: act.verb.sign };
  const core = new Map([...act.object.core, [act.verb.concept, 1 as const]]);
  return {
    act: {
      ...act,
      leave: false,
      verb,
      facets: readFacets(verb, []),
      object: { ...act.object, core, head: act.verb.concept },
    },
    context,
    bounds,
  };
}
