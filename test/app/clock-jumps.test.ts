import { expect, test, vi } from 'vitest';
import { type RunRequest, runSpec } from '../../src/app/run-spec.ts';
import { type Clock, systemClock } from '../../src/base/clock.ts';
import { drain, drainUntil, ofType } from '../support/drain.ts';
import { approve, builders, openWire, tasks, writeSpec } from '../support/scripted-run.ts';
import { makeRepository } from '../support/temporary-repository.ts';

/** Each of these is several whole runs. */
vi.setConfig({ testTimeout: 120_000 });

const request: RunRequest = { spec: 'lend', inPlace: false, withOptional: false, mustExist: false };
const dayMs = 86_400_000;

/** The machine's clock, which somebody sets wrong in the middle of it all. */
function jumpingClock(jumpMs: number): { clock: Clock; jump(): void } {
  let offMs = 0;
  const jump = () => {
    offMs = jumpMs;
  };
  return { clock: { ...systemClock, now: () => systemClock.now() + offMs }, jump };
}

test.each([
  ['ten days back', -10 * dayMs],
  ['a year ahead', 365 * dayMs],
])('T01: a clock that is set %s in the middle of a run changes nothing of how it ends', async (_, jumpMs) => {
  const repository = makeRepository();
  writeSpec(repository, 'lend');
  await approve(openWire(repository), 'lend');
  const { clock, jump } = jumpingClock(jumpMs);
  const wire = openWire(repository, { play: builders, clock });
  const first = runSpec(request, wire);
  await drainUntil(first, (event) => event.type === 'task_finished');
  jump();
  const { events, end } = await drain(first);
  expect(end).toMatchObject({ outcome: 'done', finished: ['1', '2'] });
  expect(ofType(events, 'task_finished').map(({ task }) => task)).toEqual(['2']);
  expect(repository.read('specs/lend/tasks.md')).toBe(tasks.replaceAll('- [ ]', '- [x]'));

  const journal = await wire.journal();
  const rows = journal.read(journal.runs()[0]?.run ?? '');
  const order = rows.map(({ seq }) => seq);
  expect(order).toEqual(order.toSorted((a, b) => a - b));
  expect(rows.at(-1)?.event.type).toBe('run_finished');
});

test('T01: a run that was paused before the clock was set is resumed after it, at once', async () => {
  for (const jumpMs of [-10 * dayMs, 365 * dayMs]) {
    const repository = makeRepository();
    writeSpec(repository, 'lend');
    await approve(openWire(repository), 'lend');
    const { clock, jump } = jumpingClock(jumpMs);
    const [one] = builders;
    const early = runSpec(request, openWire(repository, { play: one === undefined ? [] : [one], clock }));
    await expect(drain(early)).rejects.toThrow();
    jump();
    const { end } = await drain(
      runSpec({ ...request, mustExist: true }, openWire(repository, { play: builders, clock })),
    );
    expect(end).toMatchObject({ outcome: 'done' });
  }
});
