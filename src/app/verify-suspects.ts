import type { CheckResult, Event } from '../domain/event.ts';
import { whyNotProved } from '../orchestrator/judge-red.ts';
import type { PlannedTask } from '../orchestrator/plan-tasks.ts';
import { runChecks } from '../orchestrator/run-checks.ts';
import { findSuspects, type Suspect } from '../specs/suspects.ts';
import { taskProofs } from '../specs/task-proofs.ts';
import { describeSuspect } from './describe-suspect.ts';
import { addFact, openSpec } from './open-spec.ts';
import { openTask } from './record-task-done.ts';
import type { Wire } from './wire.ts';

export interface Verifying {
  spec: string;
  run: string;
  planned: readonly PlannedTask[];
  /** Ids of the tasks that count as done; one that turns out red is taken from it. */
  done: Set<string>;
  /** Ids of done tasks to be verified because others changed what they are made of; each is taken from it once that is done. */
  again: Set<string>;
  checksOf(task: PlannedTask): string[];
  runCheck(command: string, task: string): Promise<CheckResult>;
  /** The commit that the checks run on. */
  head(): Promise<string>;
}

/** The tasks that are done while something that they are traced from changed since. */
export function suspectDone(name: string, done: ReadonlySet<string>, wire: Wire): Suspect[] {
  if (done.size === 0) return [];
  const spec = openSpec(name, wire);
  return findSuspects(spec, spec.ledger).filter(({ todo, task }) => todo === 'verify' && done.has(task ?? ''));
}

/**
 * Runs the checks of each suspect task that is done on the branch as it stands. Green or red, what came out is new evidence;
 * a task that is red is open again. Where a test of a bug is red although the bug was mended, the fix is what is open again.
 */
export async function* verifySuspects(work: Verifying, wire: Wire): AsyncGenerator<Event, void> {
  for (const { task: wanted, why: because } of doubtedTasks(work, wire)) {
    work.again.delete(wanted);
    const task = work.planned.find(({ id }) => id === wanted && work.done.has(id));
    if (task === undefined) continue;
    const open = openFixOf(task, work, wire);
    const when = open === undefined ? '' : `, once ${open} is done`;
    yield { type: 'note', text: `${task.id} is verified again${when}: ${because}` };
    if (open !== undefined) continue;
    const commit = await work.head();
    const expect = mustStillFail(task, work) ? { expect: 'fail' as const } : {};
    const checks = yield* runChecks(task.id, work.checksOf(task), work.runCheck);
    const why = whyNotProved(expect, checks);
    const passed = why === undefined;
    yield { type: 'checks_finished', task: task.id, round: 1, rounds: 1, passed, checks, ...expect };
    const verified = { work, commit, checks, ...expect };
    if (passed) await recordProved({ ...verified, task: task.id }, wire);
    else yield* reopen(task, { ...verified, why }, wire);
  }
}

function doubtedTasks({ spec, done, again }: Verifying, wire: Wire): { task: string; why: string }[] {
  const suspects = suspectDone(spec, done, wire).map((each) => ({ task: each.task ?? '', why: describeSuspect(each) }));
  const others = [...again].filter((id) => !suspects.some(({ task }) => task === id));
  return [...suspects, ...others.map((task) => ({ task, why: 'others changed files of its commit on the branch' }))];
}

/** A test that shows a defect fails until something is done that waits for it, but for tests of what must not change. */
function mustStillFail({ id, expect }: PlannedTask, { planned, done }: Verifying): boolean {
  if (expect !== 'fail') return false;
  return !planned.some((task) => done.has(task.id) && task.part !== 'preserve' && task.needs.includes(id));
}

interface Verified {
  work: Verifying;
  commit: string;
  checks: readonly CheckResult[];
  expect?: 'fail';
}

async function* reopen(
  task: PlannedTask,
  verified: Verified & { why: string },
  wire: Wire,
): AsyncGenerator<Event, void> {
  const { work, expect, why } = verified;
  const fixes = fixesOf(task, work.planned).filter((id) => work.done.has(id));
  for (const id of fixes.length > 0 ? fixes : [task.id]) {
    await recordRed({ ...verified, task: id }, wire);
    work.done.delete(id);
    openTask(openSpec(work.spec, wire), id, wire);
    const own = expect === 'fail' ? `its test no longer fails (${why})` : 'its check is red';
    const because = id === task.id ? own : `the test of ${task.id} is red although it was done`;
    yield { type: 'note', text: `${id} is open again: ${because}` };
  }
}

/** The tasks that mend a bug with this test in place: each is done only where the test is green. */
function fixesOf({ id }: PlannedTask, planned: readonly PlannedTask[]): string[] {
  return planned.flatMap((task) => (task.part === 'fix' && task.proofs?.includes(id) === true ? [task.id] : []));
}

/**
 * A task that is to mend the bug, was proved once and is open again, where none is done: the code is neither the old one nor
 * mended, so a test says nothing of itself. It runs with the checks of that task.
 */
function openFixOf(task: PlannedTask, { spec, planned, done }: Verifying, wire: Wire): string | undefined {
  const fixes = fixesOf(task, planned);
  if (fixes.length === 0 || fixes.some((id) => done.has(id))) return undefined;
  const proofs = taskProofs(openSpec(spec, wire).ledger);
  return fixes.find((id) => proofs.has(id));
}

type OfTask = Verified & { task: string };

async function recordProved({ checks, ...about }: OfTask, wire: Wire): Promise<void> {
  for (const check of checks) await record(check, about, wire);
}

/** Only what is red is written: what was green before it proves nothing by itself. */
async function recordRed({ checks, expect, ...about }: OfTask, wire: Wire): Promise<void> {
  const last = checks.at(-1);
  if (last === undefined) return;
  // One that failed otherwise than a test does must not pass for the failure that was wanted.
  await record(last, { ...about, ...(expect === 'fail' && last.exitCode === 0 ? { expect } : {}) }, wire);
}

async function record(
  { command, exitCode, outputDigest }: CheckResult,
  { work, task, commit, expect }: Omit<OfTask, 'checks'>,
  wire: Wire,
): Promise<void> {
  const about = { task, command, exitCode, outputDigest, commit, run: work.run };
  const fact = { type: 'evidence' as const, ...about, ...(expect === undefined ? {} : { expect }) };
  await addFact(openSpec(work.spec, wire), fact, wire, { by: 'ashlar' });
}
