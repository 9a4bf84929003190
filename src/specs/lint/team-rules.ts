import type { Config } from '../../domain/config.ts';
import type { LintFinding, LintSeverity } from './finding.ts';
import { lintRules } from './rules.ts';

/** What a team's configuration says of lint: `lint:`, and the style of its requirements. */
export type TeamRules = NonNullable<Config['lint']> & Pick<NonNullable<Config['requirements']>, 'style'>;

export function teamRules({ lint, requirements }: Config): TeamRules {
  return { ...lint, ...(requirements?.style === undefined ? {} : { style: requirements.style }) };
}

/** The findings as the team wants them: those of rules that are off left out, the others with its severity. */
export function applyTeamRules(findings: readonly LintFinding[], { rules }: TeamRules): LintFinding[] {
  if (rules === undefined) return [...findings];
  return findings.flatMap((finding) => {
    const wanted = rules[finding.rule];
    if (wanted === 'off') return [];
    return wanted === undefined ? [finding] : [{ ...finding, severity: wanted }];
  });
}

/** Rules that fail a spec by themselves, and that this team does not let fail one. Whoever reads a verdict is told of them. */
export function loosenedRules({ rules = {} }: TeamRules): string[] {
  return Object.entries(rules).flatMap(([name, wanted]) => {
    const usual: LintSeverity | undefined = lintRules[name]?.severity;
    return usual === 'error' && wanted !== 'error' ? [`${name}: ${wanted}`] : [];
  });
}
