import { AshlarError } from '../base/errors.ts';
import type { Event } from '../domain/event.ts';
import type { Question } from '../domain/tool.ts';
import type { RunState } from '../journal/fold-run.ts';
import { planBug } from '../orchestrator/plan-bug.ts';
import { type PlannedTask, planTasks } from '../orchestrator/plan-tasks.ts';
import { type RunEnd, runTasks } from '../orchestrator/run-tasks.ts';
import { confirmBugOrder } from './confirm-bug-order.ts';
import { confirmApproved, confirmProvable, confirmRunnable } from './confirm-runnable.ts';
import { describeStrange } from './describe-strange.ts';
import { refuseStopped } from './heed-stop-orders.ts';
import { type OpenSpec, openSpec, requireDocument } from './open-spec.ts';
import { planEvent } from './plan-event.ts';
import { type Project, readProject } from './project.ts';
import { tickTask } from './record-task-done.ts';
import { refuseRoadmap } from './roadmap.ts';
import { findOpenRun, type OpenRun, openRun, runUntilPaused, withLease } from './run-journal.ts';
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
}

export type RunOutcome = Omit<RunEnd, 'outcome'> & {
  spec: string;
  /** Absent where there was nothing to do. */
  run?: string;
  branch: string;
  outcome: RunEnd['outcome'] | 'nothing_to_do';
  question?: Question;
  costUsd?: number;
};

/** Works through the tasks of an approved spec; goes on with the run that an earlier process left unfinished. */
export async function* runSpec(request: RunRequest, wire: Wire): AsyncGenerator<Event, RunOutcome> {
  const spec = openSpec(request.spec, wire);
  refuseRoadmap(spec, wire);
  confirmRunnable(spec);
  confirmBugOrder(spec);
  const [project] = await Promise.all([readProject(wire), wire.model('implementer'), wire.journal()]);
  confirmProvable(spec, project, wire);
  for (const text of describeStrange(spec.strange)) yield { type: 'note', text };
  return yield* withLease(spec.slug, wire, async function* (journal) {
    const found = findOpenRun(journal, spec.slug, ({ start }) => start.kind === 'execute');
    if (found === undefined && request.mustExist) throw nothingToResume(spec.slug);
    if (!request.mustExist) refuseStopped(found);
    const workplace = await openWorkplace({ spec, found, inPlace: request.inPlace, project }, wire);
    // Read anew, for in place the branch that is checked out may be another one now.
    wire.ledgers.remember(spec.folder, openSpec(spec.slug, wire).ledger);
    const plan = await planWork(spec, workplace, request);
    const isSettled = plan.isDone && suspectDone(spec.slug, plan.done.ids, wire).length === 0;
    if (found === undefined && isSettled) return nothingToDo(spec, workplace, plan);
    const run = openRun(journal, found, () => startRun(spec, workplace, wire));
    return yield* runUntilPaused(
      run,
      `ashlar resume ${spec.slug}`,
      work({ spec, project, workplace, run, plan }, wire),
    );
  });
}

interface Plan {
  planned: PlannedTask[];
  done: TasksDone;
  isDone: boolean;
}

/** What there is to do; boxes of what is done already are set right. */
async function planWork(spec: OpenSpec, workplace: Workplace, { withOptional }: RunRequest): Promise<Plan> {
  const inOrder = planTasks(requireDocument(spec, 'tasks').tasks, withOptional);
  const planned = spec.requirements?.kind === 'bugfix' ? planBug(inOrder) : inOrder;
  const done = await tasksDone(spec, workplace, planned);
  for (const { id, mark } of planned) if (done.ids.has(id) && mark !== 'done') tickTask(spec, id);
  return { planned, done, isDone: planned.every(({ id }) => done.ids.has(id)) };
}

function nothingToDo(spec: OpenSpec, { branch }: Workplace, { done }: Plan): RunOutcome {
  const rest = { finished: [...done.ids], blocked: [], waiting: [] };
  return { spec: spec.slug, branch, outcome: 'nothing_to_do', ...rest };
}

interface Work {
  spec: OpenSpec;
  project: Project;
  workplace: Workplace;
  run: OpenRun;
  plan: Plan;
}

async function* work({ spec, project, workplace, run, plan }: Work, wire: Wire): AsyncGenerator<Event, RunOutcome> {
  const { planned, done } = plan;
  if (run.resumed) yield { type: 'note', text: describeResumed(run.state) };
  for (const id of halfRecorded(run.state)) done.ids.delete(id);
  for (const note of [...workplace.notes, ...done.notes]) yield { type: 'note', text: note };
  const deps = await workerDeps({ spec, project, workplace, state: run.state }, planned, wire);
  const verifying = { ...deps, spec: spec.slug, run: run.state.run, planned, done: done.ids };
  const isLeft = () => suspectDone(spec.slug, done.ids, wire).length > 0;
  if (planned.every(({ id }) => done.ids.has(id)) && !isLeft()) {
    yield { type: 'run_finished', run: run.state.run, outcome: 'done' };
    return { ...nothingToDo(spec, workplace, plan), run: run.state.run };
  }
  // What a resumed run has half done is not on the branch: the suspect tasks wait until it is committed or set aside.
  if (isLeft() && !(await deps.hasChanges())) yield* verifySuspects(verifying, wire);
  yield planEvent(plan, project, wire);
  let end = yield* runTasks(planned, done.ids, deps);
  if (end.outcome === 'done' && isLeft()) {
    for (const id of end.finished) done.ids.add(id);
    yield* verifySuspects(verifying, wire);
    yield planEvent(plan, project, wire);
    end = yield* runTasks(planned, done.ids, deps);
  }
  yield* noteChanges(spec.slug, wire);
  yield endEvent(end, run, spec);
  return { ...outcomeOf(spec, workplace, run), ...end, ...openQuestion(end, run.state) };
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

function startRun(spec: OpenSpec, { base, branch, inPlace, backup }: Workplace, { surroundings }: Wire) {
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
  };
}

function outcomeOf(spec: OpenSpec, workplace: Workplace, { state }: OpenRun) {
  const cost = state.costUsd === undefined ? {} : { costUsd: state.costUsd };
  return { spec: spec.slug, run: state.run, branch: workplace.branch, ...cost };
}

function endEvent(end: RunEnd, { state }: OpenRun, spec: OpenSpec): Event {
  if (end.outcome === 'done') return { type: 'run_finished', run: state.run, outcome: 'done' };
  const asked = { reason: 'the agent asked a question', next: `ashlar answer ${spec.slug} "…"` };
  const blocked = { reason: `blocked: ${end.blocked.join(', ')}`, next: `ashlar resume ${spec.slug}` };
  return { type: 'run_paused', run: state.run, ...(end.outcome === 'needs_human' ? asked : blocked) };
}

function openQuestion(end: RunEnd, state: RunState): { question?: Question } {
  if (end.outcome !== 'needs_human') return {};
  const question = [...state.sessions.values()].findLast((session) => session.question !== undefined)?.question;
  return question === undefined ? {} : { question };
}

function nothingToResume(slug: string): AshlarError {
  return new AshlarError({
    kind: 'usage',
    what: `${slug} has no unfinished run`,
    next: `ashlar run ${slug} , or ashlar status to see them all`,
  });
}
