import type { Problem, SpecDocument, SpecStage } from '../domain/spec.ts';
import { checkCitations } from '../specs/check-citations.ts';
import { checkCoverage } from '../specs/check-coverage.ts';
import { contradictionProblems } from '../specs/contradictions/contradiction-problems.ts';
import type { OpenSpec } from './open-spec.ts';

/** Everything that is wrong with a document: requirements are held against each other, design and tasks against them. */
export function findProblems({ requirements }: OpenSpec, stage: SpecStage, document: SpecDocument): Problem[] {
  if (stage === 'requirements') return [...document.problems, ...contradictionProblems(document)];
  if (requirements === undefined) return document.problems;
  const against = stage === 'design' ? checkCitations : checkCoverage;
  return [...document.problems, ...against(requirements, document)];
}
