import { AshlarError } from '../base/errors.ts';
import type { StoredEvent } from '../journal/event-log.ts';
import { findSpec } from '../specs/list-specs.ts';
import type { Wire } from './wire.ts';

export interface RunLog {
  run: string;
  spec: string;
  kind: 'draft' | 'execute';
  events: StoredEvent[];
}

/** The events of a run, or of all runs of a spec, oldest first; `name` is either, and without it the run of which there is news last. */
export async function readLog(name: string | undefined, wire: Wire): Promise<RunLog[]> {
  if (!wire.hasJournal) throw nothingYet();
  const journal = await wire.journal();
  const rows = journal.runs();
  const wanted =
    name === undefined
      ? rows.toSorted((a, b) => b.lastAt - a.lastAt).slice(0, 1)
      : rows.filter(({ run }) => run === name);
  const chosen = wanted.length > 0 || name === undefined ? wanted : runsOfSpec(name, rows, wire);
  if (chosen.length === 0) throw nothingYet();
  return [...chosen].reverse().map(({ run, spec, kind }) => ({ run, spec, kind, events: journal.read(run) }));
}

function runsOfSpec<Row extends { spec: string }>(name: string, rows: readonly Row[], wire: Wire): Row[] {
  const { slug } = findSpec(wire.specRoots, name);
  return rows.filter(({ spec }) => spec === slug);
}

function nothingYet(): AshlarError {
  return new AshlarError({
    kind: 'usage',
    what: 'nothing has run here yet',
    next: 'ashlar new "what should be built"',
  });
}
