import type { CommitEntry } from '../git/history.ts';

/** The commits of a task that no later one took out again; `commits` are those of a branch, and both are newest first. */
export function commitsOfTask(commits: readonly CommitEntry[], spec: string, task: string): CommitEntry[] {
  const own = commits.filter(
    ({ trailers }) => trailers.Spec === spec && [trailers.Task, trailers[undoes]].includes(task),
  );
  const undone = own.findIndex(({ trailers }) => trailers[undoes] === task);
  return undone < 0 ? own : own.slice(0, undone);
}

/** The same for all tasks at once, newest first. */
export function standingCommits(commits: readonly CommitEntry[], spec: string): CommitEntry[] {
  const undone = new Set<string | undefined>();
  return commits.filter(({ trailers }) => {
    if (trailers.Spec !== spec) return false;
    if (trailers[undoes] !== undefined) undone.add(trailers[undoes]);
    return trailers.Task !== undefined && !undone.has(trailers.Task);
  });
}

/** The trailer of a commit that takes the commits of a task out of the branch. */
export const undoes = 'Undoes';
