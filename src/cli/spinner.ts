import { styleText } from 'node:util';
import { systemClock } from '../base/clock.ts';
import type { Event } from '../domain/event.ts';
import { describeActivity, describeRound, describeWait } from '../tui/describe-event.ts';
import { writeText } from './write-line.ts';

export interface Spinner {
  /** Takes what an event says of the present activity. */
  follow(event: Event): void;
  /** Whether the bottom line says it all, so that no line is to be printed: a wait is counted down there. */
  tells(event: Event): boolean;
  /** Prints a line above the spinner. */
  print(line: string): void;
  stop(): void;
}

const frames = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];
const frameMs = 100;

/** One line at the bottom of the terminal that says what the agent does; without a terminal only `print` shows anything. */
export function createSpinner(shown: boolean, color: boolean): Spinner {
  const stream = process.stderr;
  const animated = shown && stream.isTTY;
  let activity = '';
  let wait: { reason: string; endsAtMs: number } | undefined;
  let round = '';
  let frame = 0;
  const clear = () => animated && stream.write('\r\u001b[2K');
  // Where nothing goes on the line belongs to whoever else writes, such as a prompt.
  const draw = () => {
    if (activity === '') return;
    clear();
    if (wait !== undefined)
      activity = describeWait(wait.reason, Math.max(0, wait.endsAtMs - systemClock.monotonicMs()));
    const line = `${frames[frame++ % frames.length]} ${round === '' ? '' : `${round}: `}${activity}`.slice(
      0,
      Math.max(10, (stream.columns || 80) - 1),
    );
    stream.write(color ? styleText('dim', line) : line);
  };
  const timer = animated ? setInterval(draw, frameMs) : undefined;
  timer?.unref();
  return {
    follow(event) {
      const next = describeActivity(event);
      if (event.type === 'retry_scheduled') {
        wait = { reason: event.reason, endsAtMs: systemClock.monotonicMs() + event.delayMs };
      } else if (next !== undefined) wait = undefined;
      round = describeRound(event) ?? round;
      if (next === '' && activity !== '') clear();
      activity = next ?? activity;
    },
    tells: (event) => Boolean(animated) && event.type === 'retry_scheduled',
    print(line) {
      if (activity !== '') clear();
      writeText(2, line);
    },
    stop() {
      clearInterval(timer);
      if (activity !== '') clear();
    },
  };
}
