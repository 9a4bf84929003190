import type { ErrorKind } from '../base/errors.ts';
import type { CheckResult, DraftStart, ExecuteStart, JournaledEvent } from '../domain/event.ts';
import type { Usage } from '../domain/model.ts';
import { evolveSession, openSession, type SessionState } from './fold-session.ts';

export interface TaskState {
  id: string;
  title: string;
  /** The commit that the work on it began at. */
  head: string;
  status: 'started' | 'committed' | 'finished' | 'blocked';
  /** Rounds of checks so far. */
  rounds: number;
  /** `working` until its session ends, then `checking`, then `red` (to be fed back) or `green` (to be committed). */
  phase: 'working' | 'checking' | 'red' | 'green';
  session: string | undefined;
  /** The checks of the last round. */
  checks: CheckResult[];
  commit: string | undefined;
  reason: string | undefined;
}

/** What is left of a task that was blocked: it is worked on anew, by somebody who should know. */
export interface BlockedAttempt extends Pick<TaskState, 'session' | 'checks'> {
  reason: string;
  /** Relative to the root of the user's checkout. */
  patch: string | undefined;
}

/** Everything that is known of a run: the fold of its events, in order. */
export interface RunState {
  run: string;
  spec: string;
  start: ExecuteStart | DraftStart;
  status: 'active' | 'paused' | 'done' | 'blocked' | 'abandoned';
  paused: { reason: string; next: string; kind?: ErrorKind } | undefined;
  /** A person's order to stop at the next safe point, until the run is resumed. */
  stopOrder: { at: number; by: string } | undefined;
  startedAt: number;
  lastAt: number;
  sessions: Map<string, SessionState>;
  tasks: Map<string, TaskState>;
  /** By task: the last attempt that was blocked. */
  blocked: Map<string, BlockedAttempt>;
  /** By command: the checks that were also run on the commit that the run began at. */
  baseChecks: Map<string, CheckResult>;
  usage: Usage;
  /** US dollars; undefined once a reply came from a model whose price is unknown. */
  costUsd: number | undefined;
  modelCalls: number;
  toolCalls: number;
}

export interface TimedEvent {
  at: number;
  event: JournaledEvent;
}

/** The state of a run, or undefined where no run began. */
export function foldRun(events: Iterable<TimedEvent>): RunState | undefined {
  let state: RunState | undefined;
  for (const { at, event } of events) {
    if (event.type === 'run_started') state = beginRun(at, event);
    else if (state !== undefined) evolveRun(state, at, event);
  }
  return state;
}

/** Takes one more event into the state of its run. */
export function evolveRun(state: RunState, at: number, event: JournaledEvent): void {
  state.lastAt = at;
  if (event.type.startsWith('run_')) evolveStatus(state, event);
  else if (event.type === 'pause_requested') state.stopOrder = { at, by: event.by };
  else if ('session' in event) evolveSessions(state, event);
  else if ('task' in event) evolveTask(state, event);
  else if (event.type === 'base_checked') state.baseChecks.set(event.check.command, event.check);
}

export function beginRun(at: number, event: Extract<JournaledEvent, { type: 'run_started' }>): RunState {
  return {
    run: event.run,
    spec: event.spec,
    start: event,
    status: 'active',
    paused: undefined,
    stopOrder: undefined,
    startedAt: at,
    lastAt: at,
    sessions: new Map(),
    tasks: new Map(),
    blocked: new Map(),
    baseChecks: new Map(),
    usage: { inputTokens: 0, outputTokens: 0, cacheReadTokens: 0, cacheWriteTokens: 0 },
    costUsd: 0,
    modelCalls: 0,
    toolCalls: 0,
  };
}

function evolveStatus(state: RunState, event: JournaledEvent): void {
  state.paused = undefined;
  if (event.type === 'run_resumed') Object.assign(state, { status: 'active', stopOrder: undefined });
  if (event.type === 'run_finished') state.status = event.outcome;
  if (event.type === 'run_paused') {
    state.status = 'paused';
    const { reason, next, kind } = event;
    state.paused = { reason, next, ...(kind === undefined ? {} : { kind }) };
  }
}

function evolveSessions(state: RunState, event: Extract<JournaledEvent, { session: string }>): void {
  if (event.type === 'session_opened') {
    state.sessions.set(event.session, openSession(event));
    const task = event.task === undefined ? undefined : state.tasks.get(event.task);
    if (task !== undefined) Object.assign(task, { session: event.session, phase: 'working' });
    return;
  }
  const session = state.sessions.get(event.session);
  if (session === undefined) return;
  evolveSession(session, event);
  const task = session.task === undefined ? undefined : state.tasks.get(session.task);
  if (task !== undefined && event.type === 'session_closed') task.phase = 'checking';
  if (task !== undefined && event.type === 'session_fed') task.phase = 'working';
  if (event.type === 'tool_finished') state.toolCalls += 1;
  if (event.type === 'model_replied') addUsage(state, event);
}

function addUsage(state: RunState, event: Extract<JournaledEvent, { type: 'model_replied' }>): void {
  state.modelCalls += 1;
  state.usage = {
    inputTokens: state.usage.inputTokens + event.usage.inputTokens,
    outputTokens: state.usage.outputTokens + event.usage.outputTokens,
    cacheReadTokens: state.usage.cacheReadTokens + event.usage.cacheReadTokens,
    cacheWriteTokens: state.usage.cacheWriteTokens + event.usage.cacheWriteTokens,
  };
  const known = state.costUsd !== undefined && event.costUsd !== undefined;
  state.costUsd = known ? (state.costUsd ?? 0) + (event.costUsd ?? 0) : undefined;
}

function evolveTask(state: RunState, event: Extract<JournaledEvent, { task: string }>): void {
  if (event.type === 'task_started') {
    const { task: id, title, head } = event;
    const blank = {
      status: 'started' as const,
      phase: 'working' as const,
      session: undefined,
      checks: [],
      commit: undefined,
      reason: undefined,
    };
    state.tasks.set(id, { id, title, head, rounds: 0, ...blank });
    return;
  }
  const task = state.tasks.get(event.task);
  if (task === undefined) return;
  if (event.type === 'checks_finished') {
    Object.assign(task, { rounds: event.round, checks: event.checks, phase: event.passed ? 'green' : 'red' });
  }
  if (event.type === 'task_committed') Object.assign(task, { status: 'committed', commit: event.commit });
  if (event.type === 'task_finished') Object.assign(task, { status: 'finished', commit: event.commit });
  if (event.type === 'task_blocked') {
    const { reason, patch } = event;
    Object.assign(task, { status: 'blocked', reason });
    state.blocked.set(task.id, { session: task.session, checks: task.checks, reason, patch });
  }
}
