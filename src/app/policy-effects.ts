import type { Role } from '../domain/event.ts';
import type { Decision, Policy } from '../policy/policy.ts';
import { toPolicyRequest } from '../policy/translate.ts';
import type { Wire } from './wire.ts';

/** A recorded call that would be decided otherwise. */
export interface ChangedDecision {
  action: string;
  resource: string;
  before: Decision['effect'];
  after: Decision['effect'];
  /** The policy that decides now. */
  policy: string;
  /** How many of the calls are the same. */
  count: number;
}

export interface PolicyEffects {
  /** How many calls of how many runs were looked at. */
  calls: number;
  runs: number;
  changed: ChangedDecision[];
}

const mostRuns = 20;
const mostCalls = 5_000;

/** What other policies would have decided on the calls of the last runs. */
export async function compareOnRuns(before: Policy, after: Policy, wire: Wire): Promise<PolicyEffects> {
  const { calls, runs } = await recordedCalls(wire);
  const changed = new Map<string, ChangedDecision>();
  for (const { role, name, input } of calls) {
    const request = toPolicyRequest({ type: 'tool_call', id: '', name, input }, role);
    if (request === undefined) continue;
    const [old, now] = [before.decide(request), after.decide(request)];
    if (old.effect === now.effect) continue;
    const { action, resource } = request;
    const key = `${action} ${resource}`;
    const count = (changed.get(key)?.count ?? 0) + 1;
    changed.set(key, { action, resource, before: old.effect, after: now.effect, policy: now.rule, count });
  }
  return { calls: calls.length, runs, changed: [...changed.values()].toSorted((a, b) => b.count - a.count) };
}

interface RecordedCall {
  role: Role;
  name: string;
  input: Record<string, unknown>;
}

async function recordedCalls(wire: Wire): Promise<{ calls: RecordedCall[]; runs: number }> {
  if (!wire.hasJournal) return { calls: [], runs: 0 };
  const journal = await wire.journal();
  const rows = journal.runs().slice(0, mostRuns);
  const calls = rows.flatMap(({ run }) => {
    const roles = new Map<string, Role>();
    return journal.read(run).flatMap(({ event }): RecordedCall[] => {
      if (event.type === 'session_opened') roles.set(event.session, event.role);
      if (event.type !== 'tool_started') return [];
      return [{ role: roles.get(event.session) ?? 'implementer', name: event.name, input: event.input }];
    });
  });
  return { calls: calls.slice(0, mostCalls), runs: rows.length };
}
