import { AshlarError } from '../base/errors.ts';
import { criterionHash } from '../specs/trace.ts';
import { addFact, openSpec } from './open-spec.ts';
import { decideAlone } from './run-journal.ts';
import type { Wire } from './wire.ts';

/** What a person is asked before a criterion goes unproved. */
export interface WaiverRequest {
  spec: string;
  criterion: string;
  text: string;
  reason: string;
  /** Of the text: what `waiveCriterion` must be given back. */
  hash: string;
}

export function askWaiver(request: { spec: string; criterion: string; reason: string }, wire: Wire): WaiverRequest {
  const spec = openSpec(request.spec, wire);
  const reason = request.reason.trim();
  if (reason === '') {
    const next = `ashlar waive ${spec.slug} ${request.criterion} --reason "…"`;
    throw new AshlarError({ kind: 'usage', what: 'a waiver needs a reason that others can judge', next });
  }
  const criteria = spec.requirements?.requirements.flatMap((each) => each.criteria) ?? [];
  const criterion = criteria.find(({ id }) => id === request.criterion);
  if (criterion === undefined) {
    const known = criteria.map(({ id }) => id).join(', ') || 'none';
    throw new AshlarError({
      kind: 'usage',
      what: `${spec.slug} has no criterion ${request.criterion}`,
      why: `its criteria are: ${known}`,
      next: `ashlar trace ${spec.slug}`,
    });
  }
  return { spec: spec.slug, criterion: criterion.id, text: criterion.text, reason, hash: criterionHash(criterion) };
}

/** Writes into the ledger that a human does not want the criterion proved, for as long as it says the same. */
export async function waiveCriterion(request: WaiverRequest, wire: Wire): Promise<void> {
  const { criterion, hash, reason } = request;
  await decideAlone(request.spec, wire, async () => {
    if (askWaiver(request, wire).hash !== hash) {
      throw new AshlarError({
        kind: 'needs_human',
        what: `criterion ${criterion} of ${request.spec} was changed after it was shown`,
        next: `look at it again: ashlar waive ${request.spec} ${criterion} --reason "…"`,
      });
    }
    await addFact(openSpec(request.spec, wire), { type: 'waived', criterion, hash, reason }, wire);
  });
}
