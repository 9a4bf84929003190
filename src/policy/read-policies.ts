import { AshlarError } from '../base/errors.ts';
import type { CedarModule } from './cedar.ts';
import type { PolicyOrigin, PolicyRule } from './policy.ts';

/** A file of policies. */
export interface PolicySource {
  /** As it is shown. */
  file: string;
  text: string;
  origin: PolicyOrigin;
}

export interface PolicyProblem {
  file: string;
  line: number;
  column: number;
  message: string;
  help?: string;
}

/**
 * Reads a file of policies. Each must have an `@id` of its own and say `@why`. With a schema every name in it is checked.
 */
export function readPolicies(
  cedar: CedarModule,
  { file, text, origin }: PolicySource,
  schema?: string,
): { rules: Omit<PolicyRule, 'counts'>[]; problems: PolicyProblem[] } {
  const place = placesIn(text, file);
  const parts = cedar.policySetTextToParts(text);
  if (parts.type === 'failure') return { rules: [], problems: parts.errors.map((error) => place(error)) };
  const rules = parts.policies.map((policy) => readPolicy(cedar, policy, { file, text, origin }));
  const named = rules.flatMap((rule) => problemsOf(rule, rules));
  const problems = [
    ...named,
    ...(schema === undefined ? [] : validate(cedar, text, schema).map((error) => place(error))),
  ];
  return { rules: rules.toSorted((a, b) => a.line - b.line), problems };
}

export function wrongPolicy({ file, line, column, message, help }: PolicyProblem): AshlarError {
  return new AshlarError({
    kind: 'invalid',
    what: `${file}:${line}:${column} is no valid policy`,
    why: help === undefined ? message : `${message} (${help})`,
    next: 'correct that line; the names that a policy may use are in docs/policy.md',
  });
}

type Rule = Omit<PolicyRule, 'counts'>;

function readPolicy(cedar: CedarModule, policy: string, { file, text, origin }: PolicySource): Rule {
  const answer = cedar.policyToJson(policy);
  if (answer.type === 'failure') throw new Error(answer.errors[0]?.message);
  const { effect, action, annotations = {} } = answer.json;
  const { id = '', why = '', ask } = annotations;
  const at = text.indexOf(policy.slice(0, 200).trim());
  const line = text.slice(0, Math.max(at, 0)).split('\n').length;
  const isAsk = ask !== undefined && effect === 'forbid';
  return {
    ...{ id, why, file, line, origin, text: policy },
    effect: isAsk ? 'ask' : effect,
    unattended: ask === 'pause' ? 'pause' : 'deny',
    actions: actionsOf(action),
  };
}

function actionsOf(action: object): string[] {
  const entities = 'entities' in action ? action.entities : 'entity' in action ? [action.entity] : [];
  return (entities as { id: string }[]).map(({ id }) => id);
}

function problemsOf(rule: Rule, all: readonly Rule[]): PolicyProblem[] {
  const { file, line, id, why, effect, text } = rule;
  const at = (message: string) => ({ file, line, column: 1, message });
  if (id === '') return [at('the policy has no name: write @id("…") before it')];
  if (all.filter((each) => each.id === id).length > 1) return [at(`several policies are named ${id}`)];
  if (why === '') return [at(`${id} says no reason: write @why("…") before it`)];
  const isLifted = /\bcontext\s*\.\s*approved\b/.test(text);
  if (effect === 'ask' && !isLifted)
    return [at(`${id} asks, and a yes would change nothing: end it with unless { context.approved }`)];
  return [];
}

type Located = { message: string; help: string | null; sourceLocations?: { start: number }[] };

function validate(cedar: CedarModule, text: string, schema: string): Located[] {
  const settings = { mode: 'strict' } as const;
  const answer = cedar.validate({ schema, policies: { staticPolicies: text }, validationSettings: settings });
  if (answer.type === 'failure') return answer.errors;
  return answer.validationErrors.map(({ error }) => error);
}

/** Where in the file an error lies; Cedar counts bytes. */
function placesIn(text: string, file: string): (error: Located) => PolicyProblem {
  return ({ message, help, sourceLocations = [] }) => {
    const start = sourceLocations[0]?.start ?? 0;
    const before = Buffer.from(text).subarray(0, start).toString().split('\n');
    const plain = message.replace(/^for policy `policy\d+`[:,] /, '');
    const place = { file, line: before.length, column: (before.at(-1)?.length ?? 0) + 1, message: plain };
    return help === null ? place : { ...place, help };
  };
}
