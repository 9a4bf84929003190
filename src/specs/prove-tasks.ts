import type { LedgerLine } from '../domain/ledger.ts';
import type { SpecTask } from '../domain/spec.ts';
import type { TrailedCommit } from '../domain/trace.ts';
import { sameSpec } from './same-spec.ts';
import { isProof, undoneTasks } from './task-proofs.ts';

export interface TaskEvidence {
  command: string;
  exitCode: number;
  expect: 'pass' | 'fail';
  commit: string;
  run: string;
  at: string;
}

export interface TaskProof {
  /** What Ashlar ran for the task at the commit that counts, or at the last one where none does. */
  evidence: TaskEvidence[];
  /**
   * - `proved` · `red` a command did not end as it had to · `elsewhere` the evidence is for a commit that is not in this
   * history, or does not come after one that names the task · `unproved` there is no evidence
   */
  outcome: 'proved' | 'red' | 'elsewhere' | 'unproved';
  /** Where it was proved; absent where it was not. */
  commit?: string;
  /** The index of the first ledger line of this evidence. */
  line?: number;
  /** Commits of this history whose trailers name the task, newest first. */
  commits: string[];
  /** Why it is `red` or `elsewhere`. */
  why?: string;
}

/**
 * What proves each task: the latest evidence whose commit is in this history and is, or comes after, a commit whose trailers
 * name spec and task. Each command of it must have ended as it had to.
 */
export function proveTasks(
  tasks: readonly SpecTask[],
  { slug, ledger, commits }: { slug: string; ledger: readonly LedgerLine[]; commits: readonly TrailedCommit[] },
): Map<string, TaskProof> {
  const history = new Map(commits.map((commit) => [commit.commit, commit]));
  const evidence = groupEvidence(ledger);
  const named = commitsByTask(slug, commits);
  return new Map(
    tasks.map(({ id }) => {
      const own = named.get(id) ?? [];
      const counts = (commit: string) => comesAfter(commit, new Set(own), history);
      return [id, proofOf(evidence.get(id) ?? [], own, counts)];
    }),
  );
}

/** All that was run for one task at one commit. */
interface EvidenceGroup {
  commit: string;
  /** By command, with the index of its line. A command that was run again counts as it ended last. */
  runs: Map<string, { line: number; evidence: TaskEvidence }>;
}

/** By task, in the order of the ledger. */
function groupEvidence(ledger: readonly LedgerLine[]): Map<string, EvidenceGroup[]> {
  const byTask = new Map<string, EvidenceGroup[]>();
  for (const [line, { fact, at }] of ledger.entries()) {
    if (fact.type === 'undone') for (const id of undoneTasks(fact)) byTask.delete(id);
    if (fact.type !== 'evidence') continue;
    const { task, command, exitCode, expect = 'pass', commit, run } = fact;
    const groups = byTask.get(task) ?? [];
    byTask.set(task, groups);
    const known = groups.find((group) => group.commit === commit);
    const group = known ?? { commit, runs: new Map() };
    if (known === undefined) groups.push(group);
    group.runs.set(command, { line, evidence: { command, exitCode, expect, commit, run, at } });
  }
  return byTask;
}

function commitsByTask(slug: string, commits: readonly TrailedCommit[]): Map<string, string[]> {
  const byTask = new Map<string, string[]>();
  for (const { commit, trails } of commits) {
    const tasks = trails.filter(({ spec }) => sameSpec(spec, slug)).flatMap((trail) => trail.tasks);
    for (const task of new Set(tasks)) byTask.set(task, [...(byTask.get(task) ?? []), commit]);
  }
  return byTask;
}

function proofOf(groups: readonly EvidenceGroup[], commits: string[], counts: (commit: string) => boolean): TaskProof {
  const group = groups.findLast(({ commit }) => counts(commit)) ?? groups.at(-1);
  if (group === undefined) return { outcome: 'unproved', evidence: [], commits };
  const { commit } = group;
  const runs = [...group.runs.values()];
  const evidence = runs.map((each) => each.evidence);
  const found = { evidence, line: Math.min(...runs.map(({ line }) => line)), commits };
  if (!counts(commit)) return { ...found, outcome: 'elsewhere', why: `${whyNot(commits)} (${commit.slice(0, 7)})` };
  const red = evidence.find((each) => !isProof(each));
  if (red === undefined) return { ...found, outcome: 'proved', commit };
  const why = `"${red.command}" ended with exit code ${red.exitCode} at ${commit.slice(0, 7)}`;
  return { ...found, outcome: 'red', why };
}

function whyNot(commits: readonly string[]): string {
  if (commits.length === 0) return 'proved at a commit that is not in this history, nor is another that names the task';
  return 'proved at another commit than the one of this history that names the task: squashed or rebased';
}

/** Whether a commit is one of `wanted`, or follows on one. */
function comesAfter(commit: string, wanted: ReadonlySet<string>, history: ReadonlyMap<string, TrailedCommit>): boolean {
  const seen = new Set<string>();
  const open = wanted.size === 0 ? [] : [commit];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const about = history.get(next);
    if (about === undefined || seen.has(next)) continue;
    if (wanted.has(next)) return true;
    seen.add(next);
    open.push(...about.parents);
  }
  return false;
}
