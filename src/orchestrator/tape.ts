import { isDeepStrictEqual } from 'node:util';
import { type Event, isJournaled, type JournaledEvent } from '../domain/event.ts';
import { beginRun, evolveRun, type RunState } from '../journal/fold-run.ts';

/** One recorded event; `seq` is its step in the journal. */
export interface TapedEvent {
  seq: number;
  at: number;
  event: JournaledEvent;
}

/** Where today's code decides otherwise than was recorded. */
export interface Difference {
  seq: number;
  /** `decision`: another step. `words`: the same step, in which something else is said. */
  kind: 'decision' | 'words';
  recorded: JournaledEvent;
  /** What today's code does in its place: an event, or what it asks for. */
  today: JournaledEvent | string;
}

/** Thrown out of today's code where the recording has no outcome for what it asks for: it was interrupted there. */
export class TapeEnd extends Error {}

/** Thrown where there is no going on, for today's code went another way. */
export class TapeDiffers extends Error {}

/**
 * The events of a run, taken one by one into its state. What was recorded is the world: outcomes come from it, and the state
 * follows it, also where today's code differs.
 */
export interface Tape {
  readonly state: RunState;
  readonly differences: readonly Difference[];
  /** How many events were taken. */
  taken(): number;
  /** The next event that today's code could bring about itself; what comes from elsewhere before it is taken. */
  next(): TapedEvent | undefined;
  take(): void;
  /** Takes the next event where today's code announces the same. Throws TapeEnd where the run was interrupted there. */
  match(today: JournaledEvent): void;
  /** The next event where it is of one of these types. Throws TapeEnd or TapeDiffers where `asked` has no outcome. */
  expect<Type extends JournaledEvent['type']>(
    types: readonly Type[],
    asked: string,
  ): Extract<JournaledEvent, { type: Type }>;
  note(kind: Difference['kind'], today: Difference['today']): void;
}

/** Throws where the first event begins no run. With `to`, the tape ends after that step. */
export function openTape(events: readonly TapedEvent[], to = Number.POSITIVE_INFINITY): Tape {
  const [first, ...rest] = events.filter(({ seq }) => seq <= to);
  if (first?.event.type !== 'run_started') throw new Error('a run begins with run_started');
  const state = beginRun(first.at, first.event);
  const differences: Difference[] = [];
  let at = 0;

  const take = () => {
    const taken = rest[at];
    if (taken === undefined) throw new TapeEnd();
    at += 1;
    evolveRun(state, taken.at, taken.event);
  };
  const nextOr = (wanted?: string) => {
    const isPassed = ({ event }: TapedEvent) => event.type !== wanted && isGiven(event, state);
    for (let event = rest[at]; event !== undefined && isPassed(event); event = rest[at]) take();
    return rest[at];
  };
  const next = () => nextOr();
  const note = (kind: Difference['kind'], today: Difference['today']) => {
    const recorded = rest[at];
    if (recorded !== undefined) differences.push({ seq: recorded.seq, kind, recorded: recorded.event, today });
  };
  const differ = (today: Difference['today']): never => {
    note('decision', today);
    throw new TapeDiffers();
  };
  return {
    state,
    differences,
    taken: () => at + 1,
    next,
    take,
    note,
    match: (today) => {
      const recorded = nextOr(today.type);
      if (!ownTypes.has(today.type) && recorded?.event.type !== today.type) return;
      if (recorded === undefined || isInterruption(recorded.event, today)) throw new TapeEnd();
      if (identityOf(recorded.event) !== identityOf(today)) differ(today);
      if (!isSame(recorded.event, today)) note(kindOf(recorded.event, today), today);
      take();
    },
    expect: <Type extends JournaledEvent['type']>(types: readonly Type[], asked: string) => {
      const recorded = next();
      if (recorded === undefined || isInterruption(recorded.event)) throw new TapeEnd();
      return isOneOf(recorded.event, types) ? recorded.event : differ(asked);
    },
  };
}

/**
 * Lets today's code go on against the tape until it ends, or until the recording does. Returns undefined where it was
 * interrupted there.
 */
export async function follow<End>(events: AsyncGenerator<Event, End>, tape: Tape): Promise<{ end: End } | undefined> {
  try {
    for (;;) {
      const next = await events.next();
      if (next.done === true) return { end: next.value };
      if (isJournaled(next.value)) tape.match(next.value);
    }
  } catch (error) {
    if (error instanceof TapeEnd) return undefined;
    throw error;
  }
}

/** What a run decides by itself. All else that a journal holds, newer kinds of events too, is taken as it is. */
const ownTypes: ReadonlySet<string> = new Set<JournaledEvent['type']>([
  'tasks_planned',
  'run_resumed',
  'run_paused',
  'run_finished',
  'task_started',
  'task_committed',
  'task_finished',
  'task_blocked',
  'session_opened',
  'session_fed',
  'session_closed',
  'context_cleared',
  'context_filled',
  'model_replied',
  'tool_started',
  'tool_finished',
  'question_asked',
  'questions_proposed',
  'checks_finished',
  'base_checked',
]);

/** Checks of a task that is not worked on verify an old proof again, for reasons that lie in the ledger. */
function isGiven(event: JournaledEvent, state: RunState): boolean {
  if (!ownTypes.has(event.type)) return true;
  return event.type === 'checks_finished' && state.tasks.get(event.task)?.status !== 'started';
}

/** A pause that no decision of the run led to came from outside: a signal, a fault, a full disk. */
function isInterruption(recorded: JournaledEvent, today?: JournaledEvent): boolean {
  if (recorded.type === 'run_resumed') return true;
  return recorded.type === 'run_paused' && today?.type !== 'run_paused' && !isDecidedPause(recorded);
}

export function isDecidedPause({ reason }: Extract<JournaledEvent, { type: 'run_paused' }>): boolean {
  return reason === 'the agent asked a question' || reason.startsWith('blocked: ');
}

function isOneOf<Type extends JournaledEvent['type']>(
  event: JournaledEvent,
  types: readonly Type[],
): event is Extract<JournaledEvent, { type: Type }> {
  return types.some((type) => type === event.type);
}

/** What must agree for two events to be the same step. */
function identityOf(event: JournaledEvent): string {
  const about = event as Partial<Record<'task' | 'session' | 'call', string>>;
  return [event.type, about.task, about.session, about.call].join(' ');
}

/** What was measured aside, and what only later versions record. */
function isSame(recorded: JournaledEvent, today: JournaledEvent): boolean {
  const now: Partial<Record<string, unknown>> = { ...today };
  return Object.entries(recorded).every(([key, value]) => measured.has(key) || isDeepStrictEqual(now[key], value));
}

const measured: ReadonlySet<string> = new Set(['durationMs', 'costUsd', 'request', 'model']);

function kindOf(recorded: JournaledEvent, today: JournaledEvent): Difference['kind'] {
  if (recorded.type === 'session_fed' && today.type === 'session_fed')
    return recorded.cause === today.cause ? 'words' : 'decision';
  return 'decision';
}
