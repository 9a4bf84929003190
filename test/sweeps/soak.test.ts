import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { failpoints } from '../../src/base/failpoints.ts';
import type { Running } from '../e2e/support/ashlar.ts';
import { expectAskedOnce, expectNothingLeft } from '../e2e/support/crash-scene.ts';
import type { ModelServer, ServedFault } from '../e2e/support/model-server.ts';
import { makeProject, type Project } from '../e2e/support/project.ts';
import { approveSteps, expectAllSteps, stepsOf } from './support/steps.ts';

/**
 * A run that meets one fault after another until all of its tasks are done. `ASHLAR_SWEEP=whole` takes a thousand tasks
 * with a fault every 30 s; without it a few. `ASHLAR_SOAK_TASKS` and `ASHLAR_SOAK_EVERY_MS` set others, `ASHLAR_SWEEP_LOG` is
 * a file that gets a line for each process and each fault.
 */
const isWhole = process.env.ASHLAR_SWEEP === 'whole';
const size = Number(process.env.ASHLAR_SOAK_TASKS ?? (isWhole ? 1_000 : 10));
const everyMs = Number(process.env.ASHLAR_SOAK_EVERY_MS ?? (isWhole ? 30_000 : 1_200));

/** Whether one process may trace another that is no child of it: that is how a disk fills up for a moment here. */
const canAttach =
  spawnSync('bash', ['-c', 'sleep 5 & timeout 1 strace -qq -o /dev/null -p $!; [ $? = 124 ]']).status === 0;

interface Soak {
  project: Project;
  server: ModelServer;
  running: Running;
}

/** What happens to the running process. Gives what it is started again with, where it ends by that. */
type Fault = (soak: Soak) => Promise<Record<string, string>> | Record<string, string>;

const failingProvider =
  (...faults: ServedFault[]): Fault =>
  ({ server }) => {
    server.faults.push(...faults);
    return {};
  };

const throwing: Fault = ({ running }) => {
  running.child.kill('SIGTERM');
  return { ASHLAR_FAILPOINT: `${anyOf(Object.keys(failpoints))}:${1 + Math.floor(Math.random() * 9)}=throw` };
};

const faults: Readonly<Record<string, Fault>> = {
  kill: ({ running }) => {
    running.child.kill('SIGKILL');
    return {};
  },
  throw: throwing,
  'rate limit': failingProvider('rate_limited', 'rate_limited'),
  'server error': failingProvider('server', 'server'),
  'cut stream': failingProvider('cut'),
  standstill: async ({ running }) => {
    running.child.kill('SIGSTOP');
    await delay(1_500);
    running.child.kill('SIGCONT');
    return {};
  },
  ...(canAttach && { 'full disk': fillDisk }),
};

/** For a second every write of the journal and every sync, those of git too, fails as on a full disk. */
async function fillDisk({ running: { child } }: Soak): Promise<Record<string, string>> {
  const inject = ['-e', 'trace=pwrite64,fsync,fdatasync', '-e', 'inject=pwrite64,fsync,fdatasync:error=ENOSPC'];
  const trace = ['1', 'strace', '-f', '-qq', '-o', '/dev/null', '-p', String(child.pid), ...inject];
  await once(spawn('timeout', trace, { stdio: 'ignore' }), 'close');
  return {};
}

/** How one process went: its faults, its end, and the memory that it held. */
interface Stretch {
  faults: string[];
  end: string;
  seconds: number;
  /** Once it was warm, and at the end. */
  residentKb: [number, number];
}

async function runStretch(soak: Omit<Soak, 'running'>, env: Record<string, string>): Promise<[Stretch, typeof env]> {
  const { project } = soak;
  Object.assign(project.env, env);
  const running = project.start('run', 'steps', '--quiet');
  for (const name of Object.keys(env)) delete project.env[name];
  const [began, met, memory] = [performance.now(), [] as string[], [] as number[]];
  let next: Record<string, string> = {};
  for (let over = false; !over; ) {
    const until = performance.now() + everyMs;
    while (!over && performance.now() < until) {
      over = await Promise.race([running.ended.then(() => true), delay(Math.min(1_000, everyMs / 4), false)]);
      if (!over) memory.push(...residentKb(running.child.pid));
    }
    if (over) break;
    const name = anyOf(Object.keys(faults));
    met.push(name);
    next = { ...next, ...(await faults[name]?.({ ...soak, running })) };
  }
  const { code, signal, stderr } = await running.ended;
  expect(stderr).not.toMatch(/^\s+at |should not happen/m);
  const seconds = Math.round((performance.now() - began) / 1_000);
  const ends = [memory[Math.min(5, memory.length - 1)] ?? 0, memory.at(-1) ?? 0] as const;
  return [{ faults: met, end: `${signal ?? code} ${stderr.trim()}`, seconds, residentKb: [...ends] }, next];
}

/** Kilobytes of memory that a process holds; nothing once it is gone. */
function residentKb(pid: number | undefined): number[] {
  if (!existsSync(`/proc/${pid}/status`)) return [];
  const kilobytes = /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return kilobytes === undefined ? [] : [Number(kilobytes)];
}

function anyOf(all: readonly string[]): string {
  return all[Math.floor(Math.random() * all.length)] ?? '';
}

function note(line: unknown): void {
  const log = process.env.ASHLAR_SWEEP_LOG;
  if (log !== undefined) appendFileSync(log, `${JSON.stringify(line)}\n`);
}

test('a long run that meets fault after fault ends as if it met none', { timeout: 7_200_000 }, async () => {
  const steps = stepsOf(size);
  const project = makeProject();
  await approveSteps(project, steps);
  const server = await project.useServer(steps.sessions);
  const stretches: Stretch[] = [];
  for (let env: Record<string, string> = {}; ; ) {
    const [stretch, next] = await runStretch({ project, server }, env);
    stretches.push(stretch);
    note({ ...stretch, asked: server.asked.length });
    if (stretch.end.startsWith('0')) break;
    expect(stretches.length).toBeLessThan(20 * size);
    env = next;
  }
  expectAllSteps(project, steps);
  expectNothingLeft(project);
  expectAskedOnce(server, stretches.length - 1);
  note({ tasks: size, processes: stretches.length, asked: server.asked.length });
});
