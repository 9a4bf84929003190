import type { LedgerLine } from '../domain/ledger.ts';
import type { Criterion, SpecTask } from '../domain/spec.ts';
import { areNaming } from '../specs/citations.ts';
import type { TaskEvidence } from '../specs/prove-tasks.ts';
import { takenBack } from '../specs/task-proofs.ts';
import { ledgerDamage, type OpenSpec } from './open-spec.ts';

/** A task, with whom to ask about it and what proved it. */
export interface TaskReason {
  spec: string;
  /** Absent where the commit names the spec alone. */
  task?: string;
  title?: string;
  files: string[];
  criteria: ExplainedCriterion[];
  evidence: TaskEvidence[];
  notes: string[];
}

export interface ExplainedCriterion {
  id: string;
  text: string;
  /** The latest approval of the requirement; absent where there is none that counts. */
  approval?: { by: string; at: string /** The text is not the approved one. */; stale: boolean };
}

/** `cited` are the criteria that the commit names; they stand in where the task is no longer in the spec. */
export function explainTask(spec: OpenSpec, id: string | undefined, cited: readonly string[]): TaskReason {
  const task = spec.tasks?.tasks.find((each) => each.id === id);
  const ids = task === undefined || task.requirements.length === 0 ? cited : task.requirements;
  const all = spec.requirements?.requirements.flatMap((each) => each.criteria) ?? [];
  const criteria = all.filter((criterion) => areNaming(ids, criterion.id));
  return {
    spec: spec.slug,
    ...(id === undefined ? {} : { task: id }),
    ...(task === undefined ? {} : { title: task.title }),
    files: task?.files ?? [],
    criteria: criteria.map((criterion) => explainCriterion(criterion, spec)),
    evidence: id === undefined ? [] : evidenceOf(id, spec.ledger),
    notes: notesOn(spec, { id, task, ids, criteria }),
  };
}

function explainCriterion({ id, text, span }: Criterion, { requirements, ledger }: OpenSpec): ExplainedCriterion {
  const block = requirements?.blocks.find((each) => each.span.start <= span.start && span.start < each.span.end);
  for (const { fact, by, at } of ledger.toReversed()) {
    if (fact.type === 'rejected' && fact.stage === 'requirements' && (fact.block ?? block?.id) === block?.id) break;
    const approved = fact.type === 'approved' ? fact.blocks.find((each) => each.id === block?.id) : undefined;
    if (approved !== undefined) return { id, text, approval: { by, at, stale: approved.hash !== block?.hash } };
  }
  return { id, text };
}

function evidenceOf(task: string, ledger: readonly LedgerLine[]): TaskEvidence[] {
  const isTakenBack = takenBack(ledger);
  return ledger.flatMap(({ fact, at }, place) => {
    if (fact.type !== 'evidence' || fact.task !== task || isTakenBack(task, place)) return [];
    const { command, exitCode, expect = 'pass', commit, run } = fact;
    return [{ command, exitCode, expect, commit, run, at }];
  });
}

interface Found {
  id: string | undefined;
  task: SpecTask | undefined;
  ids: readonly string[];
  criteria: readonly Criterion[];
}

function notesOn(spec: OpenSpec, { id, task, ids, criteria }: Found): string[] {
  const gone = ids.filter((each) => !criteria.some((criterion) => areNaming([each], criterion.id)));
  return [
    ...(id !== undefined && task === undefined ? [`${spec.slug} no longer has a task ${id}`] : []),
    ...(gone.length > 0 ? [`${spec.slug} no longer has ${gone.join(', ')}`] : []),
    ...ledgerDamage(spec).map(({ message }) => `ledger of ${spec.slug}: ${message}`),
    ...(spec.strange.length > 0
      ? [`in the ledger of ${spec.slug} are lines that do not count here: ashlar signers`]
      : []),
  ];
}
