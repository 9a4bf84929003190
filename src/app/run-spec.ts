import { AshlarError } from '../base/errors.ts';
import type { Budget } from '../domain/budget.ts';
import type { Event } from '../domain/event.ts';
import type { Question } from '../domain/tool.ts';
import type { RunState } from '../journal/fold-run.ts';
import type { Journal } from '../journal/open-journal.ts';
import { type Budgets, spentBudget } from '../orchestrator/budget.ts';
import { planBug } from '../orchestrator/plan-bug.ts';
import { type PlannedTask, planTasks } from '../orchestrator/plan-tasks.ts';
import { type RunEnd, runTasks } from '../orchestrator/run-tasks.ts';
import { budgetsOf, confirmCountable } from './budgets.ts';
import { confirmAllowed } from './confirm-allowed.ts';
import { confirmBugOrder } from './confirm-bug-order.ts';
import { confirmPolicies } from './confirm-policies.ts';
import { confirmApproved, confirmProvable, confirmRunnable } from './confirm-runnable.ts';
import { describeStrange } from './describe-strange.ts';
import type { ExecuteWork } from './execute-work.ts';
import { finishUndo, type TaskUndone } from './finish-undo.ts';
import { forecastMerge, type MergeForecast } from './forecast-merge.ts';
import { type HandOver, handOver } from './hand-over.ts';
import { refuseStopped } from './heed-stop-orders.ts';
import { type OpenSpec, openSpec, requireDocument } from './open-spec.ts';
import { planEvent } from './plan-event.ts';
import { type Project, readProject } from './project.ts';
import { reconcilePlace, sayIfGone } from './reconcile-place.ts';
import { tickTask } from './record-task-done.ts';
import { refuseRoadmap } from './roadmap.ts';
import { endEvent, endedByTurns, openQuestion } from './run-end.ts';
import { findOpenRun, type Holding, type OpenRun, openRun, runUntilPaused, withLease } from './run-journal.ts';
import { type Stay, stayAwake } from './stay-awake.ts';
import { type TasksDone, tasksDone } from './tasks-done.ts';
import { suspectDone, verifySuspects } from './verify-suspects.ts';
import type { Wire } from './wire.ts';
import { workerDeps } from './worker-deps.ts';
import { openWorkplace, type Workplace } from './workplace.ts';

export interface RunRequest {
  spec: string;
  inPlace: boolean;
  withOptional: boolean;
  /** True for `resume`: there must be a run to go on with. */
  mustExist: boolean;
  /** What the run may spend from here on, beside what was allowed before. */
  budget?: Budget;
  /** Policies that ask, each to be answered with yes. */
  allow?: readonly string[];
  /** Takes the spec from a process on another machine, of which a person knows that it is gone. */
  forceLease?: boolean;
  /** Waits where a human is asked, so that the run need not be read anew once there is an answer. */
  stay?: Stay;
}

export type RunOutcome = Omit<RunEnd, 'outcome'> & {
  spec: string;
  /** Absent where there was nothing to do. */
  run?: string;
  branch: string;
  outcome: RunEnd['outcome'] | 'nothing_to_do';
  question?: Question;
  costUsd?: number;
  /** Where a budget is spent. */
  handOver?: HandOver;
  /** Whether a session that used up its turns is why nothing goes on. */
  turnLimit?: boolean;
  /** What a merge of the branch would meet, where all is done. */
  merge?: MergeForecast;
};

/** Works through the tasks of an approved spec; goes on with the run that an earlier process left unfinished. */
export async function* runSpec(request: RunRequest, wire: Wire): AsyncGenerator<Event, RunOutcome> {
  // Their processes work while this one reads; what they say is asked for before anything is made.
  const commands = wire.commands();
  const reading = readProject(wire);
  for (const begun of [commands, reading]) begun.catch(() => undefined);
  const spec = openSpec(request.spec, wire);
  refuseRoadmap(spec, wire);
  confirmRunnable(spec);
  confirmBugOrder(spec);
  const opening = [reading, wire.model('implementer'), wire.journal(), confirmPolicies(wire)] as const;
  const [project, model] = await Promise.all(opening);
  confirmProvable(spec, project, wire);
  const allowed = await confirmAllowed(request.allow ?? [], wire);
  for (const text of describeStrange(spec.strange)) yield { type: 'note', text };
  const lease = { spec: spec.slug, force: request.forceLease === true };
  return yield* withLease(lease, wire, async function* (journal, holding) {
    const found = findOpenRun(journal, spec.slug, ({ start }) => start.kind === 'execute');
    const stoppedAt = found?.lastAt ?? 0;
    if (found === undefined && request.mustExist) throw nothingToResume(spec.slug);
    if (!request.mustExist) refuseStopped(found);
    const budgets = budgetsOf({ ...found?.budget, ...request.budget }, wire);
    confirmCountable(budgets, model, found);
    await commands;
    const workplace = await openWorkplace({ spec, found, inPlace: request.inPlace, project }, wire);
    const undone = await settleUndo(spec, workplace, wire);
    if (undone !== undefined) yield { type: 'note', text: describeUndone(undone) };
    const plan = await planWork(spec, workplace, { request, wire });
    const isSettled = plan.isDone && suspectDone(spec.slug, plan.done.ids, wire).length === 0;
    if (found === undefined && isSettled) return nothingToDo(spec, workplace, plan, wire);
    const run = openRun(journal, found, () => startRun(spec, workplace, request, wire));
    if (run.resumed) noteResumed(run, request, undone);
    return yield* runUntilPaused(
      run,
      `ashlar resume ${spec.slug}`,
      work(
        { spec, project, workplace, run, plan, budgets, allowed, stoppedAt, stay: request.stay, journal, holding },
        wire,
      ),
      wire.surroundings.signal,
    );
  });
}

