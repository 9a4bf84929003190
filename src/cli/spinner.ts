import { styleText } from 'node:util';
import type { Event } from '../domain/event.ts';
import { describeActivity, describeRound } from '../tui/describe-event.ts';
import { writeText } from './write-line.ts';

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
  let round = '';
  let frame = 0;
  const clear = () => animated && stream.write('\r\u001b[2K');
  // Where nothing goes on the line belongs to whoever else writes, such as a prompt.
  const draw = () => {
    if (activity === '') return;
    clear();
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
      round = describeRound(event) ?? round;
      if (next === '' && activity !== '') clear();
      activity = next ?? activity;
    },
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
