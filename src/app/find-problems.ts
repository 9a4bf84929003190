import { type Problem, type SpecDocument, type SpecStage, specStages } from '../domain/spec.ts';
import { contradictionProblems } from '../specs/contradictions/contradiction-problems.ts';
import { lintSpec } from '../specs/lint/lint-spec.ts';
import type { OpenSpec } from './open-spec.ts';

/**
 * Everything that is wrong in the structure of these documents: requirements are held against each other, design and tasks
 * against the requirements. What is only advice is none of it, nor is what an earlier document lacks; a criterion with two
 * duties is a warning to whoever approves.
 */
export function findProblems(
  { requirements }: Pick<OpenSpec, 'requirements'>,
  asked: Partial<Record<SpecStage, SpecDocument>>,
): Problem[] {
  const documents = specStages.flatMap((stage) => asked[stage] ?? []);
  const files = new Set(documents.map(({ file }) => file));
  const before = requirements === undefined ? {} : { requirements };
  const structure = lintSpec({ ...before, ...asked }).flatMap((finding): Problem[] => {
    const { rule: code, severity, message, file, line, column } = finding;
    const isOwn = files.has(file) || code === 'criterion-uncovered';
    if (finding.class !== 'structure' || severity === 'advice' || !isOwn) return [];
    return [{ code, severity, message, file, line, column }];
  });
  const doubled = documents.flatMap(({ problems }) => problems.filter(({ code }) => code === 'duty-doubled'));
  const { requirements: own } = asked;
  return [...structure, ...doubled, ...(own === undefined ? [] : contradictionProblems(own))];
}
