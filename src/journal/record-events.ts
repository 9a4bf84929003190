import { type Event, isJournaled, type JournaledEvent } from '../domain/event.ts';
import { evolveRun, type RunState } from './fold-run.ts';

export interface EventSink {
  /** Must be durable when it returns. Returns the time that was recorded, in ms since the epoch. */
  append(run: string, event: JournaledEvent): { at: number };
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
    if (isJournaled(next.value)) evolveRun(state, sink.append(state.run, next.value).at, next.value);
    yield next.value;
  }
}
