import { writeFileWhole } from '../base/files.ts';
import type { CheckResult } from '../domain/event.ts';
import { type PlannedTask, parentsDone } from '../orchestrator/plan-tasks.ts';
import { parseDocument } from '../specs/parse-document.ts';
import { markTask } from '../specs/tick.ts';
import { addFact, type OpenSpec, openSpec, readText, requireDocument, stagePath } from './open-spec.ts';
import type { Wire } from './wire.ts';

export interface TaskDone {
  spec: string;
  run: string;
  task: PlannedTask;
  commit: string;
  checks: readonly CheckResult[];
}

/** Writes evidence and box into the user's checkout; what is there already is not written again. */
export async function recordTaskDone({ spec: slug, run, task, commit, checks }: TaskDone, wire: Wire): Promise<void> {
  const spec = openSpec(slug, wire);
  const known = new Set(
    spec.ledger.flatMap(({ fact }) =>
      fact.type === 'evidence' && fact.task === task.id && fact.commit === commit ? [fact.command] : [],
    ),
  );
  for (const [index, { command, exitCode, outputDigest }] of checks.entries()) {
    if (known.has(command)) continue;
    const expect = task.expect === 'fail' && index === checks.length - 1 ? { expect: 'fail' as const } : {};
    const fact = { type: 'evidence' as const, task: task.id, command, exitCode, outputDigest, commit, run, ...expect };
    await addFact(spec, fact, wire, { by: 'ashlar' });
  }
  tickTask(spec, task.id);
}

/** A box is a projection of evidence: where it differs, it is the box that is set right. */
export function tickTask(spec: OpenSpec, taskId: string): void {
  const path = stagePath(spec, 'tasks');
  const before = readText(path);
  const after = tickDone(before, taskId, requireDocument(spec, 'tasks').file);
  if (after !== before) writeFileWhole(path, after);
}

/** Ticks a task and every parent whose required parts are all ticked; no other character changes. */
function tickDone(text: string, taskId: string, file: string): string {
  const ticked = markTask(text, taskId, 'done', file);
  const { tasks } = parseDocument('tasks', file, ticked);
  const done = new Set(tasks.filter(({ mark }) => mark === 'done').map(({ id }) => id));
  const ripe = parentsDone(tasks, done).filter((id) => tasks.find((task) => task.id === id)?.markOffset !== undefined);
  return ripe.reduce((present, id) => markTask(present, id, 'done', file), ticked);
}
