import { AshlarError } from '../base/errors.ts';
import { type ArmedFailpoint, noReach, parseFailpoint, type Reach } from '../base/failpoints.ts';

/** What `ASHLAR_FAILPOINT` asks for; nothing happens anywhere where it is not set. Throws AshlarError where it makes no sense. */
export function armFailpoint(order: string | undefined): Reach {
  if (order === undefined || order === '') return noReach;
  const armed = parseFailpoint(order);
  if (armed === undefined) {
    throw new AshlarError({
      kind: 'usage',
      what: `ASHLAR_FAILPOINT says "${order}", which names no failpoint and what to do there`,
      next: 'ashlar debug failpoints lists them; the form is name:hit=kill, name:hit=throw or name:hit=sleep:ms',
    });
  }
  let hits = 0;
  return (name) => {
    if (name !== armed.name) return;
    hits += 1;
    if (hits === armed.hit) stop(armed);
  };
}

function stop({ name, hit, action, ms }: ArmedFailpoint): void {
  if (action === 'throw') {
    throw new AshlarError({ kind: 'failed', what: `stopped at the failpoint ${name}:${hit}`, next: 'ashlar resume' });
  }
  if (action === 'kill') process.kill(process.pid, 'SIGKILL');
  // The whole thread stands still, as a suspended machine does; after a kill, until the signal is there.
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, action === 'kill' ? untilKilledMs : ms);
}

const untilKilledMs = 10_000;
