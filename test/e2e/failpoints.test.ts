import { expect, test } from 'vitest';
import { type Failpoint, failpoints } from '../../src/base/failpoints.ts';
import { journalSchema } from '../../src/journal/schema.ts';
import { type Ended, expectDone } from './support/ashlar.ts';
import {
  type Approved,
  approvedSpec,
  dirtyCheckout,
  expectBuilt,
  expectNothingLeft,
  type Scene,
  setScene,
} from './support/crash-scene.ts';
import { makeProject } from './support/project.ts';
import { documents } from './support/specs.ts';

/** What a run passes; the rest is passed where a human decides. */
const ofRuns = Object.keys(failpoints).filter((name) => name !== 'approve:after') as Failpoint[];

/** `ASHLAR_SWEEP=whole` stops at the first three times that each place is passed; without it a few stand for all. */
const isWhole = process.env.ASHLAR_SWEEP === 'whole';

async function runInto(scene: Scene, order: string, command = 'run'): Promise<Ended> {
  scene.env.ASHLAR_FAILPOINT = order;
  const ended = await scene.ashlar(command, 'greet', '--json');
  delete scene.env.ASHLAR_FAILPOINT;
  return ended;
}

/** Places that a run of three tasks passes less than three times. */
const passes: Readonly<Partial<Record<Failpoint, number>>> = {
  'lease:acquired': 1,
  'lease:released': 1,
  'migrate:step': journalSchema.migrations.length,
};

async function expectSurvived(approved: Approved, order: string, expected: Partial<Ended>): Promise<void> {
  const scene = await setScene(approved, 0);
  const expectUntouched = dirtyCheckout(scene);
  expect(await runInto(scene, order), order).toMatchObject(expected);
  expectDone(await scene.ashlar('run', 'greet', '--json'));
  expectBuilt(scene, 1);
  expectUntouched();
  expectNothingLeft(scene);
}

test('K01: a run that is killed at one failpoint after another ends like one that nobody killed', {
  timeout: 300_000,
}, async () => {
  const approved = await approvedSpec();
  let scene = await setScene(approved, 0);
  let crashes = 0;
  for (const name of ofRuns) {
    const end = await runInto(scene, `${name}:1=kill`);
    if (end.signal === undefined) {
      // The work that was left did not pass there: a fresh run does.
      expectBuilt(scene, crashes);
      [scene, crashes] = [await setScene(approved, 0), 0];
      expect(await runInto(scene, `${name}:1=kill`), name).toMatchObject({ signal: 'SIGKILL' });
    }
    crashes += 1;
  }
  expectDone(await scene.ashlar('run', 'greet', '--json'));
  expectBuilt(scene, crashes);
  expectNothingLeft(scene);
});

test.each(['kill', 'throw'])(
  'a run with a %s at any failpoint is resumed to the same end',
  {
    timeout: 3_600_000,
  },
  async (action) => {
    const approved = await approvedSpec();
    const names = isWhole ? ofRuns : (['model:complete', 'git:added', 'file:tmp'] as const);
    for (const name of names) {
      const hits = (isWhole ? [1, 2, 3] : [2]).filter((hit) => hit <= (passes[name] ?? hit));
      const expected = action === 'kill' ? { signal: 'SIGKILL' as const } : { code: 1 };
      for (const hit of hits) await expectSurvived(approved, `${name}:${hit}=${action}`, expected);
    }
  },
);

test('an approval that is killed right after it was written counts, once', async () => {
  const project = makeProject();
  for (const [file, text] of Object.entries(documents)) project.write(`specs/greet/${file}`, text);
  const approve = () => project.ashlar('approve', 'greet', 'requirements', '--yes', '--no-draft');
  project.env.ASHLAR_FAILPOINT = 'approve:after:1=kill';
  expect(await approve()).toMatchObject({ signal: 'SIGKILL' });
  delete project.env.ASHLAR_FAILPOINT;
  expectDone(await project.ashlar('approve', 'greet', 'design', '--yes', '--no-draft'));
  expect(project.readLines('specs/greet/ledger.jsonl')).toHaveLength(2);
});

test('failpoints are listed, and an order that names none is refused', async () => {
  const project = makeProject();
  const { stdout } = await project.ashlar('debug', 'failpoints', '--json');
  const listed = (JSON.parse(stdout) as { failpoints: { name: string }[] }).failpoints.map(({ name }) => name);
  expect(listed).toEqual(Object.keys(failpoints));
  project.env.ASHLAR_FAILPOINT = 'git:pushed:1=kill';
  expect(await project.ashlar('status')).toMatchObject({
    code: 2,
    stderr: expect.stringMatching(/names no failpoint[\s\S]*→ ashlar debug failpoints/),
  });
});

test('a place that stands still is waited for, and the run ends as ever', async () => {
  const scene = await setScene(await approvedSpec(), 0);
  expectDone(await runInto(scene, 'git:committed:2=sleep:300'));
  expectBuilt(scene, 0);
});
