import { readdirSync } from 'node:fs';
import { AshlarError, errorMessage } from '../base/errors.ts';
import type { Failpoint } from '../base/failpoints.ts';
import { cutLine, firstLine } from '../base/text.ts';
import type { Event, JournaledEvent } from '../domain/event.ts';
import { beginRun, evolveRun, foldRun, type RunState } from '../journal/fold-run.ts';
import type { Journal } from '../journal/open-journal.ts';
import { recordEvents } from '../journal/record-events.ts';
import { findSpec } from '../specs/list-specs.ts';
import { heedStopOrders } from './heed-stop-orders.ts';
import { keepLease, type LeaseChoice, takeLease } from './hold-lease.ts';
import { noteHidden } from './note-hidden.ts';
import { removeLeftovers } from './remove-leftovers.ts';
import { endLeftGroups } from './running-groups.ts';
import type { Wire } from './wire.ts';

type RunStart = Extract<JournaledEvent, { type: 'run_started' }>;

/** One run that this process writes: its state, and the one way in which events get into it. */
export interface OpenRun {
  state: RunState;
  /** True where an earlier process began it. */
  resumed: boolean;
  append(event: JournaledEvent): void;
  record<End>(events: AsyncGenerator<Event, End>): AsyncGenerator<Event, End>;
}

/** The newest run of a spec that was begun and not finished, of the kind that `wanted` says. */
export function findOpenRun(
  journal: Journal,
  spec: string,
  wanted: (state: RunState) => boolean,
): RunState | undefined {
  for (const { run, state } of journal.runs({ spec })) {
    if (state !== 'active' && state !== 'paused') continue;
    const folded = foldRun(journal.read(run));
    if (folded !== undefined && wanted(folded)) return folded;
  }
  return undefined;
}

/** Goes on with a run, or begins one. */
export function openRun(journal: Journal, found: RunState | undefined, start: () => RunStart): OpenRun {
  const { state, seq } = found === undefined ? begin(journal, start()) : goOn(journal, found);
  const own = { last: seq, isAlone: true };
  const appendOwn = (run: string, next: JournaledEvent) => {
    const stored = journal.append(run, next);
    own.isAlone &&= stored.seq === own.last + 1;
    own.last = stored.seq;
    return stored;
  };
  /** Whether another process wrote into the journal since this was last asked: rows are numbered without gaps. */
  const othersWrote = () => {
    const wrote = !own.isAlone || journal.lastSeq() !== own.last;
    own.isAlone = true;
    return wrote;
  };
  const append = (next: JournaledEvent) => {
    const stored = appendOwn(state.run, next);
    evolveRun(state, stored.at, stored.event);
  };
  const record = <End>(events: AsyncGenerator<Event, End>) =>
    recordEvents(
      heedStopOrders(noteHidden(events), { journal, state, since: seq, othersWrote }),
      { append: appendOwn },
      state,
    );
  return { state, resumed: found !== undefined, append, record };
}

function begin(journal: Journal, event: RunStart) {
  const { at, seq } = journal.append(event.run, event);
  return { state: beginRun(at, event), seq };
}

function goOn(journal: Journal, state: RunState) {
  const event = { type: 'run_resumed' as const, run: state.run };
  const { at, seq } = journal.append(state.run, event);
  evolveRun(state, at, event);
  return { state, seq };
}

/** The lease of a spec, which whoever waits for a human gives free meanwhile. */
export interface Holding {
  giveFree(): void;
  /** Throws AshlarError `held` where another process has it by now. */
  takeAgain(): void;
}

/** Holds the lease of a spec while `work` runs: one writer a spec. The journal it gives refuses to append once the lease is lost. */
export async function* withLease<End>(
  { spec, ...choice }: { spec: string } & LeaseChoice,
  wire: Wire,
  work: (journal: Journal, holding: Holding) => AsyncGenerator<Event, End>,
): AsyncGenerator<Event, End> {
  const journal = await wire.journal();
  const { reach } = wire.surroundings;
  let lease = takeLease(journal, spec, wire.surroundings, choice);
  let stopBeating = keepLease(lease);
  const giveFree = () => {
    stopBeating();
    lease.release();
  };
  const takeAgain = () => {
    lease = takeLease(journal, spec, wire.surroundings);
    stopBeating = keepLease(lease);
  };
  const appendUnder = (run: string, event: JournaledEvent) => {
    const stored = journal.append(run, event, lease);
    const place = placeAfter[event.type];
    if (place !== undefined) reach(place);
    return stored;
  };
  try {
    reach('lease:acquired');
    const { folder } = findSpec(wire.specRoots, spec);
    removeLeftovers(folder, readdirSync(folder));
    yield* endLeftRunning(wire);
    return yield* work({ ...journal, append: appendUnder }, { giveFree, takeAgain });
  } finally {
    giveFree();
    reach('lease:released');
  }
}

/** What has been passed once an event of this type is on disk. */
const placeAfter: Readonly<Partial<Record<JournaledEvent['type'], Failpoint>>> = {
  task_started: 'intent:journaled',
  model_replied: 'turn:journaled',
  tool_started: 'tool:intent',
  tool_finished: 'tool:result',
  task_finished: 'task:done',
};

/** What a process that was killed left at work must not go on beside this one. */
async function* endLeftRunning({ workspace, surroundings }: Wire): AsyncGenerator<Event, void> {
  const left = await endLeftGroups({ stateFolder: workspace.stateFolder, host: surroundings.host });
  for (const command of left) {
    yield { type: 'note', text: `ended what an interrupted ashlar left running: ${cutLine(firstLine(command), 100)}` };
  }
}

/** The same for one decision of a human, which must not come between the lines that a run writes. */
export async function decideAlone<T>(spec: string, wire: Wire, decide: () => Promise<T>): Promise<T> {
  const lease = takeLease(await wire.journal(), spec, wire.surroundings);
  try {
    return await decide();
  } finally {
    lease.release();
  }
}

/**
 * Records a run's events. Whatever stops it leaves it paused, with the reason and with what to type next. A terminal sends its
 * signal to every process that it started: what fails by that in another one, such as git, is told as the signal.
 */
export async function* runUntilPaused<End>(
  run: OpenRun,
  next: string,
  events: AsyncGenerator<Event, End>,
  signal: AbortSignal,
): AsyncGenerator<Event, End> {
  try {
    return yield* run.record(events);
  } catch (thrown) {
    const error: unknown = signal.aborted ? signal.reason : thrown;
    if (run.state.status === 'active') {
      const kind = error instanceof AshlarError ? { kind: error.kind } : {};
      run.append({ type: 'run_paused', run: run.state.run, reason: errorMessage(error), next, ...kind });
    }
    throw error;
  }
}
