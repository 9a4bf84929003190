import { editDistance } from '../base/edit-distance.ts';
import type { Config } from '../domain/config.ts';
import { lintRules } from '../specs/lint/rules.ts';

export interface WrongSetting {
  /** Of the key, from the top of the configuration. */
  path: readonly string[];
  why: string;
}

/** The first rule under `lint.rules` that does not exist, or that a team cannot turn down. */
export function findWrongRule({ lint }: Config): WrongSetting | undefined {
  for (const [name, wanted] of Object.entries(lint?.rules ?? {})) {
    const path = ['lint', 'rules', name];
    const rule = Object.hasOwn(lintRules, name) ? lintRules[name] : undefined;
    if (rule === undefined) return { path, why: `there is no rule "${name}"; the nearest is "${nearestRule(name)}"` };
    if (rule.holds !== undefined && wanted !== 'error') {
      return { path, why: `${name} cannot be ${wanted}, for ${rule.holds}: it is always an error` };
    }
  }
  return undefined;
}

function nearestRule(name: string): string {
  const near = (rule: string) => (rule.includes(name) || name.includes(rule) ? 0 : editDistance(rule, name));
  const [nearest = ''] = Object.keys(lintRules).sort((a, b) => near(a) - near(b));
  return nearest;
}
