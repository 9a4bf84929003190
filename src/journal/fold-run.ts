import type { ErrorKind } from '../base/errors.ts';
import type { Budget } from '../domain/budget.ts';
import type { CheckResult, DraftStart, ExecuteStart, JournaledEvent } from '../domain/event.ts';
import type { Usage } from '../domain/model.ts';
import { evolveSession, forgetTalk, openSession, type SessionState } from './fold-session.ts';
import { type Tallies, tallyEvent } from './tally.ts';
import { addUsage, noTokens } from './usage.ts';

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
  /** The commit that the branch was at when the run last moved it or began a task on it. */
  tip: string | undefined;
  /** By task: the last attempt that was blocked. */
  blocked: Map<string, BlockedAttempt>;
  /** By command: the checks that were also run on the commit that the run began at. */
  baseChecks: Map<string, CheckResult>;
  /** What a human allowed on the command line. */
  budget: Budget;
  /** Of which shares of which limits was told, as `noticeKey` names them. */
  notices: Set<string>;
  /** Subjects of calls that a person allowed for the whole run. */
  permits: Set<string>;
  tallies: Tallies;
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
  else if (event.type === 'budget_set') state.budget = { ...state.budget, ...event.budget };
  else if (event.type === 'budget_noticed') state.notices.add(noticeKey(event));
  else if ('session' in event) evolveSessions(state, event);
  else if ('task' in event) evolveTask(state, event);
  else if (event.type === 'branch_moved') evolveTip(state, event);
  else if (event.type === 'base_checked') state.baseChecks.set(event.check.command, event.check);
}

/** One notice: whose limit it is, which, how high, and how much of it is spent. */
export function noticeKey(notice: Omit<Extract<JournaledEvent, { type: 'budget_noticed' }>, 'type' | 'spent'>): string {
  const { task = '', unit, limit, percent } = notice;
  return [task, unit, limit, percent].join(' ');
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
    tip: undefined,
    blocked: new Map(),
    baseChecks: new Map(),
    budget: (event.kind === 'execute' ? event.budget : undefined) ?? {},
    notices: new Set(),
    permits: new Set(),
    tallies: new Map(),
    usage: noTokens,
    costUsd: 0,
    modelCalls: 0,
    toolCalls: 0,
  };
}

/** Half-done work goes on from where others moved the branch under it. */
function evolveTip(state: RunState, { known, commit }: Extract<JournaledEvent, { type: 'branch_moved' }>): void {
  state.tip = commit;
  for (const task of state.tasks.values()) if (task.status === 'started' && task.head === known) task.head = commit;
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
  if (event.type === 'call_decided' && event.covers === 'run') state.permits.add(event.subject);
  const session = state.sessions.get(event.session);
  if (session === undefined) return;
  evolveSession(session, event);
  const task = session.task === undefined ? undefined : state.tasks.get(session.task);
  if (task !== undefined && event.type === 'session_closed') task.phase = 'checking';
  if (task !== undefined && event.type === 'session_fed') task.phase = 'working';
  if (event.type === 'tool_finished') state.toolCalls += 1;
  if (event.type === 'model_replied') addReply(state, event);
  tallyEvent(state.tallies, session, event);
}

function addReply(state: RunState, event: Extract<JournaledEvent, { type: 'model_replied' }>): void {
  state.modelCalls += 1;
  state.usage = addUsage(state.usage, event.usage);
  const known = state.costUsd !== undefined && event.costUsd !== undefined;
  state.costUsd = known ? (state.costUsd ?? 0) + (event.costUsd ?? 0) : undefined;
}

function evolveTask(state: RunState, event: Extract<JournaledEvent, { task: string }>): void {
  if (event.type === 'task_started') {
    const { task: id, title, head } = event;
    state.tip = head;
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
  if (event.type === 'task_undone') {
    state.tip = event.commit;
    for (const id of [event.task, ...event.reopened]) state.tasks.delete(id);
    return;
  }
  if (event.type === 'task_committed') state.tip = event.commit;
  const task = state.tasks.get(event.task);
  if (task === undefined) return;
  if (event.type === 'checks_finished') {
    Object.assign(task, { rounds: event.round, checks: event.checks, phase: event.passed ? 'green' : 'red' });
    const session = state.sessions.get(task.session ?? '');
    if (session !== undefined) tallyEvent(state.tallies, session, event);
  }
  concludeTask(state, task, event);
}

function concludeTask(state: RunState, task: TaskState, event: Extract<JournaledEvent, { task: string }>): void {
  if (event.type === 'task_committed') Object.assign(task, { status: 'committed', commit: event.commit });
  if (event.type === 'task_finished') {
    Object.assign(task, { status: 'finished', commit: event.commit });
    for (const session of state.sessions.values()) if (session.task === task.id) forgetTalk(session);
  }
  if (event.type === 'task_blocked') {
    const { reason, patch } = event;
    Object.assign(task, { status: 'blocked', reason });
    state.blocked.set(task.id, { session: task.session, checks: task.checks, reason, patch });
  }
}
