import type { LedgerLine } from '../domain/ledger.ts';
import type { Block, SpecDocument, SpecStage } from '../domain/spec.ts';
import { approvedTexts, doneByWord } from './approval.ts';
import { changedIds } from './changed-ids.ts';
import { parseDocument } from './parse-document.ts';
import { taskProofs } from './task-proofs.ts';
import { citesOne, isNamedBy, tracedFrom } from './traced-from.ts';

/** A block that stands as it was approved, or a task that is done, while something that it is traced from changed since. */
export interface Suspect {
  stage: 'design' | 'tasks';
  /** `design/components`, `tasks/2.1`. */
  block: string;
  title: string;
  /** The id of the task, where it is one. */
  task?: string;
  /** `recheck` a part of the design, `replan` an open task: both by a human. `verify` a task that is done: by Ashlar. */
  todo: 'recheck' | 'replan' | 'verify';
  /** What changed: `1.2`, `requirement 3`, `design/components`, `the task itself`. */
  because: string[];
}

export interface TracedDocuments {
  requirements?: SpecDocument | undefined;
  design?: SpecDocument | undefined;
  tasks?: SpecDocument | undefined;
}

/**
 * What became suspect. Each part is held against the texts that were approved when it was approved itself, or proved:
 * whatever it is traced from and reads differently now makes it suspect, and nothing else does.
 */
export function findSuspects(documents: TracedDocuments, lines: readonly LedgerLine[]): Suspect[] {
  const past = pastOf(documents, lines);
  return [...suspectSections(documents.design, past, lines), ...suspectTasks(documents.tasks, past, lines)];
}

/** What changed since a line of the ledger was written; worked out once for all lines between two approvals. */
interface Past {
  requirements(at: number): string[];
  design(at: number): Block[];
  /** The approved texts of the tasks as they were then. */
  tasks(at: number): ReadonlyMap<string, string>;
}

function suspectSections(design: SpecDocument | undefined, past: Past, lines: readonly LedgerLine[]): Suspect[] {
  if (design === undefined) return [];
  const approved = approvedAt('design', lines);
  return design.blocks.flatMap((block): Suspect[] => {
    const approval = approved.get(block.id);
    if (approval === undefined || approval.hash !== block.hash) return [];
    const because = tracedFrom(block.text, past.requirements(approval.at));
    if (because.length === 0) return [];
    return [{ stage: 'design', block: block.id, title: block.title, todo: 'recheck', because: because.map(toWords) }];
  });
}

function suspectTasks(tasks: SpecDocument | undefined, past: Past, lines: readonly LedgerLine[]): Suspect[] {
  if (tasks === undefined) return [];
  const approved = approvedAt('tasks', lines);
  const proofs = taskProofs(lines);
  const byWord = doneByWord(lines);
  const parents = new Set(tasks.tasks.map(({ parent }) => parent));
  const blocks = new Map(tasks.blocks.map((block) => [block.id, block]));
  return tasks.tasks.flatMap((task): Suspect[] => {
    const block = blocks.get(`tasks/${task.id}`);
    const approval = approved.get(`tasks/${task.id}`);
    if (block === undefined || approval === undefined || parents.has(task.id)) return [];
    const proof = proofs.get(task.id);
    const isDone = proof?.isGreen === true || byWord.has(task.id);
    if (!isDone && approval.hash !== block.hash) return [];
    const at = proof?.at ?? byWord.get(task.id)?.at ?? approval.at;
    const own = proof !== undefined && past.tasks(at).get(block.id) !== block.text ? ['the task itself'] : [];
    const cited = past.requirements(at).filter((id) => citesOne(task.requirements, id));
    const sections = past.design(at).filter((section) => isNamedBy(section, task));
    const because = [...own, ...cited.map(toWords), ...sections.map(({ id }) => id)];
    if (because.length === 0) return [];
    const todo = isDone ? 'verify' : 'replan';
    return [{ stage: 'tasks', block: block.id, title: task.title, task: task.id, todo, because }];
  });
}

function pastOf({ requirements, design }: TracedDocuments, lines: readonly LedgerLine[]): Past {
  return {
    requirements: rememberEach('requirements', lines, (at) => {
      const before = requirements && textAt(lines, 'requirements', at);
      if (requirements === undefined || before === undefined || before.size === 0) return [];
      if (
        requirements.blocks.every(({ id, text }) => before.get(id) === text) &&
        before.size === requirements.blocks.length
      )
        return [];
      const old = parseDocument(requirements.kind, requirements.file, [...before.values()].join('\n\n'));
      return changedIds(old, requirements);
    }),
    design: rememberEach('design', lines, (at) => {
      const before = design && textAt(lines, 'design', at);
      if (design === undefined || before === undefined) return [];
      return design.blocks.filter(({ id, text }) => before.has(id) && before.get(id) !== text);
    }),
    tasks: rememberEach('tasks', lines, (at) => textAt(lines, 'tasks', at)),
  };
}

function rememberEach<T>(stage: SpecStage, lines: readonly LedgerLine[], find: (at: number) => T): (at: number) => T {
  let decided = -1;
  /** By line: the last decision on the stage up to it. */
  const lastDecided = lines.map(({ fact }, at) => {
    if ((fact.type === 'approved' || fact.type === 'rejected') && fact.stage === stage) decided = at;
    return decided;
  });
  const known = new Map<number, T>();
  return (at) => {
    const last = lastDecided[at] ?? decided;
    const value = known.get(last) ?? find(at);
    known.set(last, value);
    return value;
  };
}

/** The approved texts of a stage as they were when the line at `at` was written. */
function textAt(lines: readonly LedgerLine[], stage: SpecStage, at: number): Map<string, string> {
  return approvedTexts(stage, lines.slice(0, at + 1));
}

/** Where in the lines each block was approved last, and at which hash. */
function approvedAt(stage: SpecStage, lines: readonly LedgerLine[]): Map<string, { at: number; hash: string }> {
  const found = new Map<string, { at: number; hash: string }>();
  for (const [at, { fact }] of lines.entries()) {
    if (fact.type !== 'approved' || fact.stage !== stage) continue;
    for (const { id, hash } of fact.blocks) found.set(id, { at, hash });
  }
  return found;
}

const toWords = (id: string) => (id.includes('.') ? id : `requirement ${id}`);
