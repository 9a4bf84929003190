import { existsSync } from 'node:fs';
import { join, relative } from 'node:path';
import { limits } from '../base/limits.ts';
import { cutMiddle } from '../base/text.ts';
import { readSteering, renderSteering } from '../context/steering.ts';
import { buildTaskContext, type DoneTask } from '../context/task-context.ts';
import type { BlockedAttempt } from '../journal/fold-run.ts';
import type { SessionState } from '../journal/fold-session.ts';
import type { PlannedTask } from '../orchestrator/plan-tasks.ts';
import type { ExecuteWork } from './execute-work.ts';
import { handOffOf } from './hand-off.ts';
import { type OpenSpec, openSpec, requireDocument } from './open-spec.ts';
import type { PromptName } from './prompts.ts';
import { standingCommits } from './task-commits.ts';
import { describeCheck } from './task-feedback.ts';
import type { Wire } from './wire.ts';

export interface TaskWork extends ExecuteWork {
  task: PlannedTask;
  checks: string[];
  /** The session of this task whose context is full, where this one takes it up. */
  before?: SessionState | undefined;
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
  const attempt = work.state.blocked.get(task.id);
  return [
    context,
    ...(demand === undefined ? [] : [wire.prompts(demand)]),
    ...(attempt === undefined ? [] : [describeAttempt(attempt, work, wire)]),
    ...(work.before === undefined ? [] : [wire.prompts('handed-over', { handOff: handOffOf(work.before) })]),
  ].join('\n\n');
}

/** What a task is told of a check that is more than a command which passes. */
function demandOf({ part, expect, proofs = [] }: PlannedTask): PromptName | undefined {
  if (expect === 'fail') return 'task-reproduce';
  if (part === 'preserve') return 'task-preserve';
  return proofs.length > 0 ? 'task-fix' : undefined;
}

/** Why the task was blocked when it was last worked on, and where that work is. */
function describeAttempt({ reason, session, checks, patch }: BlockedAttempt, work: TaskWork, wire: Wire): string {
  const { root, inPlace } = work.workplace;
  const summary = work.state.sessions.get(session ?? '')?.report?.summary;
  const path = patch === undefined ? undefined : relative(root, join(wire.workspace.root, patch));
  const kept = inPlace
    ? `What was changed is still in the files; \`${path}\` holds it as a patch.`
    : `What was changed was taken back and is kept as a patch: \`cat ${path}\` shows it, \`git apply ${path}\` brings it back.`;
  return wire.prompts('tried-before', {
    reason,
    summary:
      summary === undefined
        ? 'There is no report of what was done.'
        : `Its report: ${cutMiddle(summary, limits.feedbackChars)}`,
    checks: checks.length === 0 ? 'No checks ran.' : `Its last checks:\n\n${checks.map(describeCheck).join('\n\n')}`,
    patch: path === undefined ? 'It left no changes.' : kept,
  });
}

/** What the commits of this spec say was done, oldest first, with the report of the agent where this machine has it. */
async function doneTasks({ workplace, state }: TaskWork, spec: OpenSpec): Promise<DoneTask[]> {
  const titles = new Map(spec.tasks?.tasks.map(({ id, title }) => [id, title]));
  const own = standingCommits(await workplace.commits(), spec.slug);
  return own.reverse().map(({ subject, trailers }) => {
    const id = trailers.Task ?? '';
    const title = titles.get(id) ?? subject;
    const session = state.sessions.get(state.tasks.get(id)?.session ?? '');
    return { id, title, ...(session?.report !== undefined && { summary: session.report.summary }) };
  });
}

function describeFiles(files: readonly string[], root: string): string {
  return files.map((file) => `- ${file}${existsSync(join(root, file)) ? '' : ' (to be made)'}`).join('\n');
}
