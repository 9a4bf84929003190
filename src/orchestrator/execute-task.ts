import { AshlarError } from '../base/errors.ts';
import { limits } from '../base/limits.ts';
import { plural } from '../base/text.ts';
import type { CheckResult, Event, SessionEnd } from '../domain/event.ts';
import type { TaskState } from '../journal/fold-run.ts';
import type { SessionState } from '../journal/fold-session.ts';
import { confineChanges } from './confine-changes.ts';
import { letPolicyDecide } from './judge-commit.ts';
import { whyNotProved } from './judge-red.ts';
import { mustHandOver } from './must-hand-over.ts';
import type { PlannedTask } from './plan-tasks.ts';
import { runChecks } from './run-checks.ts';
import type { Obstacle, WorkerDeps } from './worker.ts';

export type TaskEnd = 'finished' | 'blocked' | 'needs_human' | 'budget';

/**
 * Works on one task from wherever it stands until it is proved and committed, blocked, or waits for a human. Only checks
 * that Ashlar ran decide: what the model says ends a session, never a task.
 */
export async function* executeTask(task: PlannedTask, deps: WorkerDeps): AsyncGenerator<Event, TaskEnd> {
  if (needsStart(deps.state.tasks.get(task.id))) {
    yield { type: 'task_started', task: task.id, title: task.title, head: await deps.head() };
  }
  const known = yield* concludeFound(task, deps);
  if (known !== undefined) return known;
  for (;;) {
    const end = yield* workOneRound(task, deps);
    if (end !== 'again') return end;
  }
}

/**
 * Ends a task whose commit is on the branch already. One that this run proved and made is only recorded. Of one that the
 * journal knows nothing of, the trailers prove nothing: the checks run again on the branch as it stands, and where they are
 * red the task is worked on like any other.
 */
async function* concludeFound(task: PlannedTask, deps: WorkerDeps): AsyncGenerator<Event, TaskEnd | undefined> {
  const { phase, session, head } = taskState(task, deps);
  if (session !== undefined) {
    const own = phase === 'green' ? await deps.findCommit(task, head) : undefined;
    return own === undefined ? undefined : yield* conclude(task, own, deps);
  }
  const found = await deps.findCommit(task);
  if (found === undefined) return undefined;
  if (task.expect === 'fail' && phase !== 'green' && found !== (await deps.head()))
    return yield* block(task, notSeenFailing(found), deps);
  const { files } = await deps.changedTests(task);
  if (files.length > 0) return yield* block(task, notTheSameTests(found, files), deps);
  if (phase === 'working')
    yield { type: 'note', text: `${task.id} has commit ${found.slice(0, 10)}; its checks run again` };
  const passed = phase === 'green' || (phase === 'working' && (yield* check(task, deps)));
  if (passed) return yield* conclude(task, found, deps, await deps.head());
  return taskState(task, deps).rounds < deps.rounds ? undefined : yield* block(task, redReason(task, deps), deps);
}

const notSeenFailing = (commit: string) =>
  `its test was committed in ${commit.slice(0, 10)} and nothing here proves that it failed then; later commits may have mended the defect`;

const notTheSameTests = (commit: string, files: readonly string[]) =>
  `it has commit ${commit.slice(0, 10)}, and ${files.join(', ')} is no longer what an earlier task proved: put it back on the branch`;

/** One session, or what is left of it, and the checks that follow it. */
async function* workOneRound(task: PlannedTask, deps: WorkerDeps): AsyncGenerator<Event, TaskEnd | 'again'> {
  const session = sessionOf(task, deps) ?? (yield* openSession(task, deps));
  // Checks that were red before there was a session are the first thing that it hears of.
  if (session.turn === 0 && session.fed.size === 0 && taskState(task, deps).rounds > 0)
    yield* feedRedChecks(task, session, deps);
  const end = session.end ?? (yield* converse(session, deps));
  if (end === 'needs_human' || end === 'budget') return end;
  const own = [...deps.state.sessions.values()].filter((other) => other.task === task.id);
  if (mustHandOver(session, session.end ?? end, own.length)) {
    yield* openSession(task, deps, session);
    return 'again';
  }
  yield* noteOwnCommits(task, deps);
  const obstacle = obstacleOf(session, end) ?? (yield* examineChanges(task, session, deps));
  if (obstacle === 'asked_again') return 'again';
  if (obstacle === 'needs_human') return 'needs_human';
  if (obstacle !== undefined) return yield* block(task, obstacle.reason, deps);
  if (yield* proved(task, session, deps)) return yield* conclude(task, await commitTask(task, session, deps), deps);
  return taskState(task, deps).rounds < deps.rounds ? 'again' : yield* block(task, redReason(task, deps), deps);
}

