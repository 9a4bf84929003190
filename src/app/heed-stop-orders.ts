import { AshlarError } from '../base/errors.ts';
import { firstLine } from '../base/text.ts';
import type { Event } from '../domain/event.ts';
import type { RunState } from '../journal/fold-run.ts';
import type { Journal } from '../journal/open-journal.ts';

interface StopOrders {
  journal: Pick<Journal, 'tail'>;
  state: RunState;
  since: number;
  othersWrote(): boolean;
}

/**
 * Stops a run where a person asked for a pause: before a model is asked or a check begins, when nothing is half done. The
 * order is looked for in the journal, into which any process may have written it; `since` is the step to begin after, and
 * only where others wrote is there anything to read.
 */
export async function* heedStopOrders<End>(
  events: AsyncGenerator<Event, End>,
  { journal, state, since, othersWrote }: StopOrders,
): AsyncGenerator<Event, End> {
  let seen = since;
  let next = await events.next();
  while (next.done !== true) {
    yield next.value;
    const rows = isSafePoint(next.value) && othersWrote() ? journal.tail(state.run, seen) : [];
    seen = rows.at(-1)?.seq ?? seen;
    const by = rows.flatMap(({ event }) => (event.type === 'pause_requested' ? [event.by] : [])).at(-1);
    next = by === undefined ? await events.next() : await events.throw(stopped(state.spec, by));
  }
  return next.value;
}

/** An order that no resume has lifted stands, whatever became of the process that it was meant for. */
export function refuseStopped(found: RunState | undefined): void {
  if (found?.stopOrder !== undefined) throw stopped(found.spec, found.stopOrder.by);
}

const isSafePoint = ({ type }: Event) => type === 'turn_started' || type === 'check_started';

function stopped(spec: string, by: string): AshlarError {
  return new AshlarError({
    kind: 'needs_human',
    what: `${firstLine(by)} asked ${spec} to pause`,
    next: `ashlar resume ${spec}`,
  });
}
