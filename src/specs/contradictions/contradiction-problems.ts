import { positionAt } from '../../base/text-places.ts';
import type { Problem, SpecDocument } from '../../domain/spec.ts';
import type { ContradictionKind } from './contradiction.ts';
import { findContradictions } from './find-contradictions.ts';

/**
 * The contradictions of a requirements document as problems, each at the later of its criteria. A bugfix document has none:
 * its expected behaviour contradicts the current one on purpose.
 */
export function contradictionProblems({ kind, file, text, requirements }: SpecDocument): Problem[] {
  if (kind !== 'requirements') return [];
  const criteria = requirements.flatMap((requirement) => requirement.criteria);
  const starts = new Map(criteria.map(({ id, span }) => [id, span.start]));
  return findContradictions(criteria).map((found) => ({
    code: 'contradiction',
    severity: found.severity === 'error' ? 'error' : 'warning',
    message: `${openings[found.kind]}: ${found.scenario}`,
    file,
    ...positionAt(text, Math.max(...found.ids.map((id) => starts.get(id) ?? 0))),
  }));
}

const openings: Record<ContradictionKind, string> = {
  opposing: 'these cannot both be met',
  bounds: 'these numbers cannot both be kept',
  duplicate: 'this is said twice',
  unreachable: 'this can never happen',
};
