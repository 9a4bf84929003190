import { styleText } from 'node:util';
import type { Event } from '../domain/event.ts';
import { describeActivity } from '../tui/describe-event.ts';

export interface Spinner {
  /** Takes what an event says of the present activity. */
  follow(event: Event): void;
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
  let frame = 0;
  const clear = () => animated && stream.write('\r\u001b[2K');
  const draw = () => {
    clear();
    if (activity === '') return;
    const line = `${frames[frame++ % frames.length]} ${activity}`.slice(0, Math.max(10, (stream.columns ?? 80) - 1));
    stream.write(color ? styleText('dim', line) : line);
  };
  const timer = animated ? setInterval(draw, frameMs) : undefined;
  timer?.unref();
  return {
    follow(event) {
      activity = describeActivity(event) ?? activity;
    },
    print(line) {
      clear();
      stream.write(`${line}\n`);
    },
    stop() {
      clearInterval(timer);
      clear();
    },
  };
}
