import type { LintFinding } from '../../../src/specs/lint/finding.ts';
import { lintSpec } from '../../../src/specs/lint/lint-spec.ts';
import { parse } from '../fixtures.ts';

/** A document of requirements in English, with these criteria under `### Requirement 1`. */
export function requirementsOf(...criteria: string[]): string {
  return [
    '# Requirements Document',
    '',
    '## Introduction',
    'The library lends books to the readers of a town, and takes them back when they are read.',
    '',
    '### Requirement 1: Lend',
    '#### Acceptance Criteria',
    ...criteria.map((criterion, index) => `${index + 1}. ${criterion}`),
    '',
  ].join('\n');
}

interface Texts {
  requirements?: string;
  bugfix?: string;
  design?: string;
  tasks?: string;
}

/** What is found in these texts, each criterion looked at by itself. */
export function lint(texts: Texts): LintFinding[] {
  return lintWhole(texts, { skipsContradictions: true });
}

/** Everything that is found in these texts. */
export function lintWhole(texts: Texts, { skipsContradictions = false } = {}): LintFinding[] {
  const { requirements, bugfix, design, tasks } = texts;
  return lintSpec({
    skipsContradictions,
    ...(requirements === undefined ? {} : { requirements: parse('requirements', requirements) }),
    ...(bugfix === undefined ? {} : { requirements: parse('bugfix', bugfix) }),
    ...(design === undefined ? {} : { design: parse('design', design) }),
    ...(tasks === undefined ? {} : { tasks: parse('tasks', tasks) }),
  });
}

export function lintCriteria(...criteria: string[]): LintFinding[] {
  return lint({ requirements: requirementsOf(...criteria) });
}

/** The rules that speak, in their order. */
export function rulesOf(findings: readonly LintFinding[]): string[] {
  return findings.map(({ rule }) => rule);
}

/** What the place of a finding holds. */
export function wordsAt(text: string, { span }: LintFinding): string {
  return text.slice(span.start, span.end);
}
