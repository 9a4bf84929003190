import type { SpecDocument } from '../../domain/spec.ts';
import { isWellFormedCriterion } from '../well-formed.ts';
import type { Remark } from './finding.ts';
import { listIds } from './glossary-terms.ts';
import type { TeamRules } from './team-rules.ts';

/** Criteria that are written in the other style than the team's, as one remark; a bug has numbered lines in either. */
export function checkStyle(document: SpecDocument, { style }: TeamRules): Remark[] {
  if (style === undefined || document.kind !== 'requirements') return [];
  const other = style === 'ears' ? 'gherkin' : 'ears';
  const strange = document.requirements
    .flatMap(({ criteria }) => criteria)
    .filter((criterion) => isWellFormedCriterion(criterion, other) && !isWellFormedCriterion(criterion, style));
  const [first] = strange;
  if (first === undefined) return [];
  const ids = listIds(strange.map(({ id }) => id));
  return [{ rule: 'criterion-style', document, span: first.span, message: `${ids}: ${asked[style]}` }];
}

const asked = {
  ears: 'this team writes sentences, so that all read alike: write WHEN … THE SYSTEM SHALL …',
  gherkin: 'this team writes scenarios, so that all read alike: write `#### Scenario: …` with GIVEN, WHEN and THEN',
} as const;
