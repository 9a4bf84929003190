import { freeId } from './blocks.ts';
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
  const used = new Set<string>();
  const numbered: NumberedTask[] = [];
  for (const { task, within } of tasks) {
    const holder = within === undefined ? undefined : numbered.find((other) => other.task === within)?.id;
    const place = task.written ?? placeId(numbered, holder);
    const id = freeId(place, (name) => used.has(name) || (name !== task.written && written.has(name)));
    used.add(id);
    const finding = idFinding(task, id);
    if (finding !== undefined) findings.push(finding);
    numbered.push(task.written === undefined && holder !== undefined ? { task, id, parent: holder } : { task, id });
  }
  return numbered.map((entry, index) => withParent(entry, index, numbered));
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
  const placed: Placed[] = [];
  for (const task of tasks) {
    const above = task.written === undefined ? holderOf(task, placed, sectionOf) : undefined;
    if (task.written !== undefined) placed.push({ task });
    else if (above !== undefined && above.written !== undefined && above.level === undefined) continue;
    else if (above !== undefined) placed.push({ task, within: above });
    else if (sectionsWithNumbers.size === 0 || sectionsWithNumbers.has(sectionOf(task))) placed.push({ task });
    else findings.push(noTask(task));
  }
  return placed;
}

/** The nearest task above of a smaller indent in the same section; a heading's indent is smaller than any. */
function holderOf(task: TaskLine, placed: Placed[], sectionOf: (task: TaskLine) => number): TaskLine | undefined {
  const above = placed.findLast((other) => other.task.indent < task.indent)?.task;
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

function placeId(numbered: NumberedTask[], holder: string | undefined): string {
  if (holder === undefined) return String(numbered.filter(({ id }) => !id.includes('.')).length + 1);
  const inside = numbered.filter(({ id }) => id.startsWith(`${holder}.`) && !id.slice(holder.length + 1).includes('.'));
  return `${holder}.${inside.length + 1}`;
}

/** `2.1.3` is part of `2.1`, else of `2`: the nearest one above, so that a doubled number keeps its own children. */
function withParent(entry: NumberedTask, index: number, numbered: NumberedTask[]): NumberedTask {
  if (entry.parent !== undefined || entry.task.written === undefined) return entry;
  const steps = entry.task.written.split('.');
  for (let length = steps.length - 1; length > 0; length--) {
    const prefix = steps.slice(0, length).join('.');
    const isPrefix = (other: NumberedTask) => (other.task.written ?? other.id) === prefix;
    const parent = numbered.slice(0, index).findLast(isPrefix) ?? numbered.find(isPrefix);
    if (parent !== undefined) return { ...entry, parent: parent.id };
  }
  return entry;
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
