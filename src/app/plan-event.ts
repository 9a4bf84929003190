import { limits } from '../base/limits.ts';
import type { Event, PlanEntry } from '../domain/event.ts';
import type { PlannedTask } from '../orchestrator/plan-tasks.ts';
import { defaultChecks, type Project } from './project.ts';
import type { TasksDone } from './tasks-done.ts';
import type { Wire } from './wire.ts';

/** What decides on the order of the tasks and on their proof, for the journal: `replay` needs it to go through the run again. */
export function planEvent(
  { planned, done }: { planned: readonly PlannedTask[]; done: Pick<TasksDone, 'ids'> },
  { commands }: Project,
  { workspace: { config } }: Wire,
): Event {
  return {
    type: 'tasks_planned',
    tasks: planned.map((task, at) => toEntry(task, isNext(task, at, planned))),
    done: [...done.ids],
    checks: defaultChecks(config, commands),
    rounds: config.limits?.rounds ?? limits.rounds,
    turns: config.limits?.turns ?? limits.turns,
  };
}

/** In a chain of a thousand tasks the last waits for all others: what each waits for would make half a million names. */
function isNext({ needs }: PlannedTask, at: number, planned: readonly PlannedTask[]): boolean {
  return needs.length === at && needs.every((id, index) => id === planned[index]?.id);
}

function toEntry(
  { id, title, requirements, files, needs, verify, expect, part, proofs }: PlannedTask,
  isChained: boolean,
): PlanEntry {
  return {
    ...{ id, title, requirements, files },
    ...(isChained ? {} : { needs }),
    ...(verify === undefined ? {} : { verify }),
    ...(expect === undefined ? {} : { expect }),
    ...(part === undefined ? {} : { part }),
    ...(proofs === undefined ? {} : { proofs }),
  };
}
