import { AshlarError } from '../base/errors.ts';
import { isAcceptable } from '../specs/lint/accepted-findings.ts';
import type { LintFinding } from '../specs/lint/finding.ts';
import { findingsOf, onlyEntry } from './lint-spec.ts';
import { addFact, type OpenSpec, openSpec } from './open-spec.ts';
import { decideAlone } from './run-journal.ts';
import type { Wire } from './wire.ts';

/** A rule, and the block that a human accepts it for: `vague-word`, `requirements/2`. */
export interface Acceptance {
  rule: string;
  block: string;
}

/** The findings that a human would accept, to be shown before; throws where one does not exist or cannot be accepted. */
export function askAcceptance(
  { specs, accept }: { specs: readonly string[]; accept: readonly Acceptance[] },
  wire: Wire,
): { spec: string; findings: LintFinding[] } {
  const spec = openSpec(onlyEntry(specs, wire).slug, wire);
  return { spec: spec.slug, findings: accept.flatMap((each) => findAccepted(spec, each, wire)) };
}

/** Writes into the ledger that a human accepts these findings, for as long as their blocks stay as they were shown. */
export async function acceptFindings(
  { spec: name, findings }: { spec: string; findings: readonly LintFinding[] },
  wire: Wire,
): Promise<void> {
  await decideAlone(name, wire, async () => {
    const facts = new Map(
      findings.flatMap(({ rule, block }) =>
        block === undefined ? [] : [[`${rule} ${block.id}`, { rule, block }] as const],
      ),
    );
    for (const { rule, block } of facts.values()) {
      const spec = openSpec(name, wire);
      if (!findAccepted(spec, { rule, block: block.id }, wire).some((finding) => finding.block?.hash === block.hash)) {
        throw new AshlarError({
          kind: 'needs_human',
          what: `${block.id} was changed after it was shown`,
          next: `look at it again: ashlar lint ${name}`,
        });
      }
      await addFact(spec, { type: 'accepted', rule, block: block.id, hash: block.hash }, wire);
    }
  });
}

function findAccepted(spec: OpenSpec, { rule, block }: Acceptance, wire: Wire): LintFinding[] {
  const all = findingsOf(spec, wire);
  const found = all.filter((finding) => finding.rule === rule && finding.block?.id === block);
  const [first] = found;
  if (first === undefined) throw noFinding(spec, { rule, block }, all);
  if (isAcceptable(first)) return found;
  throw new AshlarError({
    kind: 'usage',
    what: `${rule} in ${block} cannot be accepted`,
    why: 'it is no advice: what is built on it would be wrong',
    next: `mend it: ${first.message}`,
  });
}

function noFinding({ slug }: OpenSpec, { rule, block }: Acceptance, all: readonly LintFinding[]): AshlarError {
  const known = all.filter(isAcceptable).filter((finding) => finding.rule === rule || finding.block?.id === block);
  const near = [...new Set(known.map((finding) => `${finding.rule} ${finding.block?.id ?? ''}`))]
    .slice(0, 3)
    .join(', ');
  return new AshlarError({
    kind: 'usage',
    what: `${slug} has no finding of ${rule} in ${block}`,
    next: near === '' ? `ashlar lint ${slug} --all shows them all` : `the nearest are: ${near}`,
  });
}
