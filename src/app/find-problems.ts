import type { Problem, SpecDocument, SpecStage } from '../domain/spec.ts';
import { contradictionProblems } from '../specs/contradictions/contradiction-problems.ts';
import { lintSpec } from '../specs/lint/lint-spec.ts';
import type { OpenSpec } from './open-spec.ts';

/**
 * Everything that is wrong in the structure of a document: requirements are held against each other, design and tasks
 * against the requirements. What is only advice is none of it, nor is what an earlier document lacks; a criterion with two
 * duties is a warning to whoever approves.
 */
export function findProblems({ requirements }: OpenSpec, stage: SpecStage, document: SpecDocument): Problem[] {
  const before = requirements === undefined || stage === 'requirements' ? {} : { requirements };
  const structure = lintSpec({ ...before, [stage]: document }).flatMap((finding): Problem[] => {
    const { rule: code, severity, message, file, line, column } = finding;
    const isOwn = file === document.file || code === 'criterion-uncovered';
    if (finding.class !== 'structure' || severity === 'advice' || !isOwn) return [];
    return [{ code, severity, message, file, line, column }];
  });
  const doubled = document.problems.filter(({ code }) => code === 'duty-doubled');
  return [...structure, ...doubled, ...(stage === 'requirements' ? contradictionProblems(document) : [])];
}
