import type { JournaledEvent, PlanEntry, Role } from '../domain/event.ts';
import type { RunState } from '../journal/fold-run.ts';
import type { PlannedTask } from './plan-tasks.ts';
import { recordedWorker } from './recorded-worker.ts';
import { type RunEnd, runTasks } from './run-tasks.ts';
import { type Difference, follow, isDecidedPause, openTape, type Tape, TapeDiffers, type TapedEvent } from './tape.ts';
import type { WorkerDeps } from './worker.ts';

export interface ReplayDeps {
  rounds: number;
  /** The turn loop of a role, whose replies and results come from the tape. */
  converse(tape: Tape, role: Role, turns?: number): WorkerDeps['converse'];
  feedback(rounds: number): WorkerDeps['feedback'];
}

export interface Replayed {
  /** The state after the last step that was replayed. */
  state: RunState;
  events: number;
  differences: readonly Difference[];
}

/**
 * Goes through a run again with today's code: what the model said, what tools and checks gave is taken from the recording,
 * what is decided is decided anew, and each decision is held against the recorded one. Nothing is asked, run or written.
 * With `to`, up to that step.
 */
export async function replayEvents(events: readonly TapedEvent[], deps: ReplayDeps, to?: number): Promise<Replayed> {
  const tape = openTape(events, to);
  try {
    while (tape.next() !== undefined) await replayStretch(tape, events, deps);
  } catch (error) {
    if (!(error instanceof TapeDiffers)) throw error;
  }
  return { state: tape.state, events: tape.taken(), differences: tape.differences };
}

/** Up to where the recording was interrupted or the code comes to an end; at least one event. */
async function replayStretch(tape: Tape, events: readonly TapedEvent[], deps: ReplayDeps): Promise<void> {
  const next = tape.next();
  if (next === undefined) return;
  const { event } = next;
  const isRun = tape.state.start.kind === 'execute';
  if (event.type.startsWith('run_')) tape.take();
  else if (isRun && event.type === 'tasks_planned') {
    tape.take();
    await replayTasks(tape, event, deps);
  } else if (isRun && isPlanAhead(events, tape)) tape.take();
  else if (isRun) await replayTasks(tape, planOf(events, tape), deps);
  else if (isTurn(event.type) && 'session' in event) await replayTurns(tape, event.session, deps);
  else tape.take();
}

interface Plan {
  tasks: readonly PlanEntry[];
  done: readonly string[];
  checks: readonly string[] | undefined;
  rounds: number | undefined;
  turns: number | undefined;
}

/** Of a journal that does not hold it: the tasks in the order in which they were begun, up to the next end. */
function planOf(events: readonly TapedEvent[], { state, taken }: Tape): Plan {
  const end = events.findIndex(({ event }, at) => at >= taken() && isEnd(event));
  const begun = events.slice(0, end < 0 ? undefined : end).flatMap(({ event }, at) => {
    return event.type === 'task_started' ? [{ ...event, isAhead: at >= taken() }] : [];
  });
  const ahead = new Set(begun.flatMap(({ task, isAhead }) => (isAhead ? [task] : [])));
  const done = [...state.tasks.values()].filter(({ id, status }) => status === 'finished' && !ahead.has(id));
  const titles = new Map(begun.map(({ task, title }) => [task, title]));
  const entries = [...titles].map(([id, title]) => ({ id, title, requirements: [id], files: [], needs: [] }));
  return { tasks: entries, done: done.map(({ id }) => id), checks: undefined, rounds: undefined, turns: undefined };
}

/** What comes before the plan of a stretch made what was half done fit what others had changed. */
function isPlanAhead(events: readonly TapedEvent[], { taken }: Tape): boolean {
  const next = events
    .slice(taken())
    .find(({ event }) => event.type === 'tasks_planned' || event.type.startsWith('run_'));
  return next?.event.type === 'tasks_planned';
}

const isEnd = (event: JournaledEvent) =>
  event.type === 'run_finished' || (event.type === 'run_paused' && isDecidedPause(event));

async function replayTasks(tape: Tape, plan: Plan, deps: ReplayDeps): Promise<void> {
  const planned = plan.tasks.map((entry, at) => toPlanned(entry, plan.tasks.slice(0, at)));
  const rounds = plan.rounds ?? deps.rounds;
  const converse = deps.converse(tape, 'implementer', plan.turns);
  const worker = recordedWorker({
    tape,
    planned,
    rounds,
    checks: plan.checks,
    feedback: deps.feedback(rounds),
    converse,
  });
  const ended = await follow(runTasks(planned, new Set(plan.done), worker), tape);
  const next = tape.next();
  if (ended === undefined) return skipPause(tape);
  if (next === undefined || next.event.type === 'tasks_planned') return;
  confirmEnd(tape, next.event, ended.end);
}

/** How a run ends is recorded in words; whether today's end is the same can be told from them. */
function confirmEnd(tape: Tape, recorded: JournaledEvent, { outcome, blocked }: RunEnd): void {
  const isSame = {
    done: recorded.type === 'run_finished',
    needs_human: recorded.type === 'run_paused' && recorded.next.startsWith('ashlar answer '),
    // A spent budget is no decision of the tape: what was spent is not counted again.
    budget: false,
    blocked: recorded.type === 'run_paused' && recorded.reason === `blocked: ${blocked.join(', ')}`,
  };
  if (!isSame[outcome]) refuse(tape, `the run ends here: ${[outcome, ...blocked].join(' ')}`);
  tape.take();
}

/** A plan holds what decides; the rest of a task is for its brief. */
const toPlanned = (entry: PlanEntry, before: readonly PlanEntry[]): PlannedTask => ({
  needs: before.map(({ id }) => id),
  ...entry,
  details: '',
  mark: 'open',
  optional: false,
  depends: [],
  span: { start: 0, end: 0 },
});

/** The pause that an interruption left behind. */
function skipPause(tape: Tape): void {
  const event = tape.next()?.event;
  if (event?.type === 'run_paused' && !isDecidedPause(event)) tape.take();
}

/** The turns of one session of a draft; what is made of its answer depends on files, and is taken as it is. */
async function replayTurns(tape: Tape, id: string, deps: ReplayDeps): Promise<void> {
  const session = tape.state.sessions.get(id);
  if (session === undefined) return tape.take();
  const ended = await follow(deps.converse(tape, session.role)(session), tape);
  if (ended === undefined) return skipPause(tape);
  const next = tape.next()?.event;
  if (next?.type === 'session_closed') tape.match({ type: 'session_closed', session: id, reason: ended.end });
  else if (next !== undefined && isTurn(next.type)) refuse(tape, `the session ends here: ${ended.end}`);
}

function refuse(tape: Tape, today: string): never {
  tape.note('decision', today);
  throw new TapeDiffers();
}

const isTurn = (type: string): boolean =>
  type === 'model_replied' || type === 'tool_started' || type === 'tool_finished' || type === 'question_asked';
