import { AshlarError } from '../base/errors.ts';
import type { Git } from '../git/open-git.ts';
import type { OpenSpec } from './open-spec.ts';

/** What of the code is looked at. */
export interface DriftScope {
  /** Files in which anchors are compared: what changed since a commit, untracked files included. Absent for all. */
  compared?: ChangedFiles;
  /** Files in which symbols that no task asked for are looked for. */
  unrequested?: ChangedFiles;
}

export interface ChangedFiles {
  since: string;
  paths: ReadonlySet<string>;
}

export interface ScopeRequest {
  /** A commit, branch or tag. */
  since?: string | undefined;
  all: boolean;
}

/**
 * What changed on the branch: since it left the default branch. On the default branch itself it is what changed since the
 * specs were made; what others built there meanwhile is reported only in files of these specs, and where it is not
 * committed.
 */
export async function findScope(specs: readonly OpenSpec[], request: ScopeRequest, git: Git): Promise<DriftScope> {
  const { commit: head, branch } = await git.head();
  if (request.all || head === undefined) return {};
  if (request.since !== undefined) return changedOnly(await requireCommit(request.since, git), git);
  const trunk = await git.defaultBranch();
  const fork = trunk === undefined ? undefined : await git.mergeBase('HEAD', trunk);
  const isTrunk = branch === undefined ? fork === head : trunk?.replace(trunkPlace, '') === branch;
  if (fork !== undefined && !isTrunk) return changedOnly(fork, git);
  return sinceSpecs(specs, head, git);
}

const trunkPlace = /^refs\/(?:heads|remotes\/origin)\//;

async function changedOnly(since: string, git: Git): Promise<DriftScope> {
  const changed = { since, paths: new Set(await git.changedPaths(since)) };
  return { compared: changed, unrequested: changed };
}

async function sinceSpecs(specs: readonly OpenSpec[], head: string, git: Git): Promise<DriftScope> {
  const dirty = new Set((await git.changedFiles()).map(({ path }) => path));
  const base = await oldestBase(specs, git);
  if (base === undefined) return { unrequested: { since: head, paths: dirty } };
  const paths = new Set(await git.changedPaths(base));
  const facts = specs.flatMap(({ ledger }) => ledger.map(({ fact }) => fact));
  const anchored = facts.flatMap((fact) => (fact.type === 'anchored' ? fact.anchors.map(({ path }) => path) : []));
  const own = [...dirty, ...anchored].filter((path) => paths.has(path));
  return { compared: { since: base, paths }, unrequested: { since: base, paths: new Set(own) } };
}

/** The commit that all these specs were made on or after; undefined where one does not say. */
async function oldestBase(specs: readonly OpenSpec[], git: Git): Promise<string | undefined> {
  const named = new Set(specs.map(({ yaml }) => yaml?.base));
  let oldest: string | undefined;
  for (const base of named) {
    const commit = base === undefined ? undefined : await git.resolve(base);
    if (commit === undefined) return undefined;
    oldest = oldest === undefined ? commit : await git.mergeBase(oldest, commit);
    if (oldest === undefined) return undefined;
  }
  return oldest;
}

async function requireCommit(ref: string, git: Git): Promise<string> {
  const commit = await git.resolve(ref);
  if (commit !== undefined) return commit;
  const next = 'give --since a commit, a branch or a tag; git log --oneline shows the last commits';
  throw new AshlarError({ kind: 'usage', what: `${ref} names no commit of this repository`, next });
}
