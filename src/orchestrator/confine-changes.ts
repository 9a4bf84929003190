import type { Event } from '../domain/event.ts';
import type { Question } from '../domain/tool.ts';
import type { SessionState } from '../journal/fold-session.ts';
import type { PlannedTask } from './plan-tasks.ts';
import type { ChangedTests, Obstacle, WorkerDeps } from './worker.ts';

/**
 * Holds a task to the files that it may change. Files that are no tests go back to the agent, as often as red checks do. So
 * do tests that an earlier task proved, once; where they are still not as they were committed, a human decides.
 */
export async function* confineChanges(
  task: PlannedTask,
  session: SessionState,
  deps: WorkerDeps,
): AsyncGenerator<Event, Obstacle | 'asked_again' | 'needs_human' | undefined> {
  const stray = await deps.strayFiles(task);
  if (stray.length > 0) {
    if ((session.fed.get('stray_files') ?? 0) >= deps.rounds - 1)
      return { reason: `it may only write tests, and it changed ${stray.join(', ')}` };
    yield { type: 'session_fed', session: session.id, cause: 'stray_files', message: deps.feedback.strayFiles(stray) };
    return 'asked_again';
  }
  const changed = await deps.changedTests(task);
  if (changed.files.length === 0) return undefined;
  if (!session.fed.has('changed_tests')) {
    const message = deps.feedback.changedTests(changed.files);
    yield { type: 'session_fed', session: session.id, cause: 'changed_tests', message };
    return 'asked_again';
  }
  return yield* letHumanDecide(task, changed, { session, deps });
}

const keep = 'keep the changed test';
const restore = 'the test must stay as it was';

/** The question names what the files hold, so that its answer is worth nothing for another text of them. */
async function* letHumanDecide(
  task: PlannedTask,
  { files, digest }: ChangedTests,
  { session, deps }: { session: SessionState; deps: WorkerDeps },
): AsyncGenerator<Event, Obstacle | 'needs_human' | undefined> {
  const text = `Task ${task.id} changed ${files.join(', ')}, with which an earlier task proved the old behaviour. The same test must decide before and after the fix. Keep the change?`;
  const question: Question = {
    id: `changed-tests-${task.id}-${digest.slice(0, 12)}`,
    text,
    options: [restore, keep],
    recommended: restore,
  };
  const answer = await deps.askHuman(question);
  if (answer === keep) return undefined;
  if (answer !== undefined) return { reason: `it changed ${files.join(', ')}, and a human answered: ${answer}` };
  if (session.question?.id !== question.id) yield { type: 'question_asked', session: session.id, question };
  return 'needs_human';
}
