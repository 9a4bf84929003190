import { expect, test } from 'vitest';
import { replayRun } from '../../src/app/replay-run.ts';
import { runSpec } from '../../src/app/run-spec.ts';
import { drain } from '../support/drain.ts';
import { approve, builders, openWire, writeSpec } from '../support/scripted-run.ts';
import { makeRepository } from '../support/temporary-repository.ts';

const request = { spec: 'lend', inPlace: false, withOptional: false, mustExist: false };

test('a run that went well is gone through again to its end, without a model', async () => {
  const repository = makeRepository();
  writeSpec(repository, 'lend');
  await approve(openWire(repository), 'lend');
  await drain(runSpec(request, openWire(repository, { play: builders })));
  const outcome = await replayRun({ name: 'lend', to: undefined }, openWire(repository));
  console.log(JSON.stringify(outcome, null, 1));
  expect(outcome).toMatchObject({ differences: [], status: 'done' });
  expect(outcome.replayed).toBe(outcome.events);
});
