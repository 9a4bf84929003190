import { describeHidden, findHidden } from '../base/hidden-text.ts';
import type { Event } from '../domain/event.ts';
import { textOf, type UserMessage } from '../domain/message.ts';

/** Tells a person of hidden text in what an agent is told; the journal takes it out. Results of tools have their own note. */
export async function* noteHidden<End>(events: AsyncGenerator<Event, End>): AsyncGenerator<Event, End> {
  for (;;) {
    const next = await events.next();
    if (next.done === true) return next.value;
    yield next.value;
    for (const text of hiddenIn(next.value)) yield { type: 'note', text };
  }
}

function hiddenIn(event: Event): string[] {
  if (event.type === 'session_opened') return hiddenInMessage(event.first);
  return event.type === 'session_fed' ? hiddenInMessage(event.message) : [];
}

/** By the sections in which the text of others stands, each with the place that it came from. */
function hiddenInMessage(message: UserMessage): string[] {
  const text = textOf(message);
  const found = findHidden(text);
  if (found.length === 0) return [];
  const lines = text.split('\n');
  const byPlace = new Map<string, typeof found>();
  for (const one of found) {
    const place = placeOf(lines, one.line);
    byPlace.set(place, [...(byPlace.get(place) ?? []), one]);
  }
  return [...byPlace].map(([place, those]) => `hidden text in ${place}: ${describeHidden(those)}`);
}

const opening = /^<([a-z-]+)(?: (?:from|file)="([^"]*)")?[^>]*>$/;

function placeOf(lines: readonly string[], line: number): string {
  for (let at = line - 1; at > 0; at--) {
    const [, tag, from] = opening.exec(lines[at - 1] ?? '') ?? [];
    if (tag !== undefined && !lines.slice(at, line - 1).includes(`</${tag}>`)) {
      return from === undefined
        ? `the ${tag.replaceAll('-', ' ')}`
        : `${from}, line ${line - at} of what is told of it`;
    }
  }
  return 'what an agent is told';
}
