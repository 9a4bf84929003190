import { uniqueIds } from './blocks.ts';
import { type Line, readHeading } from './lines.ts';
import type { Finding } from './problems.ts';
import type { TaskLine } from './task-boxes.ts';

export interface NumberedTask {
  task: TaskLine;
  id: string;
  parent?: string;
}

/**
 * Gives every task its id and its parent. The written number decides, not the indent; a number that is missing or doubled
 * is made from the task's place. Boxes that only list details are left out.
 */
export function numberTasks(found: TaskLine[], lines: Line[], findings: Finding[]): NumberedTask[] {
  const tasks = withoutDetails(found, lines, findings);
  const written = new Set(tasks.flatMap(({ task }) => task.written ?? []));
  const uniqueId = uniqueIds();
  const countPlaces = new Map<string, number>();
  const idOf = new Map<TaskLine, string>();
  const numbered = tasks.map(({ task, within }): NumberedTask => {
    const holder = within === undefined ? undefined : idOf.get(within);
    const place = task.written ?? placeId(countPlaces, holder ?? '');
    const id = uniqueId(place, (name) => name !== task.written && written.has(name));
    idOf.set(task, id);
    const above = prefixOf(id);
    countPlaces.set(above, (countPlaces.get(above) ?? 0) + 1);
    const finding = idFinding(task, id);
    if (finding !== undefined) findings.push(finding);
    return task.written === undefined && holder !== undefined ? { task, id, parent: holder } : { task, id };
  });
  return withParents(numbered);
}

interface Placed {
  task: TaskLine;
  /** The task without a number, or the heading, that an unnumbered box stands under. */
  within?: TaskLine;
}

function withoutDetails(found: TaskLine[], lines: Line[], findings: Finding[]): Placed[] {
  const boxIds = new Set(found.flatMap((task) => (task.level === undefined ? (task.written ?? []) : [])));
  const tasks = found.filter((task) => task.level === undefined || !boxIds.has(task.written ?? ''));
  const sectionOf = sections(lines, tasks);
  const sectionsWithNumbers = new Set(tasks.flatMap((task) => (task.written === undefined ? [] : [sectionOf(task)])));
  const isApart = (task: TaskLine) => sectionsWithNumbers.size > 0 && !sectionsWithNumbers.has(sectionOf(task));
  const placed: Placed[] = [];
  const open: TaskLine[] = [];
  for (const task of tasks) {
    const within = task.written === undefined ? holderOf(task, open, sectionOf) : undefined;
    if (within !== undefined && isNumberedBox(within)) continue;
    if (task.written === undefined && within === undefined && isApart(task)) {
      findings.push(noTask(task));
      continue;
    }
    placed.push(within === undefined ? { task } : { task, within });
    while ((open.at(-1)?.indent ?? Number.NEGATIVE_INFINITY) >= task.indent) open.pop();
    open.push(task);
  }
  return placed;
}

/** A box below such a one lists a detail. */
function isNumberedBox({ written, level }: TaskLine): boolean {
  return written !== undefined && level === undefined;
}

/**
 * The nearest task above of a smaller indent in the same section; a heading's indent is smaller than any. `open` holds the
 * tasks above, each indented deeper than the one before.
 */
function holderOf(task: TaskLine, open: TaskLine[], sectionOf: (task: TaskLine) => number): TaskLine | undefined {
  const above = open.findLast((other) => other.indent < task.indent);
  return above !== undefined && sectionOf(above) === sectionOf(task) ? above : undefined;
}

/** Numbers the stretches between headings; the headings within a task that is a heading itself do not count. */
function sections(lines: Line[], tasks: TaskLine[]): (task: TaskLine) => number {
  const levels = new Map(tasks.map((task) => [task.at, task.level]));
  let section = 0;
  let inside = 0;
  const numbers = lines.map((line, at) => {
    const heading = readHeading(line);
    const level = levels.get(at);
    if (heading !== undefined && (level !== undefined || inside === 0 || heading.level <= inside)) {
      section++;
      inside = level ?? 0;
    }
    return section;
  });
  return (task) => numbers[task.at] ?? 0;
}

/** The next place below a task, or at the top; what was numbered there by hand counts too. */
function placeId(countPlaces: ReadonlyMap<string, number>, holder: string): string {
  const place = (countPlaces.get(holder) ?? 0) + 1;
  return holder === '' ? String(place) : `${holder}.${place}`;
}

function prefixOf(id: string): string {
  return id.slice(0, Math.max(0, id.lastIndexOf('.')));
}

/** `2.1.3` is part of `2.1`, else of `2`: the nearest one above, so that a doubled number keeps its own children. */
function withParents(numbered: NumberedTask[]): NumberedTask[] {
  const nameOf = ({ task, id }: NumberedTask) => task.written ?? id;
  const first = new Map(numbered.toReversed().map((entry) => [nameOf(entry), entry.id]));
  const above = new Map<string, string>();
  return numbered.map((entry) => {
    let parent = entry.parent;
    let prefix = entry.task.written === undefined ? '' : prefixOf(entry.task.written);
    for (; parent === undefined && prefix !== ''; prefix = prefixOf(prefix)) {
      parent = above.get(prefix) ?? first.get(prefix);
    }
    above.set(nameOf(entry), entry.id);
    return parent === undefined ? entry : { ...entry, parent };
  });
}

function idFinding(task: TaskLine, id: string): Finding | undefined {
  const { line, written } = task;
  if (written === undefined) {
    const message = `this task has no number and is read as ${id}: write a number after its box`;
    return { code: 'task-id-missing', severity: 'warning', message, line };
  }
  if (written === id) return undefined;
  const message = `there is a task ${written} already, so this one is read as ${id}: give it a number of its own`;
  return { code: 'task-id-doubled', severity: 'error', message, line };
}

function noTask({ line }: TaskLine): Finding {
  const message =
    'this box stands apart from the numbered tasks and is not read as one: give it a number if it is a task';
  return { code: 'box-unnumbered', severity: 'warning', message, line };
}
