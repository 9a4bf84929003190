import type { SpecDocument, SpecTask } from '../../domain/spec.ts';
import type { Remark } from './finding.ts';

/** Files of a task that do not lie in the repository. */
export function checkPaths(tasks: SpecDocument): Remark[] {
  return tasks.tasks.flatMap((task) =>
    task.files.filter(escapes).map((path) => ({
      rule: 'path-escapes',
      document: tasks,
      span: placeOfFile(tasks, task, path),
      message: `task ${task.id} names ${path}, which lies outside of the repository, where no agent may write: name a path below its root`,
    })),
  );
}

/** Tasks that may run at once, as Ashlar plans them, and that change the same file. Tasks that are done run no more. */
export function checkSharedFiles(tasks: SpecDocument): Remark[] {
  const order = orderOf(tasks.tasks);
  const open = tasks.tasks
    .filter(({ mark, id, files }) => mark !== 'done' && files.length > 0 && order.needs.has(id))
    .map((task) => ({ task, files: task.files.map((path) => ({ path, plain: plainPath(path) })) }));
  return open.flatMap(({ task, files }, at) =>
    open.slice(0, at).flatMap(({ task: other, files: others }) => {
      const shared = files.find(({ plain }) => others.some((own) => isSame(own.plain, plain)))?.path;
      if (shared === undefined || order.waits(task.id, other.id) || order.waits(other.id, task.id)) return [];
      const message = `tasks ${other.id} and ${task.id} may run at once and both change ${shared}, so one would undo the other: write \`_Depends: ${other.id}_\` in task ${task.id}`;
      return [{ rule: 'files-shared', document: tasks, span: placeOfFile(tasks, task, shared), message }];
    }),
  );
}

function escapes(path: string): boolean {
  if (/^(?:[/\\~]|[A-Za-z]:[\\/])/.test(path)) return true;
  let depth = 0;
  for (const step of path.split(/[/\\]/)) {
    if (step === '..') depth--;
    else if (step !== '' && step !== '.') depth++;
    if (depth < 0) return true;
  }
  return false;
}

/** A folder holds what lies below it; a pattern is only the same as itself. */
function isSame(a: string, b: string): boolean {
  return a === b || (a.endsWith('/') && b.startsWith(a)) || (b.endsWith('/') && a.startsWith(b));
}

function plainPath(path: string): string {
  return path.replace(/\\/g, '/').replace(/^(?:\.\/)+/, '');
}

interface Order {
  /** The leaves, with the leaves that each waits for. */
  needs: ReadonlyMap<string, readonly string[]>;
  waits(task: string, other: string): boolean;
}

/** A file in which no task names a dependency is a chain. A sub-task also waits for what its parent waits for. */
function orderOf(tasks: readonly SpecTask[]): Order {
  const parts = new Map<string, SpecTask[]>();
  for (const task of tasks) {
    if (task.parent !== undefined) parts.set(task.parent, [...(parts.get(task.parent) ?? []), task]);
  }
  const byId = new Map(tasks.map((task) => [task.id, task]));
  const leavesOf = (id: string): string[] => parts.get(id)?.flatMap((part) => leavesOf(part.id)) ?? [id];
  const dependsOf = (task: SpecTask): string[] => {
    const parent = task.parent === undefined ? undefined : byId.get(task.parent);
    return parent === undefined ? task.depends : [...task.depends, ...dependsOf(parent)];
  };
  const leaves = tasks.filter(({ id }) => !parts.has(id));
  const isChain = leaves.every((task) => dependsOf(task).length === 0);
  const needs = new Map(leaves.map((task) => [task.id, dependsOf(task).flatMap(leavesOf)]));
  return { needs, waits: (task, other) => isChain || isReached(needs, task, other) };
}

function isReached(needs: Order['needs'], from: string, wanted: string): boolean {
  const seen = new Set([from]);
  for (const id of seen) for (const next of needs.get(id) ?? []) seen.add(next);
  return seen.has(wanted);
}

function placeOfFile({ text }: SpecDocument, { span }: SpecTask, path: string): Remark['span'] {
  const at = text.slice(span.start, span.end).lastIndexOf(path);
  if (at >= 0) return { start: span.start + at, end: span.start + at + path.length };
  const line = text.slice(span.start, span.end).search(/\r?\n/);
  return { start: span.start, end: line < 0 ? span.end : span.start + line };
}
