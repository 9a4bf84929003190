import { join, relative } from 'node:path';
import { findInDocument, ruleOfContradiction, sayContradiction } from '../specs/contradictions/find-in-document.ts';
import type { CiFinding, CiSubject } from './ci-check.ts';

/**
 * Criteria that cannot both be met; such as say the same, or never apply, are advice, and so is what only the forms show that
 * are kept with the spec. Where there are forms, it says how many criteria have none.
 */
export function checkContradictions({ spec: { slug, requirements, folder, forms }, wire }: CiSubject): CiFinding[] {
  if (requirements === undefined) return [];
  const file = join(relative(wire.workspace.root, folder), requirements.file);
  const { found, withoutForm } = findInDocument(requirements, forms);
  const findings = found.map((contradiction): CiFinding => {
    const kind = contradiction.severity === 'error' ? 'invalid' : 'advice';
    const message = contradiction.readAs === undefined ? contradiction.scenario : sayContradiction(contradiction);
    return { code: ruleOfContradiction(contradiction), kind, message, file };
  });
  if (withoutForm.length === 0) return findings;
  const message = `of ${withoutForm.length} criteria only the words were compared: no form that is kept fits them`;
  const next = `ashlar lint ${slug} --formalise`;
  return [...findings, { code: 'forms-missing', kind: 'advice', message, file, next }];
}
