import { join } from 'node:path';
import { readTextIfThere } from '../base/files.ts';
import { digest } from '../base/ids.ts';
import { globMatcher } from '../base/match-globs.ts';
import type { Config } from '../domain/config.ts';
import type { PlannedTask } from '../orchestrator/plan-tasks.ts';
import type { ChangedTests } from '../orchestrator/worker.ts';
import { taskProofs } from '../specs/task-proofs.ts';
import { isTestPath } from '../specs/test-paths.ts';
import type { OpenSpec } from './open-spec.ts';
import type { Workplace } from './workplace.ts';

/** Of changed files, those that a task may not change which only writes tests; none for any other task. */
export function strayFiles(
  { part, expect }: PlannedTask,
  changed: readonly string[],
  { testPaths = [] }: Pick<Config, 'testPaths'>,
): string[] {
  if (expect !== 'fail' && part !== 'preserve') return [];
  const isNamed = globMatcher(testPaths);
  return changed.filter((path) => !isTestPath(path) && !isNamed(path));
}

/** The tests that the tasks before this one committed and that are no longer the same bytes in the worktree. */
export async function changedTests(
  { proofs = [] }: PlannedTask,
  spec: OpenSpec,
  workplace: Workplace,
): Promise<ChangedTests> {
  const commits = await Promise.all(proofs.map((id) => proofCommit(id, spec, workplace)));
  const files = await Promise.all(
    commits.map((commit) => (commit === undefined ? [] : filesChanged(commit, workplace))),
  );
  const paths = [...new Set(files.flat())].sort();
  const contents = paths.map((path) => digest(readTextIfThere(join(workplace.root, path)) ?? ''));
  return { files: paths, digest: digest(contents.join('\n')) };
}

/** The commit that a task was proved on first; it may have been verified on later ones since. One without evidence proved nothing, so nothing of it must stay. */
async function proofCommit(id: string, spec: OpenSpec, workplace: Workplace): Promise<string | undefined> {
  const [first] = taskProofs(spec.ledger).get(id)?.commits ?? [];
  if (first === undefined) return undefined;
  const own = (await workplace.commits()).filter(({ trailers }) => trailers.Spec === spec.slug && trailers.Task === id);
  const commit = own.find((each) => each.commit === first) ?? own[0];
  return commit?.commit ?? first;
}

/** What the commit holds of its own and the worktree no longer holds in the same bytes. */
async function filesChanged(commit: string, { git }: Workplace): Promise<string[]> {
  const [own, now] = await Promise.all([git.diffStat(`${commit}^`, commit), git.diffStat(commit)]);
  const differing = new Set(now.map(({ path }) => path));
  return own.map(({ path }) => path).filter((path) => differing.has(path));
}
