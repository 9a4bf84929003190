import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { expectDone } from '../e2e/support/ashlar.ts';
import { expectAskedOnce, expectNothingLeft } from '../e2e/support/crash-scene.ts';
import { makeProject, type Project } from '../e2e/support/project.ts';
import { approveSteps, expectAllSteps, stepsOf } from './support/steps.ts';

/** `ASHLAR_SWEEP=whole` kills a run of thirty tasks until it was killed a hundred times; else a short one a few times. */
const isWhole = process.env.ASHLAR_SWEEP === 'whole';
const size = isWhole ? 30 : 8;
const wantedKills = isWhole ? 100 : 4;

const steps = stepsOf(size);

async function makeLongProject() {
  const project = makeProject();
  await approveSteps(project, steps);
  // A kill may come before, in or after a command: this model makes sure of what it is told was interrupted.
  return { project, server: await project.useServer(steps.sessions) };
}

/** Each row's number of the run, as `log` shows them. */
async function rowNumbers(project: Project): Promise<number[]> {
  const { stdout } = await project.ashlar('log', 'steps', '--json');
  const { runs } = JSON.parse(stdout) as { runs: { events: { seq: number }[] }[] };
  return runs.flatMap(({ events }) => events.map(({ seq }) => seq));
}

test('K17: a run that is killed and resumed over and over ends as if it never was', {
  timeout: 3_600_000,
}, async () => {
  let kills = 0;
  for (let round = 0; kills < wantedKills; round++) {
    const { project, server } = await makeLongProject();
    const killedBefore = kills;
    for (;;) {
      const running = project.start('run', 'steps', '--quiet');
      const isOver = await Promise.race([running.ended.then(() => true), delay(250 + Math.random() * 900, false)]);
      running.child.kill('SIGKILL');
      const { code, stderr } = await running.ended;
      if (code !== undefined) expect(code, stderr).toBe(0);
      if (isOver) break;
      kills += 1;
      if (kills >= wantedKills) break;
    }
    expectDone(await project.ashlar('run', 'steps'));
    expectAllSteps(project, steps);
    expectNothingLeft(project);
    expectAskedOnce(server, kills - killedBefore);
    const numbers = await rowNumbers(project);
    expect(new Set(numbers).size).toBe(numbers.length);
    expect(round).toBeLessThan(wantedKills);
  }
});
