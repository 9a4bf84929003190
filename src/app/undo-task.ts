import { AshlarError } from '../base/errors.ts';
import type { Event } from '../domain/event.ts';
import type { Git } from '../git/open-git.ts';
import { foldRun, type RunState, type TaskState } from '../journal/fold-run.ts';
import type { Journal } from '../journal/open-journal.ts';
import { type BranchWorktree, clearWorktree, openBranchWorktree } from './branch-worktree.ts';
import { addFact, branchOf, openSpec } from './open-spec.ts';
import { halfDoneTask } from './reconcile-place.ts';
import { openTask } from './record-task-done.ts';
import { withLease } from './run-journal.ts';
import { setAside } from './set-aside.ts';
import { takeOutOfBranch } from './take-out-of-branch.ts';
import { findUndo, type UndoQuestion } from './undo-question.ts';
import type { Wire } from './wire.ts';

export interface UndoneTask {
  spec: string;
  task: string;
  branch: string;
  /** The commit that takes the task out of the branch. */
  commit: string;
  /** Tasks that build on it: their commits stay, and the next run verifies them again. */
  reopened: string[];
  /** What to type next. */
  next: string;
}

/** What a person is asked before a task is taken back. Throws where there is nothing to take back. */
export async function askUndo(name: string, task: string, wire: Wire): Promise<UndoQuestion> {
  return findUndo(openSpec(name, wire), task, await wire.git());
}

/**
 * Takes a task back: a commit that reverts its own goes onto the run's branch, in the run's worktree; the ledger says that
 * what proved it no longer counts, and its box and those of the tasks that build on it are open again. Nothing is changed
 * where the revert conflicts. The branch comes last: cut off before it, the same command finishes what it began.
 */
export async function* undoTask(shown: UndoQuestion, wire: Wire): AsyncGenerator<Event, UndoneTask> {
  return yield* withLease({ spec: shown.spec }, wire, async function* (journal) {
    const git = await wire.git();
    const question = await findUndo(openSpec(shown.spec, wire), shown.task, git);
    if (JSON.stringify(question) !== JSON.stringify(shown)) throw changedSince(shown);
    const run = newestRun(journal, shown.spec);
    const { tree, notes } = await openBranchTree(question, run, { git, wire });
    for (const text of notes) yield { type: 'note', text };
    const half = halfDone(run);
    // What an agent committed of half-done work is set aside with it.
    const revert = await takeOutOfBranch({ ...question, tip: half?.head ?? question.tip }, { git, tree, wire });
    if (half !== undefined) yield* setHalfDoneAside(half.id, question, { run, tree, journal, wire });
    else if (tree.root !== git.root) yield* clearAway(tree, wire);
    else await git.saveBackup(backupName(question, wire), { message: `what was in the checkout before an undo` });
    const { spec, task, reopened, commits } = question;
    const [commit = ''] = commits;
    const fact = { type: 'undone' as const, task, commit, revert, reopened };
    for (const id of [task, ...reopened]) openTask(openSpec(spec, wire), id, wire);
    await addFact(openSpec(spec, wire), fact, wire);
    await tree.fastForwardTo(revert);
    if (run !== undefined) journal.append(run.run, { type: 'task_undone', task, commit: revert, reopened });
    const next = `ashlar ${isOpen(run) ? 'resume' : 'run'} ${spec}`;
    return { spec, task, branch: question.branch, commit: revert, reopened, next };
  });
}

function newestRun(journal: Journal, spec: string): RunState | undefined {
  const row = journal.runs({ spec }).find(({ kind }) => kind === 'execute');
  return row === undefined ? undefined : foldRun(journal.read(row.run));
}

const isOpen = (run: RunState | undefined) => run?.status === 'active' || run?.status === 'paused';

/** The working tree that has the branch: the run's own, made again where it is gone, or in place the user's checkout. */
async function openBranchTree(
  { branch, tip, spec }: UndoQuestion,
  run: RunState | undefined,
  { git, wire }: { git: Git; wire: Wire },
): Promise<Pick<BranchWorktree, 'tree' | 'notes'>> {
  if ((await git.head()).branch !== branch) return openBranchWorktree({ branch, start: tip }, git, wire);
  const isInPlace = run?.start.kind === 'execute' && run.start.inPlace;
  const state = git.state();
  if (isInPlace && state === 'clean' && halfDone(run) === undefined) return { tree: git, notes: [] };
  const why = isInPlace ? 'the work of its run in this checkout is half done' : 'it is checked out here';
  throw new AshlarError({
    kind: 'needs_human',
    what: `${branch} cannot be moved on`,
    why: state === 'clean' ? why : `a ${state} is in progress in this checkout`,
    next: isInPlace ? `ashlar resume ${spec}` : 'git switch to another branch, then try again',
  });
}

/** Work that stands on what is taken back begins anew, with the reason and its patch. */
async function* setHalfDoneAside(
  half: string,
  { spec, task }: UndoQuestion,
  { run, tree, journal, wire }: { run: RunState | undefined; tree: Git; journal: Journal; wire: Wire },
): AsyncGenerator<Event, void> {
  if (run === undefined) return;
  const workplace = { git: tree, root: tree.root, branch: branchOf(openSpec(spec, wire)), inPlace: false };
  const patch = await setAside(half, { spec: openSpec(spec, wire), workplace, state: run }, wire);
  const reason = `task ${task} was undone while it was worked on`;
  const blocked = { type: 'task_blocked' as const, task: half, reason, ...(patch === undefined ? {} : { patch }) };
  journal.append(run.run, blocked);
  yield blocked;
}

/** What nobody knows of any more. */
async function* clearAway(tree: Git, wire: Wire): AsyncGenerator<Event, void> {
  for (const text of await clearWorktree(tree, wire)) yield { type: 'note', text };
}

function backupName({ branch }: UndoQuestion, { surroundings }: Wire): string {
  return `${branch.replace(/^ashlar\//, '')}-${surroundings.clock.now()}`;
}

function halfDone(run: RunState | undefined): TaskState | undefined {
  return run === undefined || !isOpen(run) ? undefined : halfDoneTask(run);
}

function changedSince({ spec, task }: UndoQuestion): AshlarError {
  return new AshlarError({
    kind: 'needs_human',
    what: `task ${task} of ${spec} is no longer as it was shown`,
    next: `look at it again: ashlar undo ${spec} ${task}`,
  });
}
