import { AshlarError } from '../base/errors.ts';
import { foldRun } from '../journal/fold-run.ts';
import { openSpec } from './open-spec.ts';
import { isWorkedOn } from './who-works.ts';
import type { Wire } from './wire.ts';

export interface PauseOutcome {
  spec: string;
  run: string;
  /** Whether a process works on it, which will stop at its next safe point. */
  isWorkedOn: boolean;
}

/** Asks the newest unfinished run of a spec to pause. The order lies in the journal until the run is resumed. */
export async function pauseRun(name: string, wire: Wire): Promise<PauseOutcome> {
  const { slug } = openSpec(name, wire);
  const journal = await wire.journal();
  const open = journal.runs({ spec: slug }).find(({ state }) => state === 'active' || state === 'paused');
  if (open === undefined)
    throw new AshlarError({ kind: 'usage', what: `${slug} has no unfinished run`, next: `ashlar status ${slug}` });
  const { run } = open;
  if (foldRun(journal.read(run))?.stopOrder === undefined)
    journal.append(run, { type: 'pause_requested', run, by: await wire.person() });
  return { spec: slug, run, isWorkedOn: isWorkedOn(slug, journal, wire.surroundings) };
}
