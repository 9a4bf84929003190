import type { SpecDocument } from '../../domain/spec.ts';
import { findInDocument, ruleOfContradiction, sayContradiction } from '../contradictions/find-in-document.ts';
import type { Remark } from './finding.ts';

/** Criteria that contradict each other, say the same or never apply, each at the later one of its criteria. */
export function checkContradictions(document: SpecDocument, keptForms: string | undefined): Remark[] {
  const criteria = document.requirements.flatMap((requirement) => requirement.criteria);
  const spans = new Map(criteria.map(({ id, span }) => [id, span]));
  return findInDocument(document, keptForms).found.flatMap((contradiction): Remark[] => {
    const [span] = contradiction.ids.flatMap((id) => spans.get(id) ?? []).sort((a, b) => b.start - a.start);
    if (span === undefined) return [];
    return [{ rule: ruleOfContradiction(contradiction), document, span, message: sayContradiction(contradiction) }];
  });
}
