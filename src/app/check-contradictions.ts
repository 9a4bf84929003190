import { join, relative } from 'node:path';
import { findContradictions } from '../specs/contradictions/find-contradictions.ts';
import type { CiFinding, CiSubject } from './ci-check.ts';

/** Criteria that cannot both be met; such as say the same, or never apply, are advice. The document of a bug contradicts itself on purpose. */
export function checkContradictions({ spec: { requirements, folder }, wire }: CiSubject): CiFinding[] {
  if (requirements?.kind !== 'requirements') return [];
  const file = join(relative(wire.workspace.root, folder), requirements.file);
  const criteria = requirements.requirements.flatMap((each) => each.criteria);
  return findContradictions(criteria).map(({ kind, severity, scenario }) => {
    return { code: `criteria-${kind}`, kind: severity === 'error' ? 'invalid' : 'advice', message: scenario, file };
  });
}
