import { type Drift, isDrift } from '../specs/drift.ts';
import { checkDrift, type DriftRequest } from './check-drift.ts';
import type { OpenSpec } from './open-spec.ts';
import type { Wire } from './wire.ts';

/** How code and a spec stand apart; nothing where none of its tasks left an anchor. */
export async function readDrifts(spec: OpenSpec, request: Omit<DriftRequest, 'specs'>, wire: Wire): Promise<Drift[]> {
  if (!spec.ledger.some(({ fact }) => fact.type === 'anchored')) return [];
  const events = checkDrift({ ...request, specs: [spec.slug] }, wire);
  for (;;) {
    const next = await events.next();
    if (next.done === true) return next.value.drifts;
  }
}

/** Criterion → what of the code that was made for it is not as it was left. Runs nothing. */
export async function readDriftedCriteria(spec: OpenSpec, wire: Wire): Promise<Map<string, string>> {
  const drifts = await readDrifts(spec, { all: true, run: false }, wire);
  const code = drifts.filter((drift) => isDrift(drift) && drift.class !== 'spec_ahead');
  return new Map(code.flatMap(({ id, why, criteria }) => criteria.map((each) => [each, `${id}: ${why}`] as const)));
}
