import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { readSteering, renderSteering } from '../context/steering.ts';
import { buildTaskContext, type DoneTask } from '../context/task-context.ts';
import type { Event } from '../domain/event.ts';
import { userText } from '../domain/message.ts';
import type { PlannedTask } from '../orchestrator/plan-tasks.ts';
import type { Agent } from './converse.ts';
import type { ExecuteWork } from './execute-work.ts';
import { openSpec, requireDocument } from './open-spec.ts';
import type { Wire } from './wire.ts';

export interface TaskWork extends ExecuteWork {
  task: PlannedTask;
  checks: string[];
}

/** The event that opens an implementer's session: a fresh context for one task, built from files. */
export async function openImplementerSession(
  work: TaskWork,
  { model, tools }: Agent,
  wire: Wire,
): Promise<Event & { type: 'session_opened' }> {
  return {
    type: 'session_opened',
    session: wire.surroundings.newId('session'),
    role: 'implementer',
    task: work.task.id,
    model: model.id,
    system: wire.prompts('implementer'),
    tools: tools.map(({ spec }) => spec.name),
    first: userText(await describeTask(work, wire)),
  };
}

async function describeTask({ spec: { slug }, workplace, task, checks }: TaskWork, wire: Wire): Promise<string> {
  const spec = openSpec(slug, wire);
  const files = await workplace.git.listFiles();
  return buildTaskContext({
    title: spec.title,
    task,
    requirements: requireDocument(spec, 'requirements'),
    design: requireDocument(spec, 'design'),
    tasks: requireDocument(spec, 'tasks'),
    steering: renderSteering(readSteering(workplace.root, files), task.files),
    commands: checks,
    doneTasks: await doneTasks(slug, workplace),
    fileNotes: describeFiles(task.files, workplace.root),
  });
}

/** What the commits of this spec say was done, oldest first. */
async function doneTasks(slug: string, workplace: TaskWork['workplace']): Promise<DoneTask[]> {
  const commits = await workplace.commits();
  const own = commits.filter(({ trailers }) => trailers.Spec === slug && trailers.Task !== undefined);
  return own.reverse().map(({ subject, trailers }) => ({ id: trailers.Task ?? '', title: subject }));
}

function describeFiles(files: readonly string[], root: string): string {
  return files.map((file) => `- ${file}${existsSync(join(root, file)) ? '' : ' (to be made)'}`).join('\n');
}
