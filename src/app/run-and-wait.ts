import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { AshlarError } from '../base/errors.ts';
import { limits } from '../base/limits.ts';
import { watchFolder } from '../base/watch-folder.ts';
import type { Event } from '../domain/event.ts';
import type { Journal } from '../journal/open-journal.ts';
import type { RunRow } from '../journal/runs.ts';
import { keepLease, takeLease } from './hold-lease.ts';
import { openSpec } from './open-spec.ts';
import { type RunOutcome, type RunRequest, runSpec } from './run-spec.ts';
import { isWorkedOn, waiterOf } from './who-works.ts';
import type { Wire } from './wire.ts';

/**
 * Runs a spec and stays where it needs a human: once the question is answered, or the spec approved again, it goes on at
 * once. After a set time without that the process ends, and the sessions are hibernated: `resume` wakes them.
 */
export async function* runAndWait(request: RunRequest, wire: Wire): AsyncGenerator<Event, RunOutcome> {
  const journal = await wire.journal();
  let gaveUp = false;
  const stay: RunRequest['stay'] = async function* ({ id }, { run, spec }) {
    gaveUp = !(yield* waitFor(() => isAnswered(id, spec, wire), { run, spec, journal, wire }));
    return !gaveUp;
  };
  const first = { ...request, stay };
  const again = { ...first, mustExist: true, forceLease: false };
  for (let next = first; ; next = again) {
    const known = traceOf(request.spec, wire);
    const ended = yield* tryRun(next, wire, next === again);
    // What a human changed meanwhile counts as well, but what the run itself writes must not have it try for ever.
    const before = next === again ? traceOf(request.spec, wire) : known;
    const { slug: spec } = openSpec(request.spec, wire);
    const row = journal.runs({ spec }).find(({ kind }) => kind === 'execute');
    const goesOn = !gaveUp && row?.state === 'paused' && (yield* waitForMore(ended, before, { row, journal, wire }));
    if (goesOn) continue;
    if ('outcome' in ended) return ended;
    throw ended;
  }
}

/** A question was waited for where it was asked; anything else is decided once something of the spec was written. */
async function* waitForMore(
  ended: RunOutcome | AshlarError,
  before: string,
  { row: { run, spec }, journal, wire }: { row: RunRow; journal: Journal; wire: Wire },
): AsyncGenerator<Event, boolean> {
  if ('outcome' in ended) return ended.outcome === 'needs_human';
  if (ended.kind === 'held') return yield* waitFor(() => true, { run, spec, journal, wire });
  return yield* waitFor(() => traceOf(spec, wire) !== before, { run, spec, journal, wire });
}

/** What only a human can change comes back as a value; so does it where a decision of one holds a spec that was waited for. */
async function* tryRun(
  request: RunRequest,
  wire: Wire,
  hasWaited: boolean,
): AsyncGenerator<Event, RunOutcome | AshlarError> {
  try {
    return yield* runSpec(request, wire);
  } catch (error) {
    if (!(error instanceof AshlarError)) throw error;
    if (error.kind === 'needs_human' || (hasWaited && error.kind === 'held')) return error;
    throw error;
  }
}

interface Waiting {
  run: string;
  spec: string;
  journal: Journal;
  wire: Wire;
}

/** True once it is decided; false where nobody decided in time or somebody asked for a pause. */
async function* waitFor(isDecided: () => boolean, waiting: Waiting): AsyncGenerator<Event, boolean> {
  const { run, spec, journal, wire } = waiting;
  const { clock, signal } = wire.surroundings;
  const lease = takeLease(journal, waiterOf(spec), wire.surroundings);
  const stopBeating = keepLease(lease);
  const idleMs = wire.workspace.config.limits?.idleBeforeHibernationMs ?? limits.idleBeforeHibernationMs;
  const began = clock.monotonicMs();
  const folder = watchFolder(openSpec(spec, wire).folder);
  try {
    yield { type: 'note', text: `waiting for you, ${Math.round(idleMs / 1000)} s at most: ashlar status ${spec}` };
    while (!isDecided()) {
      const waitedMs = Math.round(clock.monotonicMs() - began);
      if (isStopped(waiting)) return false;
      if (waitedMs >= idleMs) {
        journal.append(run, { type: 'hibernated', run, waitedMs });
        yield { type: 'note', text: `nobody answered; ashlar resume ${spec} goes on from here` };
        return false;
      }
      await Promise.race([clock.sleep(Math.min(limits.pollMs, idleMs - waitedMs), signal), folder.changed()]);
    }
    // Who decided still holds the spec for a moment.
    while (isWorkedOn(spec, journal, wire.surroundings)) await clock.sleep(limits.releaseMs, signal);
    return true;
  } finally {
    folder.close();
    stopBeating();
    lease.release();
  }
}

/** Whether a person asked for a pause meanwhile. Throws where another process goes on with the run. */
function isStopped({ run, spec, journal }: Waiting): boolean {
  const now = journal.runs({ spec }).find((row) => row.run === run);
  if (now?.lastType === 'run_paused') return false;
  if (now?.lastType === 'pause_requested') return true;
  throw new AshlarError({
    kind: 'held',
    what: `another process goes on with ${spec}`,
    next: `ashlar watch ${spec}`,
  });
}

function isAnswered(question: string, spec: string, wire: Wire): boolean {
  return openSpec(spec, wire).ledger.some(({ fact }) => fact.type === 'answered' && fact.question === question);
}

/** Differs once any file of the spec was written. */
function traceOf(spec: string, wire: Wire): string {
  const { folder } = openSpec(spec, wire);
  const files = readdirSync(folder).map((name) => ({ name, about: statSync(join(folder, name)) }));
  return files.map(({ name, about: { mtimeMs, size } }) => `${name} ${mtimeMs} ${size}`).join('\n');
}