/** Only Ashlar commits: what an agent committed is taken into the commit of its task, with trailers or without. */
async function* noteOwnCommits(task: PlannedTask, deps: WorkerDeps): AsyncGenerator<Event, void> {
  const head = await deps.head();
  if (head === taskState(task, deps).head) return;
  const text = `the agent moved the branch to ${head.slice(0, 10)} itself; a commit of its own counts as a change of task ${task.id} and no more`;
  yield { type: 'note', text };
}

/** What was changed is looked at before anything is checked; after red checks that was done already. */
async function* examineChanges(
  task: PlannedTask,
  session: SessionState,
  deps: WorkerDeps,
): AsyncGenerator<Event, Obstacle | 'asked_again' | 'needs_human' | undefined> {
  if (taskState(task, deps).phase === 'red') return undefined;
  return (
    (yield* demandChange(task, session, deps)) ??
    (yield* confineChanges(task, session, deps)) ??
    (yield* letPolicyDecide(task, session, deps))
  );
}

/** A task that should change something and did not is asked once more, then blocked: green checks alone prove nothing. */
async function* demandChange(
  task: PlannedTask,
  session: SessionState,
  deps: WorkerDeps,
): AsyncGenerator<Event, Obstacle | 'asked_again' | undefined> {
  if (!mustChange(task) || (await deps.hasChanges())) return undefined;
  if (session.fed.has('no_change')) return { reason: 'the agent changed nothing, so nothing is proved' };
  yield { type: 'session_fed', session: session.id, cause: 'no_change', message: deps.feedback.noChange() };
  return 'asked_again';
}

/** A checkpoint, which names neither criteria nor files, may be proved without a change. */
const mustChange = (task: PlannedTask) => task.requirements.length > 0 || task.files.length > 0;

/** One that this run finished and that is to be worked on was found red since: nothing that was proved then counts. */
const needsStart = (task: TaskState | undefined) =>
  task === undefined || task.status === 'blocked' || task.status === 'finished';

function taskState(task: PlannedTask, deps: WorkerDeps): TaskState {
  const state = deps.state.tasks.get(task.id);
  if (state === undefined) throw new Error(`the start of task ${task.id} was not recorded`);
  return state;
}

function sessionOf(task: PlannedTask, deps: WorkerDeps): SessionState | undefined {
  const id = taskState(task, deps).session;
  return id === undefined ? undefined : deps.state.sessions.get(id);
}

async function* openSession(
  task: PlannedTask,
  deps: WorkerDeps,
  before?: SessionState,
): AsyncGenerator<Event, SessionState> {
  yield await deps.openSession(task, before);
  const session = sessionOf(task, deps);
  if (session === undefined) throw new Error(`the session of task ${task.id} was not recorded`);
  return session;
}

/** A session that waits for a human or for money stays open, so that it goes on once it has it. */
async function* converse(session: SessionState, deps: WorkerDeps): AsyncGenerator<Event, SessionEnd> {
  const end = yield* deps.converse(session);
  if (end !== 'needs_human' && end !== 'budget') yield { type: 'session_closed', session: session.id, reason: end };
  return end;
}

/** Why the work of an ended session is not even checked. */
function obstacleOf(session: SessionState, end: SessionEnd): Obstacle | undefined {
  if (end === 'finished' && session.report?.done === false) {
    return { reason: `the agent could not do it: ${session.report.summary}` };
  }
  const reason = stops[end];
  return reason === undefined ? undefined : { reason };
}

const stops: Readonly<Partial<Record<SessionEnd, string>>> = {
  refusal: 'the model refused to answer',
  turn_limit: 'the session reached its limit of turns',
  handed_off: `it filled the contexts of ${limits.sessionsOfTask} sessions`,
  context_full: 'the conversation no longer fits into the context of the model',
  useless_replies: `the model gave ${limits.uselessReplies} replies in a row that were empty, cut or called unknown tools`,
  invalid_calls: `the agent made ${limits.invalidCalls} calls in a row with arguments that no tool takes`,
  repeated_calls: `the agent made one call ${limits.repeatedCalls} times in a row with the same result`,
};

/** Runs the checks unless they were red already and only their feedback is still to be given. */
async function* proved(task: PlannedTask, session: SessionState, deps: WorkerDeps): AsyncGenerator<Event, boolean> {
  if (taskState(task, deps).phase !== 'red' && (yield* check(task, deps))) return true;
  if (taskState(task, deps).rounds < deps.rounds) yield* feedRedChecks(task, session, deps);
  return false;
}

