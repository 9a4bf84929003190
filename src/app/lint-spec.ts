import { relative, sep } from 'node:path';
import { AshlarError } from '../base/errors.ts';
import { limits } from '../base/limits.ts';
import { readForms } from '../specs/contradictions/forms/kept-forms.ts';
import { withoutAccepted } from '../specs/lint/accepted-findings.ts';
import { chooseAdvice } from '../specs/lint/choose-advice.ts';
import type { LintFinding, LintSeverity } from '../specs/lint/finding.ts';
import { lintSpec } from '../specs/lint/lint-spec.ts';
import { loosenedRules, teamRules } from '../specs/lint/team-rules.ts';
import { findSpec, listAllSpecs, type SpecEntry } from '../specs/list-specs.ts';
import { checkIds } from '../specs/retired-ids.ts';
import { stagesOf } from '../specs/spec-stages.ts';
import { type OpenSpec, readEntry } from './open-spec.ts';
import type { Wire } from './wire.ts';

export interface SpecLint {
  spec: string;
  /** From the root of the repository, with forward slashes. */
  path: string;
  /** Of all findings, whether they are shown or not. */
  counts: Record<LintSeverity, number>;
  findings: LintFinding[];
  /** Pieces of advice that are not among the findings. */
  hidden: number;
  /** How many criteria there are, where they are too many to be held against each other here. */
  notCompared?: number;
  /** Criteria that no kept form says anything of; absent where no forms are kept. */
  withoutForm?: number;
}

export interface LintRequest {
  /** All specs that are not archived where there is none. */
  specs: readonly string[];
  /** All advice, not only the best. */
  all: boolean;
}

/** Lints specs as they are on disk. Asks no model and changes nothing; a damaged ledger is a finding like any other. */
export function lintSpecs({ specs, all }: LintRequest, wire: Wire): SpecLint[] {
  return lintedEntries(specs, wire).map((entry) => {
    const spec = readEntry(entry, wire);
    const findings = findingsOf(spec, wire);
    const { shown, hidden } = all ? { shown: findings, hidden: 0 } : chooseAdvice(findings);
    const path = relative(wire.workspace.root, spec.folder).split(sep).join('/') || '.';
    const criteria = countCriteria(spec);
    const notCompared = criteria > limits.comparedCriteria ? { notCompared: criteria } : {};
    return {
      spec: spec.slug,
      path,
      counts: countBySeverity(findings),
      findings: shown,
      hidden,
      ...notCompared,
      ...countFormless(spec),
    };
  });
}

/** The findings on a spec, as this team wants them, but for those that a human accepted. */
export function findingsOf(
  spec: OpenSpec,
  { workspace }: Pick<Wire, 'workspace'>,
  skipsContradictions = countCriteria(spec) > limits.comparedCriteria,
): LintFinding[] {
  const ids = stagesOf(spec).flatMap((stage) => {
    const document = spec[stage];
    return document === undefined ? [] : checkIds(document, stage, spec.ledger);
  });
  const problems = [...spec.problems, ...ids];
  const found = lintSpec({ ...spec, problems, skipsContradictions, team: teamRules(workspace.config) });
  return withoutAccepted(found, spec.ledger);
}

/** What the team's configuration turned down, for whoever reads a verdict. */
export function describeLoosened({ workspace }: Pick<Wire, 'workspace'>): string[] {
  const loosened = loosenedRules(teamRules(workspace.config));
  return loosened.length === 0 ? [] : [`the configuration turns errors down: ${loosened.join(', ')}`];
}

function countCriteria({ requirements }: OpenSpec): number {
  return (requirements?.requirements ?? []).reduce((sum, { criteria }) => sum + criteria.length, 0);
}

function countFormless({ requirements, forms }: OpenSpec): Pick<SpecLint, 'withoutForm'> {
  if (forms === undefined || requirements?.kind !== 'requirements') return {};
  return { withoutForm: readForms(forms, requirements).missing.length };
}

export function lintedEntries(names: readonly string[], { specRoots }: Wire): SpecEntry[] {
  if (names.length > 0) return [...new Set(names)].map((name) => findSpec([...specRoots], name));
  return listAllSpecs(specRoots).filter(({ archived }) => !archived);
}

/** The one spec that a decision is about. */
export function onlyEntry(names: readonly string[], wire: Wire): SpecEntry {
  const entries = lintedEntries(names, wire);
  const [only] = entries;
  if (only !== undefined && entries.length === 1) return only;
  throw new AshlarError({
    kind: 'usage',
    what: 'a finding is accepted in one spec, and it is not clear in which',
    why: entries.length === 0 ? 'there is none' : `there are ${entries.map(({ slug }) => slug).join(', ')}`,
    next: 'name it: ashlar lint SPEC --accept RULE BLOCK',
  });
}

function countBySeverity(findings: readonly LintFinding[]): Record<LintSeverity, number> {
  const counts = { error: 0, warning: 0, advice: 0 };
  for (const { severity } of findings) counts[severity] += 1;
  return counts;
}
