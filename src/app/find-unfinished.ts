import { AshlarError } from '../base/errors.ts';
import type { RunKind } from '../domain/event.ts';
import type { Journal } from '../journal/open-journal.ts';
import type { RunRow } from '../journal/runs.ts';
import { openSpec } from './open-spec.ts';
import type { Wire } from './wire.ts';

export interface UnfinishedWork {
  spec: string;
  kind: RunKind;
}

/** What to go on with: that of the named spec, or the only one there is. Throws where it is not clear which. */
export async function findUnfinished(name: string | undefined, wire: Wire): Promise<UnfinishedWork> {
  const wanted = name === undefined ? undefined : openSpec(name, wire).slug;
  const all = wire.hasJournal ? unfinishedWork(await wire.journal()) : [];
  if (wanted !== undefined) return all.find(({ spec }) => spec === wanted) ?? { spec: wanted, kind: 'execute' };
  const [only, ...more] = all;
  if (only !== undefined && more.length === 0) return only;
  const specs = all.map(({ spec }) => spec).join(', ');
  throw new AshlarError({
    kind: 'usage',
    what: only === undefined ? 'there is no unfinished run' : `${all.length} runs are unfinished: ${specs}`,
    next: only === undefined ? 'ashlar status' : `ashlar resume ${only.spec}`,
  });
}

/** What was begun and not finished, one entry a spec, newest first: its last draft, else its run. */
function unfinishedWork(journal: Journal): UnfinishedWork[] {
  const rows = journal.runs();
  return [...new Set(rows.map(({ spec }) => spec))].flatMap((spec) => {
    const own = rows.filter((row) => row.spec === spec);
    const isOpen = ({ state }: RunRow) => state === 'active' || state === 'paused';
    const open = own.find((row, at) => isOpen(row) && (row.kind === 'execute' || at === 0));
    return open === undefined || isReading(open, journal) ? [] : [{ spec, kind: open.kind }];
  });
}

/** Criteria that are put in form are no draft: the command itself goes on with that. */
function isReading({ run, kind }: RunRow, journal: Journal): boolean {
  const event = kind === 'draft' ? journal.read(run)[0]?.event : undefined;
  return event?.type === 'run_started' && event.kind === 'draft' && event.formalises === true;
}
