import { AshlarError } from '../base/errors.ts';
import type { Drift } from '../specs/drift.ts';
import { checkDrift, type DriftRequest } from './check-drift.ts';
import { addFact, type OpenSpec, openSpec } from './open-spec.ts';
import { decideAlone } from './run-journal.ts';
import type { Wire } from './wire.ts';

export interface AcceptDrift {
  /** Which specs, and since when, as for the check that showed it. */
  request: DriftRequest;
  id: string;
  reason: string;
}

/** Writes into the ledger that a human accepts a drift as it is now: it counts again once the symbol changes again. */
export async function acceptDrift({ request, id, reason }: AcceptDrift, wire: Wire): Promise<Drift & { spec: string }> {
  if (reason.trim() === '') {
    throw new AshlarError({
      kind: 'usage',
      what: 'accepting a drift needs a reason',
      next: `ashlar drift --accept "${id}" --reason "…"`,
    });
  }
  const found = (await findDrifts({ ...request, run: false }, wire)).filter((drift) => drift.id === id);
  const [drift] = found;
  if (drift === undefined) throw unknownDrift(id);
  const spec = specOf(found, request, wire);
  const { hash } = drift;
  const fact = {
    type: 'drift_accepted' as const,
    anchor: id,
    ...(hash !== undefined && { hash }),
    reason: reason.trim(),
  };
  await decideAlone(spec.slug, wire, () => addFact(spec, fact, wire));
  return { ...drift, class: 'accepted', why: `accepted: ${fact.reason}`, spec: spec.slug };
}

async function findDrifts(request: DriftRequest, wire: Wire): Promise<readonly Drift[]> {
  const events = checkDrift(request, wire);
  for (;;) {
    const next = await events.next();
    if (next.done === true) return next.value.drifts;
  }
}

/** The spec that anchors it, or the one that was named: what nobody asked for belongs to none. */
function specOf(found: readonly Drift[], { specs }: DriftRequest, wire: Wire): OpenSpec {
  const owners = found.flatMap(({ spec }) => spec ?? []);
  const candidates = owners.length > 0 ? owners : specs;
  const [only] = candidates;
  if (only !== undefined && candidates.length === 1) return openSpec(only, wire);
  throw new AshlarError({
    kind: 'usage',
    what: owners.length > 1 ? `${owners.join(' and ')} both anchor it` : 'no spec anchors it',
    next: `name the one that shall note it: ashlar drift ${owners[0] ?? 'SPEC'} --accept "${found[0]?.id ?? ''}" --reason "…"`,
  });
}

function unknownDrift(id: string): AshlarError {
  return new AshlarError({
    kind: 'usage',
    what: `there is no drift named ${id}`,
    why: 'it is in sync, or out of what was looked at',
    next: 'ashlar drift shows the names; add --all or --since REF where it was shown with one',
  });
}
