import { AshlarError } from '../base/errors.ts';
import type { Role } from '../domain/event.ts';
import type { Action, Decision, Policy, PolicyRule } from '../policy/policy.ts';
import type { PolicySource } from '../policy/read-policies.ts';
import type { Wire } from './wire.ts';

export interface PolicyQuestion {
  /** As it is typed: a name of the schema, or a short one of it. */
  action: string;
  resource: string;
  role: string;
  files: readonly string[];
  task: string;
  /** Names of programs: all others are taken for forbidden. */
  only?: readonly string[];
}

export interface PolicyAnswer extends Decision {
  action: Action;
  resource: string;
}

/** What would be decided now, in this checkout. */
export async function checkPolicy(question: PolicyQuestion, wire: Wire): Promise<PolicyAnswer> {
  const { resource, files, task } = question;
  const [action, role] = [actionOf(question.action), roleOf(question.role)];
  const policy = await wire.policy(wire.workspace.root, question.only === undefined ? [] : [allowOnly(question.only)]);
  const decision = policy.decide({ role, action, resource, circumstances: { files, task } });
  return { action, resource, ...decision };
}

export async function listPolicies(wire: Wire): Promise<readonly PolicyRule[]> {
  return (await wire.policy(wire.workspace.root)).rules;
}

/** The policy of that name, or an error that says which there are. */
export function findPolicy({ rules }: Policy, id: string): PolicyRule | undefined {
  return rules.find((rule) => rule.id === id);
}

const actionNames: Readonly<Record<string, Action>> = {
  ...{ readFile: 'readFile', writeFile: 'writeFile', deleteFile: 'deleteFile', runCommand: 'runCommand' },
  ...{ connect: 'connect', installPackage: 'installPackage', readMemory: 'readMemory', writeMemory: 'writeMemory' },
  ...{ writeContext: 'writeContext', commit: 'commit', askHuman: 'askHuman' },
  ...{ read: 'readFile', write: 'writeFile', delete: 'deleteFile', run: 'runCommand', install: 'installPackage' },
};

export function actionOf(name: string): Action {
  const action = Object.hasOwn(actionNames, name) ? actionNames[name] : undefined;
  if (action !== undefined) return action;
  throw new AshlarError({
    kind: 'usage',
    what: `there is no action ${name}`,
    next: `one of: ${[...new Set(Object.values(actionNames))].join(', ')}`,
  });
}

const roles: readonly Role[] = ['author', 'detector', 'implementer'];

export function roleOf(name: string): Role {
  const role = roles.find((each) => each === name);
  if (role !== undefined) return role;
  throw new AshlarError({ kind: 'usage', what: `there is no role ${name}`, next: `one of: ${roles.join(', ')}` });
}

function allowOnly(programs: readonly string[]): PolicySource {
  const names = programs.map((program) => JSON.stringify(program)).join(', ');
  const text = `@id("only-these-programs") @why("Only ${programs.join(', ')} may be run.")
forbid (principal, action == Action::"runCommand", resource) unless { [${names}].containsAll(resource.programs) };`;
  return { file: '--only', text, origin: 'user' };
}
