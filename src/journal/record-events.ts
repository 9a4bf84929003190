import { type Event, isJournaled, type JournaledEvent } from '../domain/event.ts';
import { evolveRun, type RunState } from './fold-run.ts';

export interface EventSink {
  /**
   * Must be durable when it returns. Returns the event as it was stored, which may be without secrets that the given one had,
   * and the time that was recorded, in ms since the epoch.
   */
  append(run: string, event: JournaledEvent): { at: number; event: JournaledEvent };
}

/**
 * Makes each event durable and takes it into the run's state before the generator goes on: a row in the journal precedes
 * the effect that it announces. This is the only place where a running run's state changes.
 */
export async function* recordEvents<End>(
  events: AsyncGenerator<Event, End>,
  sink: EventSink,
  state: RunState,
): AsyncGenerator<Event, End> {
  for (;;) {
    const next = await events.next();
    if (next.done === true) return next.value;
    yield isJournaled(next.value) ? record(next.value, sink, state) : next.value;
  }
}

function record(event: JournaledEvent, sink: EventSink, state: RunState): JournaledEvent {
  const stored = sink.append(state.run, event);
  evolveRun(state, stored.at, stored.event);
  return stored.event;
}
