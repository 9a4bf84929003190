import { AshlarError } from '../base/errors.ts';
import type { JournaledEvent } from '../domain/event.ts';
import type { Decision, PolicyRule } from '../policy/policy.ts';
import { toPolicyRequest } from '../policy/translate.ts';
import { findPolicy } from './policy-check.ts';
import type { Wire } from './wire.ts';

export interface ExplainedCall {
  run: string;
  seq: number;
  tool: string;
  input: Record<string, unknown>;
  /** What was decided then; absent for what was simply allowed. */
  then?: Extract<JournaledEvent, { type: 'call_decided' }>;
  /** What would be decided now; absent where the call asks for nothing. */
  now?: Decision;
  /** The policy that decided, as it stands now. */
  policy?: PolicyRule;
}

/** Says of a step of the journal, as `ashlar log` numbers them, what policy made of the call it belongs to. */
export async function explainStep(step: string, wire: Wire): Promise<ExplainedCall> {
  const seq = Number(step);
  const { run, event } = await findStep(seq, step, wire);
  const journal = await wire.journal();
  const events = journal.read(run).map((stored) => stored.event);
  const isSame = (other: JournaledEvent) =>
    'call' in other && 'call' in event && other.call === event.call && other.session === event.session;
  const started = events.find((other) => other.type === 'tool_started' && isSame(other));
  if (started?.type !== 'tool_started') throw noCall(step);
  const then = events.find((other) => other.type === 'call_decided' && isSame(other));
  const opened = events.find((other) => other.type === 'session_opened' && other.session === started.session);
  const role = opened?.type === 'session_opened' ? opened.role : 'implementer';
  const { name, input, call } = started;
  const request = toPolicyRequest({ type: 'tool_call', id: call, name, input }, role);
  const policy = await wire.policy(wire.workspace.root);
  const now = request === undefined ? undefined : policy.decide(request);
  const decidedBy = then?.type === 'call_decided' ? then.policy : now?.rule;
  const rule = decidedBy === undefined ? undefined : findPolicy(policy, decidedBy);
  return {
    ...{ run, seq, tool: name, input },
    ...(then?.type === 'call_decided' && { then }),
    ...(now && { now }),
    ...(rule && { policy: rule }),
  };
}

async function findStep(seq: number, step: string, wire: Wire): Promise<{ run: string; event: JournaledEvent }> {
  if (!Number.isInteger(seq) || !wire.hasJournal) throw noCall(step);
  const journal = await wire.journal();
  for (const { run } of journal.runs()) {
    const found = journal.read(run).find((stored) => stored.seq === seq);
    if (found !== undefined) return { run, event: found.event };
  }
  throw noCall(step);
}

function noCall(step: string): AshlarError {
  return new AshlarError({
    kind: 'usage',
    what: `${step} is no step in which an agent called a tool`,
    next: 'ashlar log numbers the steps; give that of a call or of its decision',
  });
}
