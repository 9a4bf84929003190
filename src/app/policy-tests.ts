import { join } from 'node:path';
import { parse } from 'yaml';
import * as z from 'zod';
import { AshlarError, errorMessage } from '../base/errors.ts';
import { readTextIfThere } from '../base/files.ts';
import type { Policy } from '../policy/policy.ts';
import { actionOf, roleOf } from './policy-check.ts';
import { teamPolicyFolder } from './policy-sources.ts';
import type { Wire } from './wire.ts';

const testSchema = z.array(
  z.strictObject({
    action: z.string(),
    resource: z.string(),
    expect: z.enum(['allow', 'deny', 'ask']),
    /** The policy that is to decide. */
    policy: z.string().optional(),
    role: z.string().optional(),
    task: z.string().optional(),
    files: z.array(z.string()).optional(),
  }),
);

export interface PolicyTestResult {
  file: string;
  action: string;
  resource: string;
  expected: string;
  got: string;
  passed: boolean;
}

/** Runs the shipped cases against the shipped policies with the team's, then the team's own. */
export async function testPolicies(wire: Wire): Promise<PolicyTestResult[]> {
  const { root } = wire.workspace;
  const policy = await wire.policy(root);
  const shipped = join(wire.surroundings.packageRoot, 'templates', 'policy', 'tests.yaml');
  const own = join(teamPolicyFolder(root), 'tests.yaml');
  return [...runCases(shipped, 'shipped', policy), ...runCases(own, '.ashlar/policy/tests.yaml', policy)];
}

function runCases(path: string, file: string, policy: Policy): PolicyTestResult[] {
  return readCases(path).map((each) => {
    const { action, resource, expect, role = 'implementer', task = '', files = [] } = each;
    const request = { action: actionOf(action), role: roleOf(role), resource, circumstances: { task, files } };
    const { effect, rule } = policy.decide(request);
    const passed = effect === expect && (each.policy === undefined || each.policy === rule);
    const expected = each.policy === undefined ? expect : `${expect} by ${each.policy}`;
    return { file, action, resource, expected, got: `${effect} by ${rule}`, passed };
  });
}

function readCases(path: string): z.infer<typeof testSchema> {
  const text = readTextIfThere(path);
  if (text === undefined) return [];
  try {
    return testSchema.parse(parse(text) ?? []);
  } catch (error) {
    const issue = error instanceof z.ZodError ? error.issues[0] : undefined;
    throw new AshlarError({
      kind: 'invalid',
      what: `${path} holds no list of cases`,
      why:
        issue === undefined ? (errorMessage(error).split('\n')[0] ?? '') : `${issue.path.join('.')}: ${issue.message}`,
      next: 'a case is { action: writeFile, resource: infra/a.tf, expect: deny }; docs/policy.md shows all fields',
    });
  }
}
