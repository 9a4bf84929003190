import { AshlarError, type ErrorKind } from '../../src/base/errors.ts';
import type { GlobalOptions } from '../../src/cli/options.ts';
import { type Finish, showError, showFinish } from '../../src/cli/output.ts';
import { showEvents } from '../../src/cli/show-events.ts';
import { writeLine } from '../../src/cli/write-line.ts';
import type { Event } from '../../src/domain/event.ts';

/** A process that ends a command as it is told, and exits with the code that the command line would. */
interface Order {
  options?: Partial<GlobalOptions>;
  events?: Event[];
  finish?: Finish;
  error?: { kind: ErrorKind; what: string; why?: string; next?: string };
  thrown?: { message: string; code?: string };
  lines?: number;
}

const order = JSON.parse(process.argv.at(-1) ?? '{}') as Order;
const options = { json: false, streamJson: false, quiet: false, color: false, debug: false, ...order.options };

async function* play(): AsyncGenerator<Event, Finish> {
  yield* order.events ?? [];
  if (order.error !== undefined) throw new AshlarError(order.error);
  if (order.thrown !== undefined) throw Object.assign(new Error(order.thrown.message), order.thrown);
  return order.finish ?? { text: '', data: {} };
}

for (let line = 0; line < (order.lines ?? 0); line++) writeLine(1, 'x'.repeat(1_000));
try {
  process.exit(showFinish(await showEvents(play(), options), options));
} catch (error) {
  process.exit(showError(error, options));
}
