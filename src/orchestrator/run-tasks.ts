import type { Reach } from '../base/failpoints.ts';
import type { Event } from '../domain/event.ts';
import { executeTask } from './execute-task.ts';
import { nextTask, type PlannedTask } from './plan-tasks.ts';
import type { WorkerDeps } from './worker.ts';

export interface RunTasksDeps extends WorkerDeps {
  /** Throws where the spec is no longer what was approved. */
  confirmApproved(): Promise<void>;
  reach: Reach;
  /** Tells of what others did to the branch since the last task; throws where the next cannot build on it. */
  noticeMoves(done: ReadonlySet<string>): AsyncGenerator<Event, void>;
}

export interface RunEnd {
  outcome: 'done' | 'blocked' | 'needs_human' | 'budget';
  finished: string[];
  blocked: string[];
  /** Not done because they wait for a blocked task. */
  waiting: string[];
}

/** Works through the tasks in the order of their dependencies, one at a time. */
export async function* runTasks(
  planned: readonly PlannedTask[],
  alreadyDone: ReadonlySet<string>,
  deps: RunTasksDeps,
): AsyncGenerator<Event, RunEnd> {
  const done = new Set(alreadyDone);
  const blocked = new Set<string>();
  const end = (outcome: RunEnd['outcome']): RunEnd => ({
    outcome,
    finished: [...done],
    blocked: [...blocked],
    waiting: planned.map(({ id }) => id).filter((id) => !done.has(id) && !blocked.has(id)),
  });
  for (let task = nextTask(planned, done, blocked); task !== undefined; task = nextTask(planned, done, blocked)) {
    deps.reach('task:selected');
    await deps.confirmApproved();
    yield* deps.noticeMoves(done);
    const taskEnd = yield* executeTask(task, deps);
    if (taskEnd === 'needs_human' || taskEnd === 'budget') return end(taskEnd);
    (taskEnd === 'finished' ? done : blocked).add(task.id);
  }
  return end(planned.every(({ id }) => done.has(id)) ? 'done' : 'blocked');
}
