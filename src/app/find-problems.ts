import { type Problem, type SpecDocument, type SpecStage, specStages } from '../domain/spec.ts';
import type { LintFinding } from '../specs/lint/finding.ts';
import { lintSpec } from '../specs/lint/lint-spec.ts';
import type { TeamRules } from '../specs/lint/team-rules.ts';
import type { OpenSpec } from './open-spec.ts';

/**
 * Everything that is wrong in the structure of these documents, or an error to this team: requirements are held against each other, design and tasks
 * against the requirements. What is only advice is none of it, nor is what an earlier document lacks; a criterion with two
 * duties, or one said twice or to no end, is a warning to whoever approves.
 */
export function findProblems(
  { requirements, forms }: Pick<OpenSpec, 'requirements' | 'forms'>,
  asked: Partial<Record<SpecStage, SpecDocument>>,
  team: TeamRules,
): Problem[] {
  const documents = specStages.flatMap((stage) => asked[stage] ?? []);
  const files = new Set(documents.map(({ file }) => file));
  const before = requirements === undefined ? {} : { requirements };
  const skipsContradictions = asked.requirements === undefined;
  const findings = lintSpec({ ...before, ...asked, skipsContradictions, forms, team });
  const structure = findings.flatMap((finding): Problem[] => {
    const { rule: code, severity, message, file, line, column } = finding;
    const isOwn = files.has(file) || code === 'criterion-uncovered';
    const isAsked = finding.class === 'structure' || (finding.class !== 'contradiction' && severity === 'error');
    if (!isAsked || severity === 'advice' || !isOwn) return [];
    return [{ code, severity, message, file, line, column }];
  });
  const doubled = documents.flatMap(({ problems }) => problems.filter(({ code }) => code === 'duty-doubled'));
  return [...structure, ...doubled, ...findings.flatMap(toContradiction)];
}

function toContradiction({ class: kind, severity, message, file, line, column }: LintFinding): Problem[] {
  if (kind !== 'contradiction') return [];
  return [{ code: 'contradiction', severity: severity === 'error' ? 'error' : 'warning', message, file, line, column }];
}
