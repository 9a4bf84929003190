import type { CheckResult, Event } from '../domain/event.ts';
import { whyNotRed } from '../orchestrator/judge-red.ts';
import type { PlannedTask } from '../orchestrator/plan-tasks.ts';
import { runChecks } from '../orchestrator/run-checks.ts';
import { findSuspects, type Suspect } from '../specs/suspects.ts';
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
 * a task that is red is open again.
 */
export async function* verifySuspects(work: Verifying, wire: Wire): AsyncGenerator<Event, void> {
  for (const suspect of suspectDone(work.spec, work.done, wire)) {
    const task = work.planned.find(({ id }) => id === suspect.task);
    if (task === undefined) continue;
    yield { type: 'note', text: `${task.id} is verified again: ${describeSuspect(suspect)}` };
    const commit = await work.head();
    const checks = yield* runChecks(task.id, work.checksOf(task), work.runCheck);
    const expect = isUnmended(task, work) ? { expect: 'fail' as const } : {};
    const passed = isProved(checks, expect.expect);
    yield { type: 'checks_finished', task: task.id, round: 1, rounds: 1, passed, checks, ...expect };
    await recordVerified({ work, task, commit, checks, ...expect }, wire);
    if (passed) continue;
    work.done.delete(task.id);
    openTask(openSpec(work.spec, wire), task.id);
    yield { type: 'note', text: `${task.id} is open again: its check is red` };
  }
}

/** The test that shows a defect must fail for as long as nothing that mends it is done; afterwards it must pass. */
function isUnmended({ expect }: PlannedTask, { planned, done }: Verifying): boolean {
  return expect === 'fail' && !planned.some(({ id, part }) => part === 'fix' && done.has(id));
}

function isProved(checks: readonly CheckResult[], expect: 'fail' | undefined): boolean {
  const last = checks.at(-1);
  if (last === undefined) return false;
  return expect === 'fail' ? whyNotRed(last) === undefined : checks.every(({ exitCode }) => exitCode === 0);
}

interface Verified {
  expect?: 'fail';
  work: Verifying;
  task: PlannedTask;
  commit: string;
  checks: readonly CheckResult[];
}

/** Of red checks only the red one is written: what was green before it proves nothing by itself. */
async function recordVerified({ work, task, commit, checks, expect }: Verified, wire: Wire): Promise<void> {
  const red = expect === 'fail' ? [] : checks.filter(({ exitCode }) => exitCode !== 0);
  const wanted = expect === undefined ? {} : { expect };
  for (const { command, exitCode, outputDigest } of red.length > 0 ? red : checks) {
    const about = { task: task.id, command, exitCode, outputDigest, commit, run: work.run };
    const fact = { type: 'evidence' as const, ...about, ...wanted };
    await addFact(openSpec(work.spec, wire), fact, wire, { by: 'ashlar' });
  }
}
