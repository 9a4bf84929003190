import { AshlarError } from '../base/errors.ts';
import { plural } from '../base/text.ts';
import type { ExecuteStart } from '../domain/event.ts';
import type { CommitEntry } from '../git/history.ts';
import type { Git } from '../git/open-git.ts';
import type { RunState } from '../journal/fold-run.ts';
import { clearWorktree, openBranchWorktree } from './branch-worktree.ts';
import { awaitUsersGit } from './free-locks.ts';
import { describeLost, lastCommitOfLost } from './lost-branch.ts';
import { branchOf, type OpenSpec } from './open-spec.ts';
import { prepareTree } from './prepare-tree.ts';
import type { Project } from './project.ts';
import { removeLeftovers } from './remove-leftovers.ts';
import type { Wire } from './wire.ts';

/** Where a run works: a worktree of its own, or with --in-place the user's checkout. */
export interface Workplace {
  git: Git;
  root: string;
  branch: string;
  /** The commit that the branch began at. */
  base: string;
  /** What the user had checked out when the run began; undefined where an older version did not note it. */
  from: ExecuteStart['from'];
  inPlace: boolean;
  /** This process made the folder. Where a run goes on, what a task had not committed went with the old one. */
  isNew: boolean;
  /** In place: the commit that keeps what was there before. */
  backup: string | undefined;
  /** What a person should know before the work begins. */
  notes: string[];
  /** Resolves when dependencies are there; commands must wait for it. */
  ready: Promise<void>;
  /** The run's commits, newest first, as they were when a task last asked for them `fresh`. */
  commits(how?: { fresh: boolean }): Promise<CommitEntry[]>;
}

export interface WorkplaceRequest {
  spec: OpenSpec;
  /** The run to go on with. */
  found: RunState | undefined;
  inPlace: boolean;
  project: Project;
}

export async function openWorkplace(request: WorkplaceRequest, wire: Wire): Promise<Workplace> {
  const git = await wire.git();
  git.removeDeadScratch();
  const { commit, branch: current } = await git.head();
  if (commit === undefined) {
    throw new AshlarError({
      kind: 'invalid',
      what: 'this repository has no commits yet',
      why: 'a run works on a branch, and a branch needs a commit to begin at',
      next: 'git add -A && git commit -m "first commit"',
    });
  }
  const start = request.found?.start;
  const known = start?.kind === 'execute' ? start : undefined;
  const branch = known?.branch ?? branchOf(request.spec);
  const from = known === undefined ? { commit, ...(current !== undefined && { branch: current }) } : known.from;
  const { base, backup } = known ?? {};
  const lost = known === undefined ? undefined : await lastCommitOfLost(branch, request, git);
  const place = { branch, commit, current, base, backup, from, lost };
  const inPlace = known?.inPlace ?? request.inPlace;
  const workplace = await (inPlace ? openInPlace(git, place, wire) : openWorktree(git, place, { request, wire }));
  if (lost !== undefined) workplace.notes.push(describeLost(branch, lost));
  if (known !== undefined) await tidyUp(workplace);
  return workplace;
}

/** Takes away what a process that was killed left half written, so that no commit takes it up. */
async function tidyUp({ git, root }: Workplace): Promise<void> {
  const changed = await git.changedFiles();
  removeLeftovers(
    root,
    changed.map(({ path }) => path),
  );
}

interface Place {
  branch: string;
  /** What the user has checked out. */
  commit: string;
  current: string | undefined;
  /** What the run began at, where it is known. */
  base: string | undefined;
  backup: string | undefined;
  from: ExecuteStart['from'];
  /** Where the branch of a run that goes on is gone: where to make it again. */
  lost: string | undefined;
}

