import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { readSteering, renderSteering } from '../context/steering.ts';
import { buildTaskContext, type DoneTask } from '../context/task-context.ts';
import type { PlannedTask } from '../orchestrator/plan-tasks.ts';
import type { ExecuteWork } from './execute-work.ts';
import { type OpenSpec, openSpec, requireDocument } from './open-spec.ts';
import type { PromptName } from './prompts.ts';
import type { Wire } from './wire.ts';

export interface TaskWork extends ExecuteWork {
  task: PlannedTask;
  checks: string[];
}

/** What an implementer is told first: all that one task needs to be known of, built from files. */
export async function briefImplementer(work: TaskWork, wire: Wire): Promise<string> {
  const { workplace, task, checks } = work;
  const spec = openSpec(work.spec.slug, wire);
  const [files, done] = await Promise.all([workplace.git.listFiles(), doneTasks(work, spec)]);
  const context = buildTaskContext({
    title: spec.title,
    task,
    requirements: requireDocument(spec, 'requirements'),
    design: requireDocument(spec, 'design'),
    tasks: requireDocument(spec, 'tasks'),
    steering: renderSteering(readSteering(workplace.root, files), task.files),
    commands: checks,
    doneTasks: done,
    fileNotes: describeFiles(task.files, workplace.root),
  });
  const demand = demandOf(task);
  return demand === undefined ? context : `${context}\n\n${wire.prompts(demand)}`;
}

/** What a task is told of a check that is more than a command which passes. */
function demandOf({ part, expect, proofs = [] }: PlannedTask): PromptName | undefined {
  if (expect === 'fail') return 'task-reproduce';
  if (part === 'preserve') return 'task-preserve';
  return proofs.length > 0 ? 'task-fix' : undefined;
}

/** What the commits of this spec say was done, oldest first, with the report of the agent where this machine has it. */
async function doneTasks({ workplace, state }: TaskWork, spec: OpenSpec): Promise<DoneTask[]> {
  const own = (await workplace.commits()).filter(({ trailers }) => trailers.Spec === spec.slug && trailers.Task);
  return own.reverse().map(({ subject, trailers }) => {
    const id = trailers.Task ?? '';
    const title = spec.tasks?.tasks.find((task) => task.id === id)?.title ?? subject;
    const session = state.sessions.get(state.tasks.get(id)?.session ?? '');
    return { id, title, ...(session?.report !== undefined && { summary: session.report.summary }) };
  });
}

function describeFiles(files: readonly string[], root: string): string {
  return files.map((file) => `- ${file}${existsSync(join(root, file)) ? '' : ' (to be made)'}`).join('\n');
}
