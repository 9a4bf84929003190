import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { processStart } from '../../src/base/process-identity.ts';
import type { LedgerLine } from '../../src/domain/ledger.ts';
import { expectDone, type Running } from './support/ashlar.ts';
import { approvedSpec, expectAskedOnce, expectBuilt, type Scene, setScene } from './support/crash-scene.ts';
import { makeProject, parseLines } from './support/project.ts';
import { approveByHand, bash, documents, finish, implementers, item, write } from './support/specs.ts';

/** Says whether the kill came before the end. */
async function kill(running: Running, when: Promise<unknown>): Promise<boolean> {
  await when;
  running.child.kill('SIGKILL');
  return (await running.ended).signal === 'SIGKILL';
}

/** The same numbers each time, spread over the range. */
const pseudoRandom = (n: number, below: number) => Math.floor((((n + 1) * 0.618_033_988_75) % 1) * below);

test('a run that is killed twice, anywhere, ends like one that nobody killed', { timeout: 400_000 }, async () => {
  const approved = await approvedSpec();
  const whole = await setScene(approved);
  const { stdout } = await whole.start('run', 'greet', '--stream-json').ended;
  expectBuilt(whole, 0);
  const lines = parseLines(stdout).length;
  expect(lines).toBeGreaterThan(50);

  for (let after = 1; after < lines; after += 3) {
    const scene = await setScene(approved);
    const first = scene.start('run', 'greet', '--stream-json');
    const killed = await kill(first, first.printed(after));
    const again = killed && (await kill(scene.start('resume', 'greet'), delay(80 + pseudoRandom(after, 500))));
    const last = await scene.ashlar('run', 'greet', '--json');
    expect(last, `killed after ${after} events`).toMatchObject({ code: 0, stderr: '' });
    expectBuilt(scene, Number(killed) + Number(again));
  }
});

test('a kill between commit, evidence and box leaves none of them out', { timeout: 240_000 }, async () => {
  const approved = await approvedSpec();
  for (let afterMs = 0; afterMs < 4; afterMs += 0.5) {
    const scene = await setScene(approved);
    const running = scene.start('run', 'greet', '--stream-json');
    await running.printed(/"task_committed","task":"3"/);
    const end = performance.now() + afterMs;
    while (performance.now() < end);
    await kill(running, Promise.resolve());
    expectDone(await scene.ashlar('run', 'greet'));
    expectBuilt(scene, 1);
  }
});

test('a command that was running at the kill is not run again behind the model’s back', async () => {
  const project = makeProject();
  await approveByHand(project);
  const [, ...others] = implementers;
  const effect = '.ashlar/state/worktrees/greet/effect.log';
  const replies = [
    { calls: [bash('echo once >> effect.log; sleep 1')] },
    { expect: 'its outcome is unknown', calls: [bash('cat effect.log'), write('greet.txt', 'hello\n')] },
    { expect: 'once', calls: [finish()] },
  ];
  project.useScript([{ match: '# Task 1 of ', replies }, ...others]);
  const running = project.start('run', 'greet');
  while (!project.has(effect) && running.child.exitCode === null) await delay(10);
  running.child.kill('SIGKILL');
  await running.ended;
  expectDone(await project.ashlar('resume'));
  expect(project.git('show', 'ashlar/greet:effect.log')).toBe('once');
});

test('a command ends with the program that started it', async () => {
  const { project, running, left } = await runningCommand();
  running.child.kill('SIGKILL');
  await running.ended;
  for (let round = 0; round < 250 && processStart(left) !== undefined; round++) await delay(20);
  expect(processStart(left)).toBeUndefined();
  expectDone(await project.ashlar('resume'));
});

test('a command that outlived the kill, as its launcher was killed too, does not go on beside the resumed run', async () => {
  const { project, running, left } = await runningCommand();
  const launcher = parentOf(parentOf(left));
  expect(parentOf(launcher)).toBe(running.child.pid);
  process.kill(launcher, 'SIGKILL');
  running.child.kill('SIGKILL');
  await running.ended;
  expect(processStart(left)).toBeDefined();
  const resumed = await project.ashlar('resume');
  expectDone(resumed);
  expect(processStart(left)).toBeUndefined();
  expect(resumed.stderr).toContain('left running: echo $$ > pid');
});

/** A run in whose first task a command of the agent's takes long; `left` is the process of that command. */
async function runningCommand() {
  const project = makeProject();
  await approveByHand(project);
  const [, ...others] = implementers;
  const tree = '.ashlar/state/worktrees/greet';
  const replies = [
    { calls: [bash('echo $$ > pid; touch ready; sleep 60; touch late')] },
    { calls: [bash('rm -f pid ready'), write('greet.txt', 'hello\n'), finish()] },
  ];
  project.useScript([{ match: '# Task 1 of ', replies }, ...others]);
  const running = project.start('run', 'greet');
  while (!project.has(`${tree}/ready`) && running.child.exitCode === null) await delay(10);
  return { project, running, left: Number(project.read(`${tree}/pid`)) };
}

const parentOf = (pid: number) => Number(/\) \S (\d+)/.exec(readFileSync(`/proc/${pid}/stat`, 'utf8'))?.[1]);

/** Follows what `status` says, as a person would who comes back the next day. */
async function followStatus(scene: Scene): Promise<void> {
  for (let step = 0; step < 10; step++) {
    const { stdout } = await scene.ashlar('status', '--json');
    const { specs } = JSON.parse(stdout) as { specs: { next: string }[] };
    const words = specs[0]?.next.split(' ').slice(1) ?? ['new', item, '--name', 'greet'];
    if (words[0] === 'run') return;
    if (words[0] === 'approve') words.push('--yes');
    expect(await scene.ashlar(...words), words.join(' ')).toMatchObject({ code: 0 });
  }
  throw new Error('status leads nowhere');
}

function expectApproved({ read, readLines, server }: Scene, kills: number): void {
  for (const [file, text] of Object.entries(documents)) expect(read(`specs/greet/${file}`)).toBe(text);
  const stages = readLines<LedgerLine>('specs/greet/ledger.jsonl').map(({ fact }) => 'stage' in fact && fact.stage);
  expect(stages).toEqual(['requirements', 'design', 'tasks']);
  expectAskedOnce(server, kills);
}

test('drafting that is killed anywhere goes on with the command that status names', { timeout: 240_000 }, async () => {
  for (let n = 0; n < 8; n++) {
    const scene = await setScene();
    let kills = Number(await kill(scene.start('new', item, '--name', 'greet'), delay(90 + pseudoRandom(n, 300))));
    if (scene.has('specs/greet/requirements.md')) {
      const approval = scene.start('approve', 'greet', 'requirements', '--yes');
      kills += Number(await kill(approval, delay(90 + pseudoRandom(n + 3, 300))));
    }
    await followStatus(scene);
    expectApproved(scene, kills);
  }
});