async function openWorktree(git: Git, place: Place, { request, wire }: { request: WorkplaceRequest; wire: Wire }) {
  const start = place.lost ?? place.commit;
  const [{ tree, isNew, notes: left }, dirty] = await Promise.all([
    openBranchWorktree({ branch: place.branch, start }, git, wire),
    request.found === undefined ? git.changedFiles() : [],
  ]);
  const specFolders = wire.specRoots.map((folder) => `${folder.slice(git.root.length + 1)}/`);
  const foreign = dirty.filter(
    ({ path: file }) => !specFolders.some((folder) => file.startsWith(folder)) && !file.startsWith('.ashlar/'),
  );
  const stay = foreign.length === 1 ? 'stays' : 'stay';
  const note = `${plural(foreign.length, 'uncommitted change')} of yours ${stay} in your checkout; the run works on the last commit`;
  const notes = [
    ...left,
    ...(foreign.length > 0 ? [note] : []),
    // A new run begins at the branch as it is.
    ...(request.found === undefined && !isNew ? await clearWorktree(tree, wire) : []),
  ];
  const ready = prepareTree(tree, git, wire);
  // Whoever waits for it sees the error; nobody may be waiting yet.
  ready.catch(() => undefined);
  const { base, behind } = await whereItBegan(tree, place);
  if (behind > 0)
    notes.push(
      `${place.branch} was there already and lacks ${plural(behind, 'commit')} of your checkout; the run goes on from it`,
    );
  return workplaceOf(tree, { ...place, base, inPlace: false, isNew, ready, notes });
}

/** Where a branch that was there before this run began, and how many commits of the user's it lacks. */
async function whereItBegan(tree: Git, place: Place): Promise<{ base: string; behind: number }> {
  const { commit } = place;
  if (place.base !== undefined) return { base: place.base, behind: 0 };
  if ((await tree.head()).commit === commit) return { base: commit, behind: 0 };
  const [own, lacking] = await Promise.all([tree.commitsBetween(commit, 'HEAD'), tree.commitsBetween('HEAD', commit)]);
  const oldest = own.at(-1);
  const base = oldest === undefined ? commit : ((await tree.resolve(`${oldest.commit}^`)) ?? commit);
  return { base, behind: lacking.length };
}

async function openInPlace(git: Git, place: Place, wire: Wire): Promise<Workplace> {
  await awaitUsersGit(git, wire.surroundings);
  const state = await git.state();
  if (state !== 'clean') {
    throw new AshlarError({
      kind: 'needs_human',
      what: `a ${state} is in progress in this checkout`,
      next: `finish or abort it first, or run without --in-place`,
    });
  }
  const base = place.base ?? place.commit;
  const settled = { ...place, base, inPlace: true, isNew: false, ready: Promise.resolve() };
  if (place.backup !== undefined && place.current === place.branch) return workplaceOf(git, { ...settled, notes: [] });
  const name = `${place.branch.replace(/^ashlar\//, '')}-${wire.surroundings.clock.now()}`;
  const backup = await git.saveBackup(name, { message: `what was in the checkout before ${place.branch}` });
  await git.attachBranch(place.branch, place.lost ?? place.commit);
  const note = `what was here is kept in refs/ashlar/backup/${name} (${backup.slice(0, 10)}); HEAD is now ${place.branch}`;
  return workplaceOf(git, { ...settled, backup, notes: [note] });
}

type Settled = Omit<Workplace, 'git' | 'root' | 'commits'>;

function workplaceOf(git: Git, about: Settled): Workplace {
  const { branch, base, from, inPlace, isNew, backup, ready, notes } = about;
  let known: Promise<CommitEntry[]> | undefined;
  const commits: Workplace['commits'] = (how) => {
    if (known === undefined || how?.fresh === true) known = commitsSince(base, git, known);
    return known;
  };
  return { git, root: git.root, branch, base, from, inPlace, isNew, backup, ready, notes, commits };
}

/** A branch that is still where it began, or where it was, has no more: git need not be asked. */
async function commitsSince(
  base: string,
  git: Git,
  before: Promise<CommitEntry[]> | undefined,
): Promise<CommitEntry[]> {
  const { commit } = await git.head();
  if (commit === undefined || commit === base) return [];
  // What could not be read before is read anew.
  const known = (await before?.catch((): CommitEntry[] => [])) ?? [];
  const newest = known[0]?.commit;
  if (newest === commit) return known;
  const added = newest === undefined ? undefined : await git.commitsAfter(newest, base, commit);
  return added === undefined ? git.commitsBetween(base, commit) : [...added, ...known];
}
