import { AshlarError } from '../base/errors.ts';
import type { LedgerFact } from '../domain/ledger.ts';
import type { StoredEvent } from '../journal/event-log.ts';
import { findSpec, listAllSpecs } from '../specs/list-specs.ts';
import { readEntry } from './open-spec.ts';
import type { Wire } from './wire.ts';

export interface RunLog {
  run: string;
  spec: string;
  kind: 'draft' | 'execute';
  events: StoredEvent[];
  /** What was decided on the spec until the next run of it began; of the first run, also what was decided before. */
  decisions: Decision[];
}

/** A line of the ledger by a person. */
export interface Decision {
  /** Milliseconds since 1970. */
  at: number;
  by: string;
  fact: LedgerFact;
}

/**
 * The events of a run, or of all runs of a spec, oldest first; `name` is either, and without it the run of which there is
 * news last. With `task`, only what belongs to that task, without the runs in which nothing does.
 */
export async function readLog(name: string | undefined, wire: Wire, task?: string): Promise<RunLog[]> {
  const runs = await readRuns(name, wire);
  if (task === undefined) return runs;
  const own = runs.map((run) => ({ ...run, events: eventsOfTask(run.events, task), decisions: [] }));
  const worked = own.filter(({ events }) => events.length > 0);
  if (worked.length === 0)
    throw new AshlarError({ kind: 'usage', what: `nothing was done on task ${task}`, next: 'ashlar log' });
  return worked;
}

/** Those that name the task, and those of its sessions. */
function eventsOfTask(events: readonly StoredEvent[], task: string): StoredEvent[] {
  const sessions = new Set(
    events.flatMap(({ event }) => (event.type === 'session_opened' && event.task === task ? [event.session] : [])),
  );
  return events.filter(
    ({ event }) => ('task' in event && event.task === task) || ('session' in event && sessions.has(event.session)),
  );
}

async function readRuns(name: string | undefined, wire: Wire): Promise<RunLog[]> {
  if (!wire.hasJournal) throw nothingYet();
  const journal = await wire.journal();
  const rows = journal.runs();
  const wanted =
    name === undefined
      ? rows.toSorted((a, b) => b.lastAt - a.lastAt).slice(0, 1)
      : rows.filter(({ run }) => run === name);
  const chosen = wanted.length > 0 || name === undefined ? wanted : runsOfSpec(name, rows, wire);
  if (chosen.length === 0) throw nothingYet();
  return chosen.toReversed().map((row) => {
    const { run, spec, kind } = row;
    const own = rows.filter((other) => other.spec === spec).toSorted((a, b) => a.startedAt - b.startedAt);
    const at = own.indexOf(row);
    // What was decided before a run began stands with the run before it.
    const [from, to] = [at === 0 ? 0 : row.startedAt, own[at + 1]?.startedAt ?? Number.POSITIVE_INFINITY];
    const decisions = decisionsOf(spec, wire).filter((each) => each.at >= from && each.at < to);
    return { run, spec, kind, events: journal.read(run), decisions };
  });
}

/** None of a spec that is gone. What a run itself writes into the ledger is said by its events. */
function decisionsOf(slug: string, wire: Wire): Decision[] {
  const entry = listAllSpecs(wire.specRoots).find((each) => each.slug === slug);
  if (entry === undefined) return [];
  const lines = readEntry(entry, wire).ledger.filter(
    ({ fact }) => fact.type !== 'evidence' && fact.type !== 'anchored',
  );
  return lines.map(({ at, by, fact }) => ({ at: Date.parse(at), by, fact }));
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