/** Finishes an undo that was cut off, and remembers the ledger as it is then: in place, another branch may be checked out by now. */
async function settleUndo(spec: OpenSpec, workplace: Workplace, wire: Wire): Promise<TaskUndone | undefined> {
  const current = openSpec(spec.slug, wire);
  const undone = await finishUndo(current, workplace);
  wire.ledgers.remember(spec.folder, (undone === undefined ? current : openSpec(spec.slug, wire)).ledger);
  return undone;
}

/** What the journal of a run that goes on is still to be told. */
function noteResumed(run: OpenRun, { budget }: RunRequest, undone: TaskUndone | undefined): void {
  if (undone !== undefined) run.append(undone);
  if (budget !== undefined) run.append({ type: 'budget_set', budget });
}

const describeUndone = ({ task, commit }: TaskUndone) =>
  `the undo of task ${task} was cut off before it was on the branch; it is now, as ${commit.slice(0, 10)}`;

interface Plan {
  planned: PlannedTask[];
  done: TasksDone;
  isDone: boolean;
}

/** What there is to do; boxes of what is done already are set right. */
async function planWork(
  spec: OpenSpec,
  workplace: Workplace,
  { request, wire }: { request: RunRequest; wire: Wire },
): Promise<Plan> {
  const inOrder = planTasks(requireDocument(spec, 'tasks').tasks, request.withOptional);
  const planned = spec.requirements?.kind === 'bugfix' ? planBug(inOrder) : inOrder;
  const done = await tasksDone(spec, workplace, planned);
  for (const { id, mark } of planned) if (done.ids.has(id) && mark !== 'done') tickTask(spec, id, wire);
  return { planned, done, isDone: planned.every(({ id }) => done.ids.has(id)) };
}

async function nothingToDo(spec: OpenSpec, workplace: Workplace, { done }: Plan, wire: Wire): Promise<RunOutcome> {
  const rest = { finished: [...done.ids], blocked: [], waiting: [] };
  const merge = await mergeOf(workplace, wire);
  return { spec: spec.slug, branch: workplace.branch, outcome: 'nothing_to_do', ...rest, ...merge };
}

async function mergeOf(workplace: Workplace, wire: Wire): Promise<Pick<RunOutcome, 'merge'>> {
  const merge = await forecastMerge(workplace, await wire.git());
  return merge === undefined ? {} : { merge };
}

interface Work {
  spec: OpenSpec;
  project: Project;
  workplace: Workplace;
  run: OpenRun;
  plan: Plan;
  budgets: Budgets;
  allowed: ReadonlySet<string>;
  /** When an earlier process recorded its last event. */
  stoppedAt: number;
  stay: Stay | undefined;
  journal: Journal;
  holding: Holding;
}

