import type * as Cedar from '@cedar-policy/cedar-wasm/nodejs';

/** One policy, ready to be given to the engine. */
export interface EnginePolicy {
  id: string;
  text: string;
  /** All where there are none. */
  actions: readonly string[];
}

/** A request in the terms of the schema. */
export interface EngineCall {
  principal: { id: string; role: string; session: string; run: string };
  action: string;
  resource: {
    type: string;
    id: string;
    attrs: Record<string, Cedar.CedarValueJson>;
    parents: readonly Cedar.TypeAndId[];
  };
  context: Record<string, Cedar.CedarValueJson>;
}

export interface EngineAnswer {
  allowed: boolean;
  /** Ids of the policies that decided; none where no policy permits. */
  ids: readonly string[];
}

export type Engine = (call: EngineCall) => EngineAnswer;

export type CedarModule = typeof Cedar;

/** Loads Cedar: a few megabytes of WebAssembly, hence at first use. */
export async function loadCedar(): Promise<CedarModule> {
  const loaded = await import('@cedar-policy/cedar-wasm/nodejs');
  return 'default' in loaded ? (loaded.default as CedarModule) : loaded;
}

/**
 * Makes ready to decide. Each action has a set of its own, since the time of a decision grows with the policies in its set.
 * `name` must be unique in the process for each set of policies.
 */
export function openEngine(cedar: CedarModule, policies: readonly EnginePolicy[], name: string): Engine {
  const ready = new Set<string>();
  const known = new Map<string, EngineAnswer>();
  const setFor = (action: string) => {
    const id = `${name} ${action}`;
    if (ready.has(id)) return id;
    const own = policies.filter(({ actions }) => actions.length === 0 || actions.includes(action));
    const answer = cedar.preparsePolicySet(id, {
      staticPolicies: Object.fromEntries(own.map((each) => [each.id, each.text])),
    });
    if (answer.type === 'failure') throw new Error(answer.errors[0]?.message);
    ready.add(id);
    return id;
  };
  const answer = ({ principal, action, resource, context }: EngineCall): EngineAnswer => {
    const agent = { type: 'Agent', id: principal.id };
    const asked = { type: resource.type, id: resource.id };
    const attrs = { session: principal.session, run: principal.run };
    const given = cedar.statefulIsAuthorized({
      principal: agent,
      action: { type: 'Action', id: action },
      resource: asked,
      context,
      preparsedPolicySetId: setFor(action),
      validateRequest: false,
      entities: [
        { uid: agent, attrs, parents: [{ type: 'Role', id: principal.role }] },
        { uid: asked, attrs: resource.attrs, parents: [...resource.parents] },
      ],
    });
    if (given.type === 'failure') throw new Error(given.errors[0]?.message);
    const { decision, diagnostics } = given.response;
    if (diagnostics.errors.length > 0)
      return { allowed: false, ids: diagnostics.errors.map(({ policyId }) => policyId) };
    return { allowed: decision === 'allow', ids: diagnostics.reason };
  }; // The same question has the same answer, and agents ask the same again and again.
  return (call) => {
    const key = JSON.stringify(call);
    const found = known.get(key) ?? answer(call);
    if (known.size >= mostKnown) known.clear();
    known.set(key, found);
    return found;
  };
}

const mostKnown = 1_000;
