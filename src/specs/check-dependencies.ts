import { limits } from '../base/limits.ts';
import type { SpecTask } from '../domain/spec.ts';
import type { Line } from './lines.ts';
import type { Finding } from './problems.ts';

/** Dependencies on tasks that do not exist, and circles of tasks that wait for each other. */
export function checkDependencies(tasks: SpecTask[], lineOf: (task: SpecTask) => Line | undefined): Finding[] {
  const byId = new Map(tasks.map((task) => [task.id, task]));
  const unknown = tasks.flatMap((task) =>
    task.depends.flatMap((id): Finding[] => {
      if (byId.has(id)) return [];
      const message = `task ${task.id} depends on ${id}, which does not exist: correct the number or take it out`;
      return [{ code: 'dependency-unknown', severity: 'error', message, line: lineOf(task) }];
    }),
  );
  const cycles = findCycles(tasks).map((cycle): Finding => {
    const message = `tasks wait for each other: ${[...cycle, cycle[0]].join(' → ')}; take one of these dependencies out`;
    const first = byId.get(cycle[0] ?? '');
    return { code: 'dependency-cycle', severity: 'error', message, line: first && lineOf(first) };
  });
  return [...unknown, ...cycles];
}

/** The first circles, each once, as ids in the order in which they wait. Without recursion: a long chain is no danger. */
function findCycles(tasks: SpecTask[]): string[][] {
  const depends = new Map(tasks.map((task) => [task.id, task.depends]));
  const done = new Set<string>();
  const cycles: string[][] = [];
  for (const { id } of tasks) {
    const path: { id: string; next: number }[] = [{ id, next: 0 }];
    const placeOf = new Map([[id, 0]]);
    for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
      const way = done.has(top.id) ? undefined : depends.get(top.id)?.[top.next++];
      if (way === undefined) {
        done.add(top.id);
        path.pop();
        placeOf.delete(top.id);
        continue;
      }
      const seen = placeOf.get(way);
      if (seen === undefined) placeOf.set(way, path.push({ id: way, next: 0 }) - 1);
      else if (cycles.length < limits.toldCycles) cycles.push(path.slice(seen).map((step) => step.id));
    }
  }
  return cycles;
}
