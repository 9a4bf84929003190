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
    tasks: planned.map(toEntry),
    done: [...done.ids],
    checks: defaultChecks(config, commands),
    rounds: config.limits?.rounds ?? limits.rounds,
    turns: config.limits?.turns ?? limits.turns,
  };
}

function toEntry({ id, title, requirements, files, needs, verify, expect, part, proofs }: PlannedTask): PlanEntry {
  return {
    ...{ id, title, requirements, files, needs },
    ...(verify === undefined ? {} : { verify }),
    ...(expect === undefined ? {} : { expect }),
    ...(part === undefined ? {} : { part }),
    ...(proofs === undefined ? {} : { proofs }),
  };
}
