import type { JournaledEvent, Role } from '../domain/event.ts';
import type { Usage } from '../domain/model.ts';
import type { SessionState } from './fold-session.ts';
import { addUsage, noTokens } from './usage.ts';

/** What was spent on one task (or on none) by one role with one model. */
export interface Tally {
  task: string | undefined;
  role: Role;
  model: string;
  /** Model replies. */
  calls: number;
  usage: Usage;
  /** US dollars, of the replies whose price was known when they came. */
  costUsd: number;
  /** Tokens of the others. */
  unpriced: Usage;
  /** From request to reply, waits between attempts included. */
  modelMs: number;
  /** Tools and checks; without the time that a human took to answer. */
  toolMs: number;
}

export type Tallies = Map<string, Tally>;

/** Adds what an event of this session cost. */
export function tallyEvent(tallies: Tallies, session: SessionState, event: JournaledEvent): void {
  if (event.type === 'model_replied') {
    const tally = tallyOf(tallies, session, event.model);
    tally.calls += 1;
    tally.usage = addUsage(tally.usage, event.usage);
    tally.modelMs += event.durationMs;
    if (event.costUsd === undefined) tally.unpriced = addUsage(tally.unpriced, event.usage);
    else tally.costUsd += event.costUsd;
  }
  if (event.type === 'tool_finished' && event.name !== 'ask') tallyOf(tallies, session).toolMs += event.durationMs;
  if (event.type === 'checks_finished') {
    for (const { durationMs } of event.checks) tallyOf(tallies, session).toolMs += durationMs;
  }
}

function tallyOf(tallies: Tallies, { task, role, model: usual }: SessionState, model = usual): Tally {
  const key = JSON.stringify([task ?? null, role, model]);
  const blank = { calls: 0, usage: noTokens, costUsd: 0, unpriced: noTokens, modelMs: 0, toolMs: 0 };
  const tally = tallies.get(key) ?? { task, role, model, ...blank };
  tallies.set(key, tally);
  return tally;
}
