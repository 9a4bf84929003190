import { listAllSpecs } from '../specs/list-specs.ts';
import { taskProofs } from '../specs/task-proofs.ts';
import type { Finding } from './finding.ts';
import { readEntry } from './open-spec.ts';
import type { Wire } from './wire.ts';

/** What is finished of each spec without any journal: by the evidence in its ledger and the commits on its branch. */
export async function findFinished(wire: Wire): Promise<Finding[]> {
  const git = await wire.git();
  const findings = listAllSpecs(wire.specRoots).map(async (entry): Promise<Finding[]> => {
    const branch = `ashlar/${entry.slug}`;
    if (entry.archived || (await git.resolve(branch)) === undefined) return [];
    const commits = await git.commitsBetween('HEAD', branch);
    const own = commits.filter(({ trailers }) => trailers.Spec === entry.slug && trailers.Task !== undefined);
    const names = new Set(commits.map(({ commit }) => commit));
    const proofs = [...taskProofs(readEntry(entry, wire).ledger)];
    const proved = proofs.flatMap(([id, { isGreen, commits: at }]) =>
      isGreen && at.some((c) => names.has(c)) ? [id] : [],
    );
    const unproved = own.flatMap(({ trailers: { Task = '' } }) => (proved.includes(Task) ? [] : [Task])).reverse();
    const parts = [
      `proved and counted as done: ${proved.join(', ') || 'none'}`,
      ...(unproved.length > 0 ? [`committed, their checks run again: ${unproved.join(', ')}`] : []),
    ];
    return [
      { check: `tasks of ${entry.slug}`, state: 'note', found: parts.join('; '), next: `ashlar run ${entry.slug}` },
    ];
  });
  return (await Promise.all(findings)).flat();
}
