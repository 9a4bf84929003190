import type { Event } from '../domain/event.ts';
import type { SessionState } from '../journal/fold-session.ts';
import type { PlannedTask } from './plan-tasks.ts';
import type { CommitVerdict, Obstacle, RefusedFile, WorkerDeps } from './worker.ts';

/**
 * Keeps out of the commit of a task what policy denies there, however the files came to be: they are put back as they were
 * before anything is checked, and the agent is told, as often as of red checks.
 */
export async function* letPolicyDecide(
  task: PlannedTask,
  session: SessionState,
  deps: WorkerDeps,
): AsyncGenerator<Event, Obstacle | 'asked_again' | 'needs_human' | undefined> {
  const { refused, asking } = await deps.judgeCommit(task);
  const word = asking === undefined ? 'yes' : await wordOf(asking, deps);
  if (asking !== undefined && word === 'waits') {
    if (session.question?.id !== asking.question.id)
      yield { type: 'question_asked', session: session.id, question: asking.question };
    return 'needs_human';
  }
  const kept = [...refused, ...(asking !== undefined && word === 'no' ? asking.files : [])];
  if (kept.length === 0) return undefined;
  if ((session.fed.get('commit_denied') ?? 0) >= deps.rounds - 1) return { reason: describeRefused(kept) };
  // Told before they are put back: where this is cut off, the next process judges them again.
  yield { type: 'session_fed', session: session.id, cause: 'commit_denied', message: deps.feedback.commitDenied(kept) };
  await deps.putBack(kept.map(({ path }) => path));
  return 'asked_again';
}

async function wordOf(
  { question, pauses }: NonNullable<CommitVerdict['asking']>,
  deps: WorkerDeps,
): Promise<'yes' | 'no' | 'waits'> {
  const answer = await deps.askHuman(question);
  if (answer === undefined) return pauses ? 'waits' : 'no';
  return answer === question.options[0] ? 'yes' : 'no';
}

function describeRefused(files: readonly RefusedFile[]): string {
  return files.map(({ path, policy }) => `policy ${policy} keeps ${path} out of commits`).join('; ');
}
