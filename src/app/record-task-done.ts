import { editFileWhole } from '../base/files.ts';
import type { CheckResult } from '../domain/event.ts';
import type { LedgerFact } from '../domain/ledger.ts';
import type { SpecDocument } from '../domain/spec.ts';
import { type PlannedTask, parentsDone } from '../orchestrator/plan-tasks.ts';
import { approvalState } from '../specs/approval.ts';
import type { ParseDocument } from '../specs/parse-document.ts';
import { isProof } from '../specs/task-proofs.ts';
import { markTask } from '../specs/tick.ts';
import { addFact, type OpenSpec, openSpec, requireDocument, stagePath } from './open-spec.ts';
import { type AnchorRequest, takeAnchors } from './take-anchors.ts';
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
    evidenceSinceRed(spec, task.id).flatMap((fact) => (fact.commit === commit ? fact.command : [])),
  );
  for (const [index, { command, exitCode, outputDigest }] of checks.entries()) {
    if (known.has(command)) continue;
    const expect = task.expect === 'fail' && index === checks.length - 1 ? { expect: 'fail' as const } : {};
    const fact = { type: 'evidence' as const, task: task.id, command, exitCode, outputDigest, commit, run, ...expect };
    await addFact(spec, fact, wire, { by: 'ashlar' });
  }
  await anchorTask({ spec, task, commit }, wire);
  tickTask(spec, task.id, wire);
}

/** Says how the task left the code, so that a later change of it is noticed. */
async function anchorTask({ spec, task, commit }: AnchorRequest, wire: Wire): Promise<void> {
  const isKnown = spec.ledger.some(
    ({ fact }) => fact.type === 'anchored' && fact.task === task.id && fact.commit === commit,
  );
  if (isKnown) return;
  const anchors = await takeAnchors({ spec, task, commit }, wire);
  await addFact(spec, { type: 'anchored', task: task.id, commit, anchors }, wire, { by: 'ashlar' });
}

/** What proves a task; a check that was red when it was verified again takes back all before it. */
function evidenceSinceRed({ ledger }: OpenSpec, task: string): Evidence[] {
  const own = ledger.flatMap(({ fact }) => (fact.type === 'evidence' && fact.task === task ? [fact] : []));
  return own.slice(own.findLastIndex((fact) => !isProof(fact)) + 1);
}

type Evidence = Extract<LedgerFact, { type: 'evidence' }>;

/**
 * A box is a projection of evidence: where it differs, it is the box that is set right. One in a task that a human edited
 * since it was approved is his, and so is one that he took out: it follows once he approved what he wrote.
 */
export function tickTask(
  spec: OpenSpec,
  taskId: string,
  { parse, surroundings: { reach } }: Pick<Wire, 'surroundings' | 'parse'>,
): void {
  if (spec.tasks === undefined) return;
  editFileWhole(stagePath(spec, 'tasks'), (text) => tickDone(text, taskId, { spec, parse }), { reach });
  reach('tasksmd:written');
}

/** Ticks a task and every parent whose required parts are all ticked; no other character changes. */
function tickDone(text: string, taskId: string, { spec, parse }: Ticking): string {
  const { file } = requireDocument(spec, 'tasks');
  const mayTick = untouchedTasks(parse('tasks', file, text), spec);
  if (!mayTick.has(taskId)) return text;
  const ticked = markTask(text, taskId, 'done', { file, parse });
  const { tasks } = parse('tasks', file, ticked);
  const done = new Set(tasks.filter(({ mark }) => mark === 'done').map(({ id }) => id));
  const ripe = parentsDone(tasks, done).filter((id) => mayTick.has(id));
  return ripe.reduce((present, id) => markTask(present, id, 'done', { file, parse }), ticked);
}

interface Ticking {
  spec: OpenSpec;
  parse: ParseDocument;
}

/** The tasks with a box that are not otherwise than they were approved. */
function untouchedTasks(document: SpecDocument, { ledger }: OpenSpec): Set<string> {
  const states = approvalState(document, 'tasks', ledger);
  const stale = new Set(states.flatMap(({ block, state }) => (state === 'stale' ? [block.id] : [])));
  const boxed = document.tasks.filter(({ id, markOffset }) => markOffset !== undefined && !stale.has(`tasks/${id}`));
  return new Set(boxed.map(({ id }) => id));
}

/** Takes the tick from a task that is not proved any longer, and from what it is part of. */
export function openTask(
  spec: OpenSpec,
  taskId: string,
  { parse, surroundings: { reach } }: Pick<Wire, 'surroundings' | 'parse'>,
): void {
  editFileWhole(stagePath(spec, 'tasks'), (text) => openWithParents(text, taskId, { spec, parse }), { reach });
}

function openWithParents(text: string, taskId: string, { spec, parse }: Ticking): string {
  const { file } = requireDocument(spec, 'tasks');
  const task = parse('tasks', file, text).tasks.find(({ id }) => id === taskId);
  if (task?.markOffset === undefined) return text;
  const opened = markTask(text, taskId, 'open', { file, parse });
  return task.parent === undefined ? opened : openWithParents(opened, task.parent, { spec, parse });
}
