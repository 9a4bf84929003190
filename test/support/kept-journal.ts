import type { JournaledEvent } from '../../src/domain/event.ts';
import type { RunState } from '../../src/journal/fold-run.ts';
import type { TapedEvent } from '../../src/orchestrator/tape.ts';

/** A journal of one run as text: a line an event, and at last what they came to when they were recorded. */
export interface KeptJournal {
  events: TapedEvent[];
  state: KeptState;
}

export type KeptState = ReturnType<typeof keptState>;

/** What must not change in the state of a finished run, whatever else later versions add to it. */
export function keptState(state: RunState) {
  const tasks = [...state.tasks.values()].map(({ id, status, phase, rounds, commit }) => ({
    ...{ id, status, phase, rounds },
    ...(commit === undefined ? {} : { commit }),
  }));
  const sessions = [...state.sessions.values()].map(({ id, turn, messages, end, pending }) => ({
    ...{ id, turn, messages: messages.length, pending: pending.length },
    ...(end === undefined ? {} : { end }),
  }));
  const { status, usage, modelCalls, toolCalls } = state;
  return { status, tasks, sessions, usage, modelCalls, toolCalls };
}

export function formatJournal(events: readonly TapedEvent[], state: KeptState): string {
  return [...events, { state }].map((line) => `${JSON.stringify(line)}\n`).join('');
}

export function parseJournal(text: string): KeptJournal {
  const lines = text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as { seq: number; at: number; event: JournaledEvent; state?: KeptState });
  const state = lines.pop()?.state;
  if (state === undefined) throw new Error('the last line holds no state');
  return { events: lines, state };
}
