import type { Problem, SpecDocument, SpecStage } from '../domain/spec.ts';
import { checkCitations } from '../specs/check-citations.ts';
import { checkCoverage } from '../specs/check-coverage.ts';
import type { OpenSpec } from './open-spec.ts';

/** Everything that is wrong with a document; design and tasks are also held against the requirements. */
export function findProblems({ requirements }: OpenSpec, stage: SpecStage, document: SpecDocument): Problem[] {
  if (requirements === undefined || stage === 'requirements') return document.problems;
  const against = stage === 'design' ? checkCitations : checkCoverage;
  return [...document.problems, ...against(requirements, document)];
}
