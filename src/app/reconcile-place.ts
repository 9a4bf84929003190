import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import { AshlarError } from '../base/errors.ts';
import type { Event } from '../domain/event.ts';
import type { RunState, TaskState } from '../journal/fold-run.ts';
import { describeBaseMoves } from './base-moves.ts';
import { type BranchMove, concernedTasks, describeMove, findBranchMove } from './branch-moves.ts';
import { clearWorktree } from './branch-worktree.ts';
import type { ExecuteWork } from './execute-work.ts';
import { keepAsPatch } from './keep-as-patch.ts';
import type { OpenSpec } from './open-spec.ts';
import { commitsOfTask } from './task-commits.ts';
import type { Wire } from './wire.ts';
import type { Workplace } from './workplace.ts';

/**
 * Says what others did to base, branch and worktree while the run was stopped, and makes what is half done fit what is
 * there: work that stands on commits which are gone, or that was lost with its folder, begins anew. Gives the done tasks
 * that are to be verified again.
 */
export async function* reconcilePlace(
  work: ExecuteWork,
  { done, stoppedAt }: Stopped,
  wire: Wire,
): AsyncGenerator<Event, string[]> {
  const { workplace, state } = work;
  for (const text of await describeBaseMoves(workplace, await wire.git())) yield { type: 'note', text };
  const half = halfDoneTask(state);
  const move = await findBranchMove(work);
  if (move?.kind === 'diverged') {
    yield* tell(move, workplace);
    const reason = `${workplace.branch} was moved while it was worked on`;
    if (half !== undefined) yield* beginAnew(half, reason, work, wire);
    else yield* clearUnlessInPlace(workplace, wire);
    return [];
  }
  if (half?.session !== undefined && workplace.isNew && !(await isCommitted(half, work)))
    yield* beginAnew(half, 'its worktree was deleted, and with it all that was not committed', work, wire);
  if (move === undefined) return [];
  if (half === undefined) return yield* takeForward(move, work, { done, wire });
  // What was there when the run stopped, its agent committed: that is a change of the task like any other.
  if (move.foreign.some(({ committedAt }) => committedAt <= stoppedAt)) return [];
  return yield* takeUnder(half, move, work, { done, wire });
}

interface Stopped {
  done: ReadonlySet<string>;
  /** When the last event before the stop was recorded, in ms since the epoch. */
  stoppedAt: number;
}

/** Half-done work goes on upon the commits of others, unless they are about the same files. */
async function* takeUnder(
  half: TaskState,
  move: BranchMove,
  work: ExecuteWork,
  { done, wire }: { done: ReadonlySet<string>; wire: Wire },
): AsyncGenerator<Event, string[]> {
  const { git } = work.workplace;
  yield* tell(move, work.workplace);
  const [theirs, changed] = await Promise.all([git.changedPaths(move.known, move.commit), git.changedFiles()]);
  const isShared = changed.some(({ path }) => theirs.includes(path));
  if (isShared) yield* beginAnew(half, 'others committed changes of the same files while it was stopped', work, wire);
  return concernedTasks(move, done, work);
}

/** The same between two tasks of a process. Throws where commits that count as done are gone. */
export async function* noticeMoves(
  work: ExecuteWork,
  done: ReadonlySet<string>,
  wire: Wire,
): AsyncGenerator<Event, string[]> {
  const { workplace, spec } = work;
  refuseGone(workplace, spec.slug);
  if (halfDoneTask(work.state) !== undefined) return [];
  const move = await findBranchMove(work);
  if (move === undefined) return [];
  if (move.kind === 'forward') return yield* takeForward(move, work, { done, wire });
  throw new AshlarError({
    kind: 'needs_human',
    what: `${workplace.branch} was moved while the run works on it`,
    why: `${move.known.slice(0, 10)}, which the run knew, is no longer in it`,
    next: `ashlar resume ${spec.slug} finds what is done by its trailers, and goes on from there`,
  });
}

/** The task that was begun and neither committed nor blocked. */
export function halfDoneTask({ tasks }: RunState): TaskState | undefined {
  return [...tasks.values()].find(({ status }) => status === 'started');
}

/** Whatever fails because the worktree was deleted, or the spec went from the checkout, is told as that. */
export async function* sayIfGone<End>(
  events: AsyncGenerator<Event, End>,
  { workplace, spec }: ExecuteWork,
): AsyncGenerator<Event, End> {
  try {
    return yield* events;
  } catch (error) {
    refuseGone(workplace, spec.slug, error);
    refuseSpecGone(spec, workplace, error);
    throw error;
  }
}

/** Throws where the worktree was deleted, whatever failed because of it. */
function refuseGone({ root, branch }: Pick<Workplace, 'root' | 'branch'>, spec: string, cause?: unknown): void {
  if (existsSync(join(root, '.git'))) return;
  throw new AshlarError({
    kind: 'needs_human',
    what: `the worktree of ${branch} was deleted while the run works in it`,
    why: `${root} is gone; what was committed is on the branch`,
    next: `ashlar run ${spec} makes it again`,
    cause,
  });
}

/** Throws where the spec's folder is no longer in the checkout. */
function refuseSpecGone({ folder, slug }: OpenSpec, { branch }: Workplace, cause: unknown): void {
  if (existsSync(folder)) return;
  throw new AshlarError({
    kind: 'needs_human',
    what: `the spec ${slug} went from the checkout while the run works on it`,
    why: `a stash, a clean or another branch took ${folder} away; what was committed is on ${branch}`,
    next: `bring it back, then: ashlar resume ${slug}`,
    cause,
  });
}

async function* takeForward(
  move: BranchMove,
  work: ExecuteWork,
  { done, wire }: { done: ReadonlySet<string>; wire: Wire },
): AsyncGenerator<Event, string[]> {
  yield* tell(move, work.workplace);
  yield* clearUnlessInPlace(work.workplace, wire);
  return concernedTasks(move, done, work);
}

/** In words, and for the journal: it is told once. */
async function* tell(move: BranchMove, { branch }: Workplace): AsyncGenerator<Event, void> {
  yield { type: 'note', text: describeMove(move, branch) };
  const { kind: how, known, commit } = move;
  yield { type: 'branch_moved', how, known, commit };
}

/** Where a ref was moved under its files, they would take the commit of others back. */
async function* clearUnlessInPlace({ git, inPlace }: Workplace, wire: Wire): AsyncGenerator<Event, void> {
  if (!inPlace) for (const text of await clearWorktree(git, wire)) yield { type: 'note', text };
}

async function isCommitted({ id, head }: TaskState, { spec, workplace }: ExecuteWork): Promise<boolean> {
  return commitsOfTask(await workplace.git.commitsBetween(head, 'HEAD'), spec.slug, id).length > 0;
}

async function* beginAnew(
  { id }: TaskState,
  reason: string,
  { spec, workplace, state }: ExecuteWork,
  wire: Wire,
): AsyncGenerator<Event, void> {
  const { git, inPlace } = workplace;
  const patch = await keepAsPatch(git, `${basename(spec.slug)}-${id}-${state.run}`, wire);
  if (patch !== undefined && !inPlace) await git.resetTo('HEAD');
  yield { type: 'task_blocked', task: id, reason, ...(patch === undefined ? {} : { patch }) };
}
