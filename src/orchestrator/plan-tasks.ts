import type { SpecTask } from '../domain/spec.ts';
import type { BugPart } from '../specs/bug-order.ts';

/** A task that is worked on: one without sub-tasks. `needs` are ids of such tasks. */
export interface PlannedTask extends SpecTask {
  needs: string[];
  /** Only in a bug: what the task is for. */
  part?: BugPart;
  /** Only in a bug: the ids of the tasks before this one that wrote the tests which must stay as they are. */
  proofs?: string[];
}

/**
 * The tasks to be worked on, in the order of the file. A dependency on a task with sub-tasks is one on all of them. A file
 * in which no task names a dependency is a chain: each task builds on those before it.
 */
export function planTasks(tasks: readonly SpecTask[], withOptional: boolean): PlannedTask[] {
  const parents = new Set(tasks.map(({ parent }) => parent));
  const leaves = tasks.filter(({ id }) => !parents.has(id));
  const planned = leaves.filter((task) => withOptional || !isOptional(task, tasks));
  const named = planned.some((task) => task.depends.length > 0);
  const inOrder = planned.map((task) => task.id);
  if (!named) return planned.map((task, index) => ({ ...task, needs: inOrder.slice(0, index) }));
  const ids = new Set(inOrder);
  return planned.map((task) => {
    const needs = dependenciesOf(task, tasks).flatMap((id) => leavesBelow(id, tasks));
    return { ...task, needs: [...new Set(needs)].filter((id) => ids.has(id) && id !== task.id) };
  });
}

/** The next task whose needs are all done, or undefined where none is left or the rest waits for a blocked one. */
export function nextTask(
  planned: readonly PlannedTask[],
  done: ReadonlySet<string>,
  blocked: ReadonlySet<string>,
): PlannedTask | undefined {
  return planned.find((task) => !done.has(task.id) && !blocked.has(task.id) && task.needs.every((id) => done.has(id)));
}

/** The parents of which a part is done and no required one is left, innermost first. */
export function parentsDone(tasks: readonly SpecTask[], done: ReadonlySet<string>): string[] {
  const all = new Set(done);
  const ripe: string[] = [];
  const partsOf = new Map<string, SpecTask[]>();
  for (const task of tasks) {
    if (task.parent !== undefined) partsOf.set(task.parent, [...(partsOf.get(task.parent) ?? []), task]);
  }
  for (const { id } of [...tasks].reverse()) {
    const parts = partsOf.get(id) ?? [];
    const isLeft = parts.some((part) => !part.optional && !all.has(part.id));
    if (isLeft || !parts.some((part) => all.has(part.id))) continue;
    all.add(id);
    ripe.push(id);
  }
  return ripe;
}

function isOptional(task: SpecTask, tasks: readonly SpecTask[]): boolean {
  if (task.optional) return true;
  const parent = tasks.find((other) => other.id === task.parent);
  return parent === undefined ? false : isOptional(parent, tasks);
}

/** A sub-task also waits for what its parent waits for. */
function dependenciesOf(task: SpecTask, tasks: readonly SpecTask[]): string[] {
  const parent = tasks.find((other) => other.id === task.parent);
  return parent === undefined ? task.depends : [...task.depends, ...dependenciesOf(parent, tasks)];
}

function leavesBelow(id: string, tasks: readonly SpecTask[]): string[] {
  const parts = tasks.filter((task) => task.parent === id);
  return parts.length === 0 ? [id] : parts.flatMap((part) => leavesBelow(part.id, tasks));
}
