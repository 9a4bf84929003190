import type { LintFinding } from './finding.ts';
import { ruleOf } from './rules.ts';

/** Pieces of advice that are shown of one document unless all are asked for. */
export const advicePerDocument = 7;

export interface ChosenFindings {
  /** In the order of the document. */
  shown: LintFinding[];
  /** Pieces of advice that were left out. */
  hidden: number;
}

/**
 * All errors and warnings, and of each document the advice that most likely hides a wrong guess. A rule that has spoken
 * already weighs less, so that one word that a writer likes does not take all places.
 */
export function chooseAdvice(findings: readonly LintFinding[], most = advicePerDocument): ChosenFindings {
  const chosen = new Set(files(findings).flatMap((file) => best(findings, file).slice(0, most)));
  const shown = findings.filter((finding) => finding.severity !== 'advice' || chosen.has(finding));
  return { shown, hidden: findings.length - shown.length };
}

function files(findings: readonly LintFinding[]): string[] {
  return [...new Set(findings.map(({ file }) => file))];
}

function best(findings: readonly LintFinding[], file: string): LintFinding[] {
  const times = new Map<string, number>();
  const advice = findings.filter((finding) => finding.severity === 'advice' && finding.file === file);
  const weighed = advice.map((finding) => {
    const before = times.get(finding.rule) ?? 0;
    times.set(finding.rule, before + 1);
    return { finding, weight: (ruleOf(finding.rule).weight ?? 0) - before * repeatedRule };
  });
  return weighed.sort((a, b) => b.weight - a.weight).map(({ finding }) => finding);
}

const repeatedRule = 15;
