import type { SpecTask } from '../domain/spec.ts';
import { cutParts, type Part, partSpan } from './blocks.ts';
import { checkDependencies } from './check-dependencies.ts';
import type { Line } from './lines.ts';
import type { Finding } from './problems.ts';
import { findTaskLines } from './task-boxes.ts';
import { isFieldLine, readFields, withoutFields } from './task-fields.ts';
import { type NumberedTask, numberTasks } from './task-ids.ts';
import { readWaves, waveDependencies } from './task-waves.ts';

export interface ParsedTasks {
  parts: Part[];
  tasks: SpecTask[];
  findings: Finding[];
}

/** No heading stands deeper than a box, so any heading ends a task that is one. */
const boxLevel = 6;

/** Reads the tasks of `tasks.md`: boxes, and headings that are tasks, each with the lines up to the next one. */
export function parseTasks(lines: Line[]): ParsedTasks {
  const findings: Finding[] = [];
  const numbered = numberTasks(findTaskLines(lines), lines, findings);
  const items = numbered.map(({ id, task }) => {
    return { at: task.at, id, title: withoutFields(task.title), level: task.level ?? boxLevel };
  });
  const parts = cutParts(lines, items);
  const byLine = new Map(numbered.map((entry) => [entry.task.at, entry]));
  const read = parts.flatMap((part) => {
    const entry = part.item === undefined ? undefined : byLine.get(part.from);
    return entry === undefined ? [] : [readTask(lines, part, entry)];
  });
  const tasks = withWaves(read, lines, findings);
  const lineOf = new Map(numbered.map(({ id, task }) => [id, task.line]));
  const dependencies = checkDependencies(tasks, ({ id }) => lineOf.get(id));
  return { parts, tasks, findings: [...findings, ...boxFindings(numbered), ...dependencies] };
}

interface ReadTask {
  task: SpecTask;
  hasDepends: boolean;
}

function readTask(lines: Line[], part: Part, { id, parent, task: found }: NumberedTask): ReadTask {
  const own = lines.slice(part.from, part.to);
  const fields = readFields(own);
  const task: SpecTask = {
    id,
    title: withoutFields(found.title),
    details: readDetails(own.slice(1)),
    mark: found.mark,
    optional: found.optional,
    requirements: fields.requirements,
    files: fields.files,
    depends: fields.depends ?? [],
    span: partSpan(lines, part),
  };
  if (parent !== undefined) task.parent = parent;
  if (fields.verify !== undefined) task.verify = fields.verify;
  if (fields.expect !== undefined) task.expect = fields.expect;
  if (found.markOffset !== undefined) task.markOffset = found.markOffset;
  return { task, hasDepends: fields.depends !== undefined };
}

/** The lines below the title without their common indent. */
function readDetails(lines: Line[]): string {
  const kept = lines.filter((line) => !isFieldLine(line)).map((line) => line.text.trimEnd());
  const indents = kept.filter((text) => text !== '').map((text) => text.search(/\S/));
  const indent = indents.reduce((least, each) => Math.min(least, each), 40);
  return kept
    .map((text) => text.slice(indent))
    .join('\n')
    .replace(/^\n+/, '')
    .trimEnd();
}

/** The graph's order counts where a task does not name its own dependencies. */
function withWaves(read: ReadTask[], lines: Line[], findings: Finding[]): SpecTask[] {
  const { waves, line } = readWaves(lines, findings);
  const known = new Set(read.map(({ task }) => task.id));
  for (const id of new Set(waves.flat().filter((name) => !known.has(name)))) {
    const message = `the waves name task ${id}, which does not exist: correct the number or take it out`;
    findings.push({ code: 'dependency-unknown', severity: 'error', message, line });
  }
  const depends = waveDependencies(waves, known);
  return read.map(({ task, hasDepends }) => {
    return hasDepends ? task : { ...task, depends: depends.get(task.id) ?? [] };
  });
}

function boxFindings(numbered: NumberedTask[]): Finding[] {
  if (numbered.length === 0) {
    const message = 'no task was found: write each one as `- [ ] 1. Title`';
    return [{ code: 'task-missing', severity: 'error', message }];
  }
  return numbered.flatMap(({ id, task }): Finding[] => {
    if (task.level !== undefined || task.markOffset !== undefined) return [];
    const message = `the box of task ${id} has nothing between its brackets: write \`[ ]\``;
    return [{ code: 'box-empty', severity: 'warning', message, line: task.line }];
  });
}
