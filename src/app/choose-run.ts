import { AshlarError } from '../base/errors.ts';
import type { Journal } from '../journal/open-journal.ts';
import type { RunRow } from '../journal/runs.ts';
import { findSpec } from '../specs/list-specs.ts';
import type { Wire } from './wire.ts';

/** The run of that id, or the newest of that spec; without a name the one of which there is news last. */
export function chooseRun(name: string | undefined, journal: Journal, { specRoots }: Pick<Wire, 'specRoots'>): RunRow {
  const rows = journal.runs();
  if (name === undefined) return rows.toSorted((a, b) => b.lastAt - a.lastAt)[0] ?? noRun('nothing has run here yet');
  const named = rows.find(({ run }) => run === name);
  if (named !== undefined) return named;
  const { slug } = findSpec(specRoots, name);
  return rows.find(({ spec }) => spec === slug) ?? noRun(`${slug} has no run yet`, `ashlar run ${slug}`);
}

function noRun(what: string, next = 'ashlar status'): never {
  throw new AshlarError({ kind: 'usage', what, next });
}
