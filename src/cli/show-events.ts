import { isatty } from 'node:tty';
import type { Event } from '../domain/event.ts';
import { describeEvent } from '../tui/describe-event.ts';
import { createHeartbeat } from './heartbeat.ts';
import type { GlobalOptions } from './options.ts';
import { type Finish, schemaVersion } from './output.ts';
import { createSpinner } from './spinner.ts';
import { shrinkHeap } from './v8-flags.ts';
import { writeJsonLine } from './write-line.ts';

/** Shows a command's events as they come. Data goes to stdout, progress to stderr. */
export async function showEvents(events: AsyncGenerator<Event, Finish>, options: GlobalOptions): Promise<Finish> {
  const isShown = !options.quiet && !options.streamJson && (!options.json || isatty(2));
  const spinner = createSpinner(isShown, options.color);
  const say = (event: object) => (options.streamJson ? printJson(event) : undefined);
  const heartbeat = createHeartbeat(heartbeatMs, say);
  try {
    for (;;) {
      const next = await events.next();
      if (next.done === true) return next.value;
      if (next.value.type === 'task_finished') shrinkHeap();
      say(next.value);
      heartbeat.follow(next.value);
      if (!isShown) continue;
      spinner.follow(next.value);
      const line = describeEvent(next.value, options.color);
      if (line !== undefined && !spinner.tells(next.value)) spinner.print(line);
    }
  } finally {
    spinner.stop();
    heartbeat.stop();
  }
}

/** Silence after which a program that reads the events is told what is waited for. */
const heartbeatMs = 15_000;

function printJson(event: object): void {
  writeJsonLine({ schemaVersion, ...event });
}
