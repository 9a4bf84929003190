import { AshlarError } from '../base/errors.ts';
import type { Git } from '../git/open-git.ts';
import type { OpenSpec } from './open-spec.ts';

/** What of the code is looked at. */
export interface DriftScope {
  /** The commit since which changes count; undefined where everything is looked at. */
  since?: string;
  /** What changed since, untracked files included; undefined for all. */
  paths?: ReadonlySet<string>;
  /** Files in which a symbol that no task asked for is reported. */
  mayBeUnrequested(path: string): boolean;
}

export interface ScopeRequest {
  /** A commit, branch or tag. */
  since?: string | undefined;
  all: boolean;
}

/**
 * What changed on the branch: since it left the default branch. On the default branch itself it is what changed since the
 * specs were made; what others built there meanwhile is then reported only in files of these specs, and where it is not
 * committed.
 */
export async function findScope(specs: readonly OpenSpec[], request: ScopeRequest, git: Git): Promise<DriftScope> {
  if (request.all) return { mayBeUnrequested: () => false };
  const { commit: head } = await git.head();
  if (head === undefined) return { mayBeUnrequested: () => false };
  if (request.since !== undefined) return since(await requireCommit(request.since, git), git);
  const trunk = await git.defaultBranch();
  const fork = trunk === undefined ? undefined : await git.mergeBase('HEAD', trunk);
  if (fork !== undefined && fork !== head) return since(fork, git);
  return sinceSpecs(specs, git);
}

async function since(commit: string, git: Git): Promise<DriftScope> {
  const paths = new Set(await git.changedPaths(commit));
  return { since: commit, paths, mayBeUnrequested: (path) => paths.has(path) };
}

async function sinceSpecs(specs: readonly OpenSpec[], git: Git): Promise<DriftScope> {
  const bases = await Promise.all(
    specs.map(({ yaml }) => (yaml?.base === undefined ? undefined : git.resolve(yaml.base))),
  );
  const known = bases.flatMap((base) => base ?? []);
  const [first] = known;
  if (first === undefined || known.length < specs.length) return uncommittedOnly(git, {});
  let oldest = first;
  for (const base of known) oldest = (await git.mergeBase(oldest, base)) ?? oldest;
  const paths = new Set(await git.changedPaths(oldest));
  return uncommittedOnly(git, { since: oldest, paths }, specs);
}

async function uncommittedOnly(
  git: Git,
  scope: Pick<DriftScope, 'since' | 'paths'>,
  specs: readonly OpenSpec[] = [],
): Promise<DriftScope> {
  const dirty = new Set((await git.changedFiles()).map(({ path }) => path));
  const facts = specs.flatMap(({ ledger }) => ledger.map(({ fact }) => fact));
  const anchored = new Set(
    facts.flatMap((fact) => (fact.type === 'anchored' ? fact.anchors.map(({ path }) => path) : [])),
  );
  return { ...scope, mayBeUnrequested: (path) => dirty.has(path) || anchored.has(path) };
}

async function requireCommit(ref: string, git: Git): Promise<string> {
  const commit = await git.resolve(ref);
  if (commit !== undefined) return commit;
  const next = 'give --since a commit, a branch or a tag; git log --oneline shows the last commits';
  throw new AshlarError({ kind: 'usage', what: `${ref} names no commit of this repository`, next });
}
