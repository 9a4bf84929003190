import { expect, test } from 'vitest';
import { pauseRun } from '../../src/app/pause-run.ts';
import { runSpec } from '../../src/app/run-spec.ts';
import type { Event } from '../../src/domain/event.ts';
import { drain, drainUntil } from '../support/drain.ts';
import {
  approvedSpec,
  builder,
  builders,
  finish,
  openWire,
  type PlayedSession,
  write,
} from '../support/scripted-run.ts';

const request = { spec: 'lend', inPlace: false, withOptional: false, mustExist: false };
const inTwoTurns: PlayedSession = {
  match: 'Task 1 of',
  replies: [{ calls: [write('lend.txt', 'lent\n')] }, { calls: [finish()] }],
};

// The order stands in the journal before, between or behind the rows that the run itself writes until its next safe point.
test.each<Event['type']>(['tasks_planned', 'session_opened', 'tool_started', 'tool_finished'])(
  'an order that comes after %s stops the run before it asks the model again',
  async (type) => {
    const repository = await approvedSpec();
    const work = runSpec(request, openWire(repository, { play: [inTwoTurns, ...builders.slice(1)] }));
    await drainUntil(work, (event) => event.type === type);
    await pauseRun('lend', openWire(repository));
    const rest: Event[] = [];
    const stopped = (async () => {
      for await (const event of work) rest.push(event);
    })();
    await expect(stopped).rejects.toThrow('asked lend to pause');
    expect(rest.filter((event) => event.type === 'model_replied')).toEqual([]);
  },
);

test('rows that another run writes meanwhile stop nothing', async () => {
  const repository = await approvedSpec();
  const work = runSpec(
    request,
    openWire(repository, { play: [builder('Task 1 of', 'lend.txt', 'lent\n'), ...builders.slice(1)] }),
  );
  await drainUntil(work, (event) => event.type === 'session_opened');
  const journal = await openWire(repository).journal();
  const run = 'run_other';
  journal.append(run, { type: 'run_started', run, spec: 'other', kind: 'draft', stage: 'design' });
  journal.append(run, { type: 'pause_requested', run, by: 'Ann' });
  const { end } = await drain(work);
  expect(end).toMatchObject({ outcome: 'done' });
});
