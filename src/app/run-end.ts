import type { Event } from '../domain/event.ts';
import type { Question } from '../domain/tool.ts';
import type { RunState } from '../journal/fold-run.ts';
import type { RunEnd } from '../orchestrator/run-tasks.ts';

/** What is recorded of the end of a run. */
export function endEvent(end: RunEnd, state: RunState, spec: string): Event {
  if (end.outcome === 'done') return { type: 'run_finished', run: state.run, outcome: 'done' };
  const paused = { type: 'run_paused' as const, run: state.run };
  if (end.outcome === 'needs_human') {
    const reason = 'the agent asked a question';
    return { ...paused, reason, next: `ashlar answer ${spec} "…"`, kind: 'needs_human' };
  }
  const kind = endedByTurns(end, state) ? 'turn_limit' : 'verification';
  return { ...paused, reason: `blocked: ${end.blocked.join(', ')}`, next: `ashlar resume ${spec}`, kind };
}

/** Whether all that is blocked is so because its session used up its turns. */
export function endedByTurns({ blocked }: RunEnd, { tasks, sessions }: RunState): boolean {
  const ends = blocked.map((id) => sessions.get(tasks.get(id)?.session ?? '')?.end);
  return ends.length > 0 && ends.every((end) => end === 'turn_limit');
}

/** What a human was asked last, where that is why the run stops. */
export function openQuestion(end: RunEnd, state: RunState): { question?: Question } {
  if (end.outcome !== 'needs_human') return {};
  const question = [...state.sessions.values()].findLast((session) => session.question !== undefined)?.question;
  return question === undefined ? {} : { question };
}
