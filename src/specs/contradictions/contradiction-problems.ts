import type { Criterion, Problem, SpecDocument } from '../../domain/spec.ts';
import type { Contradiction, ContradictionKind } from './contradiction.ts';
import { findContradictions } from './find-contradictions.ts';

/** The contradictions of a requirements document as problems, each at the later of its criteria. */
export function contradictionProblems(document: SpecDocument): Problem[] {
  if (document.kind !== 'requirements') return [];
  const criteria = document.requirements.flatMap((requirement) => requirement.criteria);
  return findContradictions(criteria).map((found) => toProblem(document, found, criteria));
}

function toProblem({ file, text }: SpecDocument, found: Contradiction, criteria: readonly Criterion[]): Problem {
  const start = criteria.find(({ id }) => id === found.ids.at(-1))?.span.start ?? 0;
  const before = text.slice(0, start).split('\n');
  return {
    code: 'contradiction',
    severity: found.severity === 'error' ? 'error' : 'warning',
    message: `${openings[found.kind]}: ${found.scenario}`,
    file,
    line: before.length,
    column: (before.at(-1)?.length ?? 0) + 1,
  };
}

const openings: Record<ContradictionKind, string> = {
  opposing: 'these cannot both be met',
  bounds: 'these numbers cannot both be kept',
  duplicate: 'this is said twice',
  unreachable: 'this can never happen',
};
