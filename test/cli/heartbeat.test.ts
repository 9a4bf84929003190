import { expect, onTestFinished, test } from 'vitest';
import { systemClock } from '../../src/base/clock.ts';
import { createHeartbeat, type Waiting } from '../../src/cli/heartbeat.ts';
import type { Event } from '../../src/domain/event.ts';

function listen(everyMs: number) {
  const said: Waiting[] = [];
  const heartbeat = createHeartbeat(everyMs, (waiting) => said.push(waiting));
  onTestFinished(() => heartbeat.stop());
  return { said, heartbeat };
}

async function untilSaid(said: readonly Waiting[], count: number): Promise<void> {
  while (said.length < count) await systemClock.sleep(1);
}

test.each<[Event, Partial<Waiting>]>([
  [{ type: 'turn_started', session: 's', turn: 1 }, { for: 'model' }],
  [{ type: 'thinking_streamed', session: 's', text: 'hm' }, { for: 'model' }],
  [
    { type: 'retry_scheduled', session: 's', attempt: 2, delayMs: 9, endsAt: 1234, reason: 'r' },
    { for: 'retry', endsAt: 1234 },
  ],
  [{ type: 'tool_started', session: 's', call: 'c', name: 'bash', effect: 'command', input: {} }, { for: 'tool' }],
  [{ type: 'check_started', task: '1', command: 'npm test' }, { for: 'check' }],
  [{ type: 'note', text: 'n' }, { for: 'work' }],
])('while nothing comes after %o it is said again and again what is waited for', async (event, wanted) => {
  const { said, heartbeat } = listen(5);
  heartbeat.follow(event);
  await untilSaid(said, 2);
  expect(said.slice(0, 2)).toMatchObject([
    { type: 'waiting', quietMs: 5, ...wanted },
    { type: 'waiting', quietMs: 10, ...wanted },
  ]);
});

test('each event begins the silence anew, and nothing is said after the end', async () => {
  const { said, heartbeat } = listen(5);
  await untilSaid(said, 3);
  heartbeat.follow({ type: 'note', text: 'n' });
  await untilSaid(said, 4);
  expect(said[3]?.quietMs).toBe(5);
  heartbeat.stop();
  const count = said.length;
  await systemClock.sleep(25);
  expect(said).toHaveLength(count);
});