async function* work(all: Work, wire: Wire): AsyncGenerator<Event, RunOutcome> {
  const { spec, project, workplace, run, plan, budgets, allowed, stoppedAt } = all;
  const { planned, done } = plan;
  if (run.resumed) yield { type: 'note', text: describeResumed(run.state) };
  for (const id of halfRecorded(run.state)) done.ids.delete(id);
  for (const note of [...workplace.notes, ...done.notes]) yield { type: 'note', text: note };
  const executing = { spec, project, workplace, state: run.state, budgets, allowed, again: new Set<string>() };
  const before = { done: done.ids, stoppedAt };
  if (run.resumed) for (const id of yield* reconcilePlace(executing, before, wire)) executing.again.add(id);
  const deps = await workerDeps(executing, planned, wire);
  const verifying = { ...deps, spec: spec.slug, run: run.state.run, planned, done: done.ids, again: executing.again };
  const isLeft = () => executing.again.size > 0 || suspectDone(spec.slug, done.ids, wire).length > 0;
  if (planned.every(({ id }) => done.ids.has(id)) && !isLeft()) {
    yield { type: 'run_finished', run: run.state.run, outcome: 'done' };
    return { ...(await nothingToDo(spec, workplace, plan, wire)), run: run.state.run };
  }
  // What a resumed run has half done is not on the branch: the suspect tasks wait until it is committed or set aside.
  if (isLeft() && !(await deps.hasChanges())) yield* verifySuspects(verifying, wire);
  const workOn = async function* () {
    yield planEvent(plan, project, wire);
    const end = yield* sayIfGone(runTasks(planned, done.ids, deps), executing);
    for (const id of end.finished) done.ids.add(id);
    return end;
  };
  let end = yield* workOn();
  while (end.outcome === 'needs_human' && (yield* isAnswered(end, executing, all, wire))) {
    yield { type: 'run_resumed', run: run.state.run };
    end = yield* workOn();
  }
  if (end.outcome === 'done' && isLeft()) {
    yield* verifySuspects(verifying, wire);
    end = yield* workOn();
  }
  yield* noteChanges(spec.slug, wire);
  return yield* endRun(end, all, wire);
}

/** Whether a human answers while the process stays, and all is as the run left it. */
async function* isAnswered(
  end: RunEnd,
  executing: ExecuteWork,
  { run, spec, stay, journal, holding }: Work,
  wire: Wire,
): AsyncGenerator<Event, boolean> {
  const { question } = openQuestion(end, run.state);
  if (stay === undefined || question === undefined) return false;
  yield endEvent(end, run.state, spec.slug);
  return yield* stayAwake(stay, { question, work: executing, journal, holding }, wire);
}

/** Which run goes on, and with what. */
function describeResumed({ run, spec, tasks }: RunState): string {
  const task = [...tasks.values()].findLast(({ status }) => status === 'started' || status === 'committed');
  return `resuming ${spec}, ${run}${task === undefined ? '' : `, in task ${task.id} ${task.title}`}`;
}

/** What was proved was proved for the texts that were approved; whoever changed them meanwhile is told of. */
async function* noteChanges(slug: string, wire: Wire): AsyncGenerator<Event, void> {
  try {
    confirmApproved(openSpec(slug, wire));
  } catch (error) {
    if (!(error instanceof AshlarError)) throw error;
    yield {
      type: 'note',
      text: `at the end of the run: ${error.message}${error.next === undefined ? '' : ` → ${error.next}`}`,
    };
  }
}

/** Tasks at whose end an earlier process was killed: their evidence may be there and their box not ticked yet. */
function halfRecorded({ tasks }: RunState): string[] {
  return [...tasks.values()].filter(({ status }) => status === 'committed').map(({ id }) => id);
}

function startRun(
  spec: OpenSpec,
  { base, branch, inPlace, backup, from }: Workplace,
  { budget }: RunRequest,
  { surroundings }: Wire,
) {
  const run = surroundings.newId('run');
  return {
    type: 'run_started' as const,
    run,
    spec: spec.slug,
    kind: 'execute' as const,
    base,
    branch,
    inPlace,
    ...(backup && { backup }),
    ...(budget && { budget }),
    ...(from && { from }),
  };
}

function outcomeOf(spec: OpenSpec, workplace: Workplace, { state }: OpenRun) {
  const cost = state.costUsd === undefined ? {} : { costUsd: state.costUsd };
  return { spec: spec.slug, run: state.run, branch: workplace.branch, ...cost };
}

async function* endRun(
  end: RunEnd,
  { spec, workplace, run, budgets }: Work,
  wire: Wire,
): AsyncGenerator<Event, RunOutcome> {
  const { state } = run;
  const task = [...state.tasks.values()].findLast(({ status }) => status === 'started')?.id;
  const spent = end.outcome === 'budget' ? spentBudget(state, task, budgets) : undefined;
  const left = spent && handOver(spent, { spec: spec.slug, state, end, workplace, budgets }, wire);
  // One that waited for an answer was paused before that.
  if (state.status === 'active')
    yield left === undefined
      ? endEvent(end, run.state, spec.slug)
      : { type: 'run_paused', run: state.run, reason: left.reason, next: left.next, kind: 'budget' };
  const more = { ...(left && { handOver: left }), ...(endedByTurns(end, state) && { turnLimit: true }) };
  const merge = end.outcome === 'done' ? await mergeOf(workplace, wire) : {};
  return { ...outcomeOf(spec, workplace, run), ...end, ...openQuestion(end, state), ...more, ...merge };
}

function nothingToResume(slug: string): AshlarError {
  return new AshlarError({
    kind: 'usage',
    what: `${slug} has no unfinished run`,
    next: `ashlar run ${slug} , or ashlar status to see them all`,
  });
}
