import type { Event } from '../../src/domain/event.ts';

export interface Drained<End> {
  events: Event[];
  end: End;
}

/** Runs a generator of events to its end. */
export async function drain<End>(generator: AsyncGenerator<Event, End>): Promise<Drained<End>> {
  const events: Event[] = [];
  for (;;) {
    const next = await generator.next();
    if (next.done === true) return { events, end: next.value };
    events.push(next.value);
  }
}

/** Runs a generator until an event fits, and leaves it there for good, as a crash does: what the event announces does not happen. */
export async function drainUntil(
  generator: AsyncGenerator<Event, unknown>,
  fits: (event: Event) => boolean,
): Promise<Event[]> {
  const events: Event[] = [];
  for (;;) {
    const next = await generator.next();
    if (next.done === true) throw new Error('the generator ended before that event came');
    events.push(next.value);
    if (fits(next.value)) return events;
  }
}

export function typesOf(events: readonly Event[]): Event['type'][] {
  return events.map(({ type }) => type);
}

/** The events of one type. */
export function ofType<Type extends Event['type']>(events: readonly Event[], type: Type) {
  return events.filter((event): event is Extract<Event, { type: Type }> => event.type === type);
}
