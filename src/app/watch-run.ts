import type { ErrorKind } from '../base/errors.ts';
import { limits } from '../base/limits.ts';
import type { Event } from '../domain/event.ts';
import type { StoredEvent } from '../journal/event-log.ts';
import { evolveRun, foldRun, type RunState } from '../journal/fold-run.ts';
import { chooseRun } from './choose-run.ts';
import { type RunSummary, summariseRun } from './summarise-run.ts';
import { isWaitedFor, isWorkedOn } from './who-works.ts';
import type { Wire } from './wire.ts';

export interface WatchOutcome {
  spec: string;
  summary: RunSummary;
  /** Why it is paused; absent where it is not. */
  paused?: ErrorKind;
  /** What to type next; absent where nothing is left to do. */
  next?: string;
}

/**
 * Follows a run that another process works on, from the journal, until it ends, pauses for good or that process is gone.
 * Yields what happens from now on; `onBegin` is told how the run is at first.
 */
export async function* watchRun(
  name: string | undefined,
  wire: Wire,
  onBegin: (summary: RunSummary, spec: string) => string,
): AsyncGenerator<Event, WatchOutcome> {
  const journal = await wire.journal();
  const { clock, signal } = wire.surroundings;
  const { run, spec } = chooseRun(name, journal, wire);
  const events = journal.read(run);
  const state = foldRun(events);
  if (state === undefined) throw new Error(`the run ${run} does not begin with run_started`);
  const summarise = () => summariseRun(state, events, { journal, wire });
  yield { type: 'note', text: onBegin(summarise(), spec) };
  for (;;) {
    // Looked at first: what a process wrote before it went is read after.
    const isAttended = isWorkedOn(spec, journal, wire.surroundings) || isWaitedFor(spec, journal, wire.surroundings);
    const fresh = journal.tail(run, events.at(-1)?.seq ?? 0);
    for (const each of fresh) yield take(each, state, events);
    if (isOver(state, isAttended)) return { spec, summary: summarise(), ...whatNext(state) };
    await clock.sleep(limits.pollMs, signal);
  }
}

function take(each: StoredEvent, state: RunState, events: StoredEvent[]): Event {
  events.push(each);
  evolveRun(state, each.at, each.event);
  return each.event;
}

function isOver({ status }: RunState, isAttended: boolean): boolean {
  return !isAttended || (status !== 'active' && status !== 'paused');
}

function whatNext({ status, paused, start, spec }: RunState): Pick<WatchOutcome, 'paused' | 'next'> {
  if (status === 'paused' && paused !== undefined) return { paused: paused.kind ?? kindOf(paused), next: paused.next };
  if (status === 'active') return { next: `ashlar resume ${spec}` };
  return start.kind === 'execute' && status === 'done' ? { next: `git merge ${start.branch}` } : {};
}

/** Of a pause that was recorded without it, by its words. */
function kindOf({ reason, next }: { reason: string; next: string }): ErrorKind {
  if (next.startsWith('ashlar answer ')) return 'needs_human';
  return reason.startsWith('blocked: ') ? 'verification' : 'failed';
}