/** One round of checks; one that was green and came to nothing is run again. */
async function* check(task: PlannedTask, deps: WorkerDeps): AsyncGenerator<Event, boolean> {
  const { phase, rounds } = taskState(task, deps);
  const checks = yield* runChecks(task.id, deps.checksOf(task), deps.runCheck);
  await refuseMissing(task, checks, deps);
  const passed = checks.length > 0 && whyNotProved(task, checks) === undefined;
  const round = phase === 'green' ? rounds : rounds + 1;
  const expect = task.expect === 'fail' ? { expect: 'fail' as const } : {};
  yield { type: 'checks_finished', task: task.id, round, rounds: deps.rounds, passed, checks, ...expect };
  if (!passed && task.expect !== 'fail') yield* compareWithBase(task, deps);
  return passed;
}

/** A check that cannot run says nothing of the work: a human makes it run, and the round is not counted. */
async function refuseMissing(task: PlannedTask, checks: readonly CheckResult[], deps: WorkerDeps): Promise<void> {
  const unable = checks.find(({ exitCode }) => exitCode === 126 || exitCode === 127);
  const missing = unable === undefined ? [] : await deps.missingPrograms(unable.command);
  if (unable === undefined || missing.length === 0) return;
  const names = missing.join(', ');
  throw new AshlarError({
    kind: 'needs_human',
    what: `the check of task ${task.id} cannot run: ${unable.command}`,
    why: `${names} is not installed, or not on the PATH that ashlar was started with`,
    next: `install ${names}, or correct the command (commands and verify in .ashlar/config.yaml, or _Verify: of the task), then: ashlar resume ${deps.state.spec}`,
  });
}

/** A command that is red is run once on what was there before the run: what is red there too is not the agent's doing. */
async function* compareWithBase(task: PlannedTask, deps: WorkerDeps): AsyncGenerator<Event, void> {
  const red = taskState(task, deps).checks.find(({ exitCode }) => exitCode !== 0);
  if (red === undefined || deps.state.baseChecks.has(red.command)) return;
  const compared = await deps.checkBase(task, red.command);
  if (compared !== undefined) yield compared;
}

async function* feedRedChecks(task: PlannedTask, session: SessionState, deps: WorkerDeps): AsyncGenerator<Event, void> {
  const { checks, rounds } = taskState(task, deps);
  const why = task.expect === 'fail' ? whyNotProved(task, checks) : undefined;
  const { feedback, state } = deps;
  const message =
    why === undefined ? feedback.checksFailed(checks, rounds, state.baseChecks) : feedback.notRed(checks, rounds, why);
  yield { type: 'session_fed', session: session.id, cause: 'checks_failed', message };
}

function commitTask(task: PlannedTask, session: SessionState, deps: WorkerDeps): Promise<string> {
  return deps.commit(task, session.report?.summary ?? '');
}

/** `provedAt` is the commit that the checks ran on, where that is not the task's own. */
async function* conclude(
  task: PlannedTask,
  commit: string,
  deps: WorkerDeps,
  provedAt = commit,
): AsyncGenerator<Event, TaskEnd> {
  if (taskState(task, deps).commit !== commit) yield { type: 'task_committed', task: task.id, commit };
  await deps.recordDone(task, provedAt, taskState(task, deps).checks);
  yield { type: 'task_finished', task: task.id, commit };
  return 'finished';
}

async function* block(task: PlannedTask, reason: string, deps: WorkerDeps): AsyncGenerator<Event, TaskEnd> {
  const patch = await deps.setAside(task);
  yield { type: 'task_blocked', task: task.id, reason, ...(patch === undefined ? {} : { patch }) };
  return 'blocked';
}

function redReason(task: PlannedTask, deps: WorkerDeps): string {
  const { checks, rounds } = taskState(task, deps);
  if (task.expect === 'fail') {
    const why = whyNotProved(task, checks) ?? '';
    return `${checks.at(-1)?.command ?? 'the check'} had to fail as a test does, and after ${plural(rounds, 'round')} ${why}`;
  }
  const red = checks.find((check) => check.exitCode !== 0);
  const isOld = red !== undefined && (deps.state.baseChecks.get(red.command)?.exitCode ?? 0) !== 0;
  const before = isOld ? '; it was red before the run, too' : '';
  return `${red?.command ?? 'the check'} still ends with exit code ${red?.exitCode ?? 1} after ${plural(rounds, 'round')}${before}`;
}
