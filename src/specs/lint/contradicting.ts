import type { SpecDocument } from '../../domain/spec.ts';
import type { ContradictionKind } from '../contradictions/contradiction.ts';
import { findContradictions } from '../contradictions/find-contradictions.ts';
import type { Remark } from './finding.ts';

/**
 * Criteria that contradict each other, say the same or never apply, each at the later one of its criteria. A bugfix document
 * has none: its expected behaviour contradicts the current one on purpose.
 */
export function checkContradictions(document: SpecDocument): Remark[] {
  if (document.kind !== 'requirements') return [];
  const criteria = document.requirements.flatMap((requirement) => requirement.criteria);
  const spans = new Map(criteria.map(({ id, span }) => [id, span]));
  return findContradictions(criteria).flatMap(({ kind, ids, scenario }): Remark[] => {
    const [span] = ids.flatMap((id) => spans.get(id) ?? []).sort((a, b) => b.start - a.start);
    if (span === undefined) return [];
    return [{ rule: `criteria-${kind}`, document, span, message: `${openings[kind]}: ${scenario}` }];
  });
}

const openings: Record<ContradictionKind, string> = {
  opposing: 'these cannot both be met',
  bounds: 'these numbers cannot both be kept',
  duplicate: 'this is said twice',
  unreachable: 'this can never happen',
};
