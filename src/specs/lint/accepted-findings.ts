import type { LedgerLine } from '../../domain/ledger.ts';
import type { LintFinding } from './finding.ts';

/** What is left when a human's acceptances are taken out: one holds for a rule in a block for as long as its text is the same. */
export function withoutAccepted(findings: readonly LintFinding[], lines: readonly LedgerLine[]): LintFinding[] {
  const accepted = new Set(
    lines.flatMap(({ fact }) =>
      fact.type === 'accepted' ? [keyOf(fact.rule, { id: fact.block, hash: fact.hash })] : [],
    ),
  );
  if (accepted.size === 0) return [...findings];
  return findings.filter((finding) => {
    const { rule, block } = finding;
    return !isAcceptable(finding) || block === undefined || !accepted.has(keyOf(rule, block));
  });
}

/** What is broken is mended, not accepted. */
export function isAcceptable({ class: kind, severity }: LintFinding): boolean {
  return severity === 'advice' || kind === 'language' || kind === 'completeness';
}

function keyOf(rule: string, { id, hash }: { id: string; hash: string }): string {
  return `${rule} ${id} ${hash}`;
}
