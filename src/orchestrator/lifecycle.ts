import type { JournaledEvent } from '../domain/event.ts';

/**
 * - `active` a process asks the model or runs its calls · `idle` a process waits: for a human, for checks
 * - `hibernated` no process has it, all that it needs is in the journal · `terminated` nothing will be said in it any more
 */
export type SessionPhase = 'active' | 'idle' | 'hibernated' | 'terminated';

/** `left`: the process that had the session ended, by itself or not. */
export type PhaseCause = 'waits' | 'left' | 'woken' | 'ended';

/** The whole lifecycle of a session: what a cause leads to, or undefined where it is refused. */
export function nextPhase(phase: SessionPhase, cause: PhaseCause): SessionPhase | undefined {
  return transitions[phase][cause];
}

const transitions: Readonly<Record<SessionPhase, Readonly<Partial<Record<PhaseCause, SessionPhase>>>>> = {
  active: { waits: 'idle', left: 'hibernated', ended: 'terminated' },
  idle: { woken: 'active', left: 'hibernated', ended: 'terminated' },
  hibernated: { woken: 'active', ended: 'terminated' },
  terminated: {},
};

export interface SessionLife {
  phase: SessionPhase;
  task?: string;
  role: string;
}

/**
 * The phases of all sessions of a run, from its events; `hasProcess` says whether a process has the run now. A cause that
 * does not fit the phase of a session leaves it as it is.
 */
export function sessionLives(
  events: Iterable<{ event: JournaledEvent }>,
  hasProcess: boolean,
): Map<string, SessionLife> {
  const lives = new Map<string, SessionLife>();
  const change = (cause: PhaseCause, isConcerned: (life: SessionLife, id: string) => boolean = () => true) => {
    for (const [id, life] of lives) {
      if (isConcerned(life, id)) life.phase = nextPhase(life.phase, cause) ?? life.phase;
    }
  };
  for (const { event } of events) {
    if (event.type === 'session_opened') {
      const { session, role, task } = event;
      change('ended', (life) => life.role === role && life.task === task);
      lives.set(session, { phase: 'active', role, ...(task === undefined ? {} : { task }) });
      continue;
    }
    const cause = causes[event.type];
    if (cause === undefined) continue;
    if ('session' in event) change(cause, (_life, id) => id === event.session);
    else if ('task' in event) change(cause, (life) => life.task === event.task);
    else change(cause);
  }
  if (!hasProcess) change('left');
  return lives;
}

const causes: Readonly<Partial<Record<JournaledEvent['type'], PhaseCause>>> = {
  session_closed: 'waits',
  question_asked: 'waits',
  run_paused: 'waits',
  hibernated: 'left',
  run_resumed: 'woken',
  session_fed: 'woken',
  model_replied: 'woken',
  tool_started: 'woken',
  tool_finished: 'woken',
  task_finished: 'ended',
  task_blocked: 'ended',
  draft_written: 'ended',
  questions_proposed: 'ended',
  run_finished: 'ended',
};
