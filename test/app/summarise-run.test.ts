import { expect, test } from 'vitest';
import { workedMs } from '../../src/app/summarise-run.ts';
import type { JournaledEvent } from '../../src/domain/event.ts';
import { started, task } from '../journal/journal-events.ts';

const paused: JournaledEvent = { type: 'run_paused', run: 'r', reason: 'asked', next: 'answer' };
const resumed: JournaledEvent = { type: 'run_resumed', run: 'r' };
const at = (...events: [number, JournaledEvent][]) =>
  events.map(([time, event], seq) => ({ seq, run: 'r', at: time, event }));

test.each<[string, [number, JournaledEvent][], number]>([
  [
    'one stretch',
    [
      [10, started('r')],
      [15, task('1')],
      [40, paused],
    ],
    30,
  ],
  [
    'two, without the night between them',
    [
      [10, started('r')],
      [20, paused],
      [9_020, resumed],
      [9_025, task('1')],
    ],
    15,
  ],
  [
    'a kill, after which nothing says when it came',
    [
      [10, started('r')],
      [25, task('1')],
      [900, resumed],
      [905, paused],
    ],
    20,
  ],
  [
    'an order to pause while nobody works',
    [
      [10, started('r')],
      [20, paused],
      [80, { type: 'pause_requested', run: 'r', by: 'Ann' }],
    ],
    10,
  ],
  [
    'a clock that was set back',
    [
      [100, started('r')],
      [40, task('1')],
      [50, paused],
    ],
    10,
  ],
  ['nothing', [], 0],
])('the time at work: %s', (_name, events, expected) => {
  expect(workedMs(at(...events))).toBe(expected);
});
