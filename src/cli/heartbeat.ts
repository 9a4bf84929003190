import type { Event } from '../domain/event.ts';

export interface Heartbeat {
  /** Takes what an event says of what is waited for; it is a sign of life itself. */
  follow(event: Event): void;
  stop(): void;
}

/** What is said to programs while nothing else is: they can tell a run that waits from one that hangs. */
export interface Waiting {
  type: 'waiting';
  for: 'model' | 'retry' | 'tool' | 'check' | 'work';
  /** Since the last event. */
  quietMs: number;
  /** With `retry`: when the next attempt begins, in milliseconds since the epoch. */
  endsAt?: number;
}

/** Says every so often that the run still waits, and for what. */
export function createHeartbeat(everyMs: number, say: (waiting: Waiting) => void): Heartbeat {
  let [beats, waitsFor]: [number, Pick<Waiting, 'for' | 'endsAt'>] = [0, { for: 'work' }];
  const timer = setInterval(() => {
    beats += 1;
    say({ type: 'waiting', ...waitsFor, quietMs: beats * everyMs });
  }, everyMs);
  timer.unref();
  return {
    follow(event) {
      beats = 0;
      waitsFor = waitedFor(event);
      timer.refresh();
    },
    stop: () => clearInterval(timer),
  };
}

function waitedFor(event: Event): Pick<Waiting, 'for' | 'endsAt'> {
  switch (event.type) {
    case 'turn_started':
    case 'text_streamed':
    case 'thinking_streamed':
    case 'tool_named':
      return { for: 'model' };
    case 'retry_scheduled':
      return { for: 'retry', endsAt: event.endsAt };
    case 'tool_started':
      return { for: 'tool' };
    case 'check_started':
      return { for: 'check' };
    default:
      return { for: 'work' };
  }
}
