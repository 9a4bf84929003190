import { cutLine, plural } from '../base/text.ts';
import type { CommitEntry } from '../git/history.ts';
import type { ExecuteWork } from './execute-work.ts';
import { standingCommits } from './task-commits.ts';

/** How others moved the branch of a run since the run itself did. */
export interface BranchMove {
  /** `diverged`: commits that the run knew are no longer in its history, as after a rebase or a reset. */
  kind: 'forward' | 'diverged';
  /** The commit that the run knew. */
  known: string;
  /** The commit that it is at. */
  commit: string;
  /** The commits of others that are new in its history, newest first. */
  foreign: CommitEntry[];
}

/** Undefined where the branch is where the run left it, but for commits of the run that its journal does not know of. */
export async function findBranchMove({ spec, workplace, state }: ExecuteWork): Promise<BranchMove | undefined> {
  const { git } = workplace;
  const known = state.tip;
  const { commit } = await git.head();
  if (known === undefined || commit === undefined || commit === known) return undefined;
  if ((await git.resolve(known)) === undefined) return { kind: 'diverged', known, commit, foreign: [] };
  const [ahead, behind] = await Promise.all([git.commitsBetween(known, commit), git.commitsBetween(commit, known)]);
  const foreign = ahead.filter(({ trailers }) => trailers.Spec !== spec.slug);
  if (behind.length > 0) return { kind: 'diverged', known, commit, foreign };
  return foreign.length === 0 ? undefined : { kind: 'forward', known, commit, foreign };
}

export function describeMove({ kind, known, foreign }: BranchMove, branch: string): string {
  const [newest] = foreign;
  if (kind === 'diverged')
    return `${branch} was rebased, reset or force-pushed: ${known.slice(0, 10)}, which the run knew, is no longer in it; its commits are looked for by their trailers and verified again`;
  const others = foreign.length > 1 ? ` and ${foreign.length - 1} more` : '';
  return `${branch} has ${plural(foreign.length, 'commit')} that the run did not make: ${newest?.commit.slice(0, 10)} ${cutLine(newest?.subject ?? '', 80)}${others}`;
}

/** The done tasks whose own commits changed a file that commits of others changed since. */
export async function concernedTasks(
  { foreign }: BranchMove,
  done: ReadonlySet<string>,
  { spec, workplace }: ExecuteWork,
): Promise<string[]> {
  const { git } = workplace;
  const standing = standingCommits(await workplace.commits({ fresh: true }), spec.slug);
  const own = standing.filter(({ trailers }) => done.has(trailers.Task ?? ''));
  const changed = await git.pathsChangedBy([...new Set([...foreign, ...own].map(({ commit }) => commit))]);
  const pathsOf = ({ commit }: CommitEntry) => changed.get(commit) ?? [];
  const theirs = new Set(foreign.flatMap(pathsOf));
  const concerned = own.filter((each) => pathsOf(each).some((path) => theirs.has(path)));
  const tasks = new Set(concerned.map(({ trailers }) => trailers.Task));
  return [...done].filter((task) => tasks.has(task));
}
